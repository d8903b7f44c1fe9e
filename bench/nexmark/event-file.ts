/** The file of generated events that the file jobs and Flink read; made once for a count. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { open } from '../../api/open.js';
import { projectRoot } from '../../tools/project-root.js';
import { eventFileScript } from './script.js';

/** Events per second of event time in all benchmarks. */
export const eventRate = 10_000;

/** Folder of scratch files of the benchmarks (ignored by git). */
export function scratchFolder(): string {
  const folder = join(projectRoot(), 'build', 'bench-scratch');
  mkdirSync(join(folder, 'data'), { recursive: true });
  return folder;
}

/** Path of a JSON-lines file with `events` events of the fast mode. */
export async function eventFile(events: number): Promise<string> {
  const path = join(scratchFolder(), 'data', `nexmark-${events}.jsonl`);
  if (existsSync(path) && statSync(path).size > 0) return path;
  const parts = `${path}.parts`;
  rmSync(parts, { recursive: true, force: true });
  const db = await open();
  const options = { 'events.num': events, 'first-event.rate': eventRate };
  await db.execute(eventFileScript(options, parts));
  await db.close();
  // Part files are numbered by checkpoint and place; the sink starts a new one every 128 MB.
  const names = readdirSync(parts).filter((name) => name.startsWith('part-'));
  names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const joined = join(parts, 'joined');
  for (const name of names) appendFileSync(joined, readFileSync(join(parts, name)));
  renameSync(joined, path);
  rmSync(parts, { recursive: true });
  return path;
}
