/** Tables of the simulated machine as files: what jobs read, and what they have made visible. */
import { join } from 'node:path';
import type { FileSystem } from '../../core/env.js';
import { decodeUtf8, encodeUtf8 } from '../../core/utf8.js';
import { makeDurableDirectory } from '../../storage/durable-directory.js';

/** Rows of one input file: several files, some lines cut by the end of a read. */
const FILE_ROWS = 17;

/** DDL of an input table; the column `wm` is its watermark. */
export function inputTable(name: string): string {
  return `CREATE TABLE ${name} (k STRING, v INT, ts TIMESTAMP(3), wm TIMESTAMP(3),
    WATERMARK FOR ts AS wm) WITH ('connector' = 'filesystem', 'path' = '/in/${name}',
    'format' = 'json');`;
}

/** DDL of an input table of changes of (k, v), without time. */
export function changeTable(name: string): string {
  return `CREATE TABLE ${name} (k STRING, v INT) WITH ('connector' = 'filesystem',
    'path' = '/in/${name}', 'format' = 'debezium-json');`;
}

/** Writes every table's lines into files of `<parent>/<table>`, durable. */
export async function writeInputs(
  files: FileSystem,
  parent: string,
  tables: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  for (const [table, lines] of Object.entries(tables)) {
    const folder = `${parent}/${table}`;
    await makeDurableDirectory(files, folder);
    for (let from = 0; from < lines.length; from += FILE_ROWS) {
      const path = `${folder}/old-0-${String(from).padStart(4, '0')}`;
      await files.writeFile(path, encodeUtf8(lines.slice(from, from + FILE_ROWS).join('\n')));
      await files.sync(path);
    }
    await files.sync(folder);
  }
}

/** A file that anybody may read now. */
export interface VisibleFile {
  /** Table or partition, below the folder asked for. */
  readonly folder: string;
  readonly epoch: number;
  readonly index: number;
  readonly lines: readonly string[];
}

/** The files below `folder` that are not hidden, in order of writing. */
export async function visibleFiles(files: FileSystem, folder: string): Promise<VisibleFile[]> {
  const found: VisibleFile[] = [];
  const walk = async (below: string): Promise<void> => {
    const path = join(folder, below);
    if ((await files.stat(path)) === null) return;
    for (const name of await files.list(path)) {
      if (name.startsWith('.') || name.startsWith('_')) continue;
      const stat = await files.stat(join(path, name));
      if (stat?.isDirectory === true) await walk(join(below, name));
      else found.push(visibleFile(below, name, await files.readFile(join(path, name))));
    }
  };
  await walk('');
  return found.sort((a, b) => a.epoch - b.epoch || a.index - b.index);
}

function visibleFile(folder: string, name: string, bytes: Uint8Array): VisibleFile {
  const [epoch, index] = name.split('-').slice(-2).map(Number);
  const text = decodeUtf8(bytes, 0, bytes.length);
  const lines = text.split('\n').filter((each) => each !== '');
  return { folder, epoch: epoch!, index: index!, lines };
}

/** All lines with their folder, in order of writing. */
export function visibleLines(visible: readonly VisibleFile[]): string[] {
  return visible.flatMap(({ folder, lines }) => lines.map((each) => `${folder} ${each}`));
}

/**
 * What is left of debezium-json lines, sorted, with folders and counts. Throws RangeError when a
 * line takes away what is not there.
 */
export function foldVisible(visible: readonly VisibleFile[]): string[] {
  const counts = new Map<string, number>();
  for (const { folder, lines } of visible) {
    for (const each of lines) {
      const { before, after } = JSON.parse(each) as { before: unknown; after: unknown };
      const key = `${folder} ${JSON.stringify(after ?? before)}`;
      const count = (counts.get(key) ?? 0) + (after === null ? -1 : 1);
      if (count < 0) throw new RangeError(`${key} is taken away and not there`);
      counts.set(key, count);
    }
  }
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([key, count]) => `${key} x${count}`)
    .sort();
}
