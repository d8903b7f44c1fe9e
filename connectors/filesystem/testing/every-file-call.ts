/** Crashes and power cuts at each file call in turn. */
import type { ExecutionContext } from 'ava';
import type { FileSystem } from '../../../core/env.js';
import { faultFiles } from '../../../storage/fault-files.js';
import { FileError } from '../../../storage/file-error.js';
import type { MemoryDisk } from '../../../storage/memory-files.js';

/** `Kept` is what outlives every accident, such as a manifest. */
export interface Trial<Kept> {
  /** What the first life finds; made anew for each accident. */
  readonly start: () => Promise<{ readonly disk: MemoryDisk; readonly kept: Kept }>;
  /** Goes on from `kept` to the end. */
  readonly live: (files: FileSystem, kept: Kept, life: number) => Promise<void>;
  /** What must hold behind the accident. */
  readonly between?: (files: FileSystem, kept: Kept) => Promise<void>;
  /** What must hold behind the second life, which nothing disturbs. */
  readonly afterwards: (files: FileSystem, accident: string) => Promise<void>;
}

const accidents = {
  crash: (disk: MemoryDisk) => disk.kill(),
  'power cut': (disk: MemoryDisk) => disk.cutPower(),
};

/** Lives twice for each accident at each file call of the first life. */
export async function atEveryFileCall<Kept>(
  t: ExecutionContext,
  trial: Trial<Kept>,
): Promise<void> {
  for (const [name, accident] of Object.entries(accidents)) {
    let at = 0;
    while (await liveTwice(trial, at, name, accident)) at++;
    t.true(at > 50, 'the first life makes file calls');
  }
}

/** False when the first life ended before that file call. */
async function liveTwice<Kept>(
  { start, live, between, afterwards }: Trial<Kept>,
  at: number,
  name: string,
  accident: (disk: MemoryDisk) => void,
): Promise<boolean> {
  const { disk, kept } = await start();
  let happened = false;
  const files = faultFiles(disk.mount(), ({ index }) => {
    if (index !== at) return undefined;
    happened = true;
    accident(disk);
    throw new FileError('EIO', 'crash', '/');
  });
  await live(files, kept, 1).catch((error: unknown) => {
    if (!happened) throw error;
  });
  await between?.(disk.mount(), kept);
  await live(disk.mount(), kept, 2);
  await afterwards(disk.mount(), `${name} at file call ${at}`);
  return happened;
}
