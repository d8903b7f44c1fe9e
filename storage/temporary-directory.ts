/** A folder of its own for each test, deleted afterwards; tests share nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The part of AVA's test context that is needed here. */
interface Teardown { teardown(action: () => Promise<void>): void }

/** Creates an empty folder under the system's temporary one; it goes when the test ends. */
export async function temporaryDirectory(t: Teardown): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-'));
  t.teardown(async () => rm(directory, { recursive: true, force: true }));
  return directory;
}
