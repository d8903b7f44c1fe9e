/**
 * Which visible files of a table an INSERT OVERWRITE replaces, and the record of those it has
 * removed. A sink that wrote such a file may be started again and repeat its commit: the record
 * (`.overwritten-<sink>`, one visible path a line) tells it that the file is not lost. Entries go
 * when the run that wrote the file is over.
 */
import { basename, join } from 'node:path';
import type { FileSystem } from '../../core/env.js';
import { decodeUtf8, encodeUtf8 } from '../../core/utf8.js';
import { listFiles } from './file-list.js';
import { currentRun, type SinkPlaces } from './sink-run.js';

const RECORD = '.overwritten-';

/**
 * Visible files below the table's folder, relative to it, that are not of `run`: all of them, or
 * those of `partitions` (folders). Throws ConnectorError FILE_READ.
 */
export async function filesToReplace(
  { env, folder, name }: SinkPlaces,
  run: string,
  partitions: ReadonlySet<string> | null,
): Promise<string[]> {
  const own = `part-${name}-${run}-`;
  const listed = await listFiles(env.files, folder, null);
  return listed
    .map((file) => file.relative)
    .filter((path) => !basename(path).startsWith(own))
    .filter((path) => partitions === null || isBelow(path, partitions));
}

function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    if (folders.has(path.slice(0, at))) return true;
  }
  return false;
}

/** Records `replaced`, durably, then removes them; the folders they were in. May be repeated. */
export async function removeReplaced(
  places: SinkPlaces,
  replaced: readonly string[],
): Promise<ReadonlySet<string>> {
  const { env, folder } = places;
  await record(places, replaced);
  const folders = new Set<string>();
  for (const path of replaced) {
    const file = join(folder, path);
    if ((await env.files.stat(file)) === null) continue;
    await env.files.remove(file);
    folders.add(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  }
  return folders;
}

/** Has another statement replaced the visible file at `path`, relative to the folder? */
export async function wasOverwritten({ env, folder }: SinkPlaces, path: string): Promise<boolean> {
  for (const name of await env.files.list(folder)) {
    if (!name.startsWith(RECORD) || name.endsWith('.new')) continue;
    if ((await recorded(env.files, join(folder, name))).includes(path)) return true;
  }
  return false;
}

/** Throws what the disk throws. */
async function record(places: SinkPlaces, replaced: readonly string[]): Promise<void> {
  const { env, folder, name } = places;
  const file = join(folder, `${RECORD}${name}`);
  const all = new Set([...(await recorded(env.files, file)), ...replaced]);
  const runs = await runsUnderWay(places);
  const kept = [...all].filter((path) => runs.some((prefix) => basename(path).startsWith(prefix)));
  if (kept.length === 0 && (await env.files.stat(file)) === null) return;
  await env.files.writeFile(`${file}.new`, encodeUtf8(kept.map((path) => `${path}\n`).join('')));
  await env.files.sync(`${file}.new`);
  await env.files.rename(`${file}.new`, file);
  await env.files.sync(folder);
}

async function recorded(files: FileSystem, file: string): Promise<readonly string[]> {
  if ((await files.stat(file)) === null) return [];
  const bytes = await files.readFile(file);
  return decodeUtf8(bytes, 0, bytes.length)
    .split('\n')
    .filter((line) => line !== '');
}

/** What the names of files begin with whose sinks can still be started again. */
async function runsUnderWay({ env, folder }: SinkPlaces): Promise<readonly string[]> {
  const prefixes: string[] = [];
  for (const entry of await env.files.list(folder)) {
    if (!entry.startsWith('.staging-')) continue;
    const name = entry.slice('.staging-'.length);
    const run = await currentRun({ env, folder, staging: join(folder, entry), name });
    if (run !== null) prefixes.push(`part-${name}-${run}-`);
  }
  return prefixes;
}
