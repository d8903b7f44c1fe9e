/**
 * A run of a sink: from one fresh start over all its restarts. Its id is in the names of its
 * files, so that a new run of the same job never replaces files of an older one, and what a
 * passed-over checkpoint had already shown can be found. A hidden file (`run` in the staging
 * folder) keeps the id.
 */
import { join } from 'node:path';
import type { Env } from '../../core/env.js';
import { decodeUtf8, encodeUtf8 } from '../../core/utf8.js';

export interface SinkPlaces {
  readonly env: Env;
  readonly folder: string; // of the table, absolute
  readonly staging: string; // hidden, below it
  readonly name: string; // of the sink, as in file names
}

/** Name of the visible file `index` of a checkpoint. */
export function partName(name: string, run: string, epoch: number, index: number): string {
  return `part-${name}-${run}-${epoch}-${index}`;
}

/** Empties the staging folder and begins a run there; durable when it resolves. */
export async function beginRun({ env, folder, staging }: SinkPlaces): Promise<string> {
  const { files } = env;
  const run = env.random.uuid().replaceAll('-', '').slice(0, 12);
  await files.removeTree(staging);
  await files.makeDirectory(staging);
  await files.writeFile(join(staging, 'run'), encodeUtf8(run));
  await files.sync(join(staging, 'run'));
  await files.sync(staging);
  await files.sync(folder);
  return run;
}

/** Id of the run under way, null when there is none. */
export async function currentRun({ env, staging }: SinkPlaces): Promise<string | null> {
  const path = join(staging, 'run');
  if ((await env.files.stat(path)) === null) return null;
  const bytes = await env.files.readFile(path);
  return decodeUtf8(bytes, 0, bytes.length);
}

/** Deletes staged files but those of `kept` (absolute paths); the run goes on. */
export async function clearStaging(
  { env, staging }: SinkPlaces,
  kept: ReadonlySet<string>,
): Promise<void> {
  for (const name of await env.files.list(staging)) {
    const path = join(staging, name);
    if (name !== 'run' && !kept.has(path)) await env.files.remove(path);
  }
}

/** Deletes visible files of the run that are of checkpoints after `epoch`. */
export async function removeNewer(
  places: SinkPlaces,
  run: string,
  epoch: number,
  folder = places.folder,
): Promise<void> {
  const { files } = places.env;
  const prefix = `part-${places.name}-${run}-`;
  let isChanged = false;
  for (const name of await files.list(folder)) {
    const path = join(folder, name);
    if (name.startsWith(prefix)) {
      if (Number.parseInt(name.slice(prefix.length), 10) <= epoch) continue;
      await files.remove(path);
      isChanged = true;
    } else if (!name.startsWith('.') && (await files.stat(path))?.isDirectory === true) {
      await removeNewer(places, run, epoch, path);
    }
  }
  if (isChanged) await files.sync(folder);
}
