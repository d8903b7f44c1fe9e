/**
 * Snapshot of an open LevelDB directory while nobody writes to the database (compactions may run).
 * Tables are immutable: they are hard-linked. The MANIFEST grows while we look, so a prefix of
 * whole records is copied: it is one consistent version, whose tables either link all, or one is
 * gone because a later version dropped it: then the snapshot starts over with the newer version.
 */
import { join } from 'node:path';
import type { FileSystem } from '../core/env.js';
import { StateError } from '../core/errors.js';
import type { SnapshotFile } from './backend.js';
import { fileChecksum } from './checksum.js';
import { errorCode } from './file-error.js';
import { readLiveTables } from './leveldb-manifest.js';
import { linkOrCopy } from './link-or-copy.js';

/** Tables of the snapshot before by name: the same name and size is the same immutable file. */
export type KnownTables = ReadonlyMap<string, KnownTable>;
interface KnownTable { readonly bytes: number; readonly crc32: number }

const attemptsMax = 20;

/**
 * Links and copies the live files of `dir` into `into`, which must not exist or be empty; syncs and
 * checksums what is not in `known`. All writes must be in tables already (see
 * LevelDbBackend.snapshot). Throws StateError STATE_SNAPSHOT_UNSTABLE when tables vanished
 * `attemptsMax` times in a row, and what the file system throws.
 */
export async function snapshotLevelDb(
  files: FileSystem, dir: string, into: string, known: KnownTables,
): Promise<readonly SnapshotFile[]> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    await files.removeTree(into);
    await files.makeDirectory(into);
    const version = await linkVersion(files, dir, into);
    if (version === null) continue;
    const result: SnapshotFile[] = [];
    for (const name of version.names) {
      const before = version.linked.has(name) ? known.get(name) : undefined;
      result.push(await settleFile(files, into, name, before));
    }
    await files.sync(into);
    return result;
  }
  throw new StateError('STATE_SNAPSHOT_UNSTABLE', {
    message: `table files of ${dir} kept vanishing while they were linked`,
    hint: 'is another program deleting files in the working directory?',
  });
}

/** Files of one consistent version in the snapshot directory. */
interface LinkedVersion {
  /** Sorted. */
  readonly names: readonly string[];
  /** Those that share their bytes with the working directory; the others are fresh copies. */
  readonly linked: ReadonlySet<string>;
}

/** Null when a table was gone or CURRENT moved. */
async function linkVersion(
  files: FileSystem, dir: string, into: string,
): Promise<LinkedVersion | null> {
  const current = await files.readFile(join(dir, 'CURRENT'));
  const manifestName = new TextDecoder().decode(current).trim();
  const manifest = await readOrNull(files, join(dir, manifestName));
  if (manifest === null) return null;
  const live = readLiveTables(manifest);
  const names = [manifestName, 'CURRENT'];
  const linked = new Set<string>();
  for (const [number, bytes] of live.tables) {
    const name = `${String(number).padStart(6, '0')}.ldb`;
    const kind = await linkTable(files, join(dir, name), join(into, name), bytes);
    if (kind === 'gone') return null;
    if (kind === 'linked') linked.add(name);
    names.push(name);
  }
  const after = await files.readFile(join(dir, 'CURRENT'));
  if (new TextDecoder().decode(after).trim() !== manifestName) return null;
  await files.writeFile(join(into, manifestName), manifest.subarray(0, live.bytes));
  await files.writeFile(join(into, 'CURRENT'), current);
  return { names: names.sort(), linked };
}

async function readOrNull(files: FileSystem, path: string): Promise<Uint8Array | null> {
  try {
    return await files.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Links or copies a table and checks its size. */
async function linkTable(
  files: FileSystem, existing: string, created: string, bytes: number,
): Promise<'linked' | 'copied' | 'gone'> {
  let isLinked: boolean;
  try {
    isLinked = await linkOrCopy(files, existing, created);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'gone';
    throw error;
  }
  const found = (await files.stat(created))?.bytes;
  if (found !== bytes) {
    throw new StateError('STATE_SNAPSHOT_FAILED', {
      message: `${existing} has ${found} bytes where its MANIFEST says ${bytes}`,
      hint: 'the working database is damaged: the job recovers from its last checkpoint',
    });
  }
  return isLinked ? 'linked' : 'copied';
}

/**
 * Makes a file durable and gives its checksum; both were done if it was in the snapshot `before`.
 */
async function settleFile(
  files: FileSystem, into: string, name: string, before: KnownTable | undefined,
): Promise<SnapshotFile> {
  const path = join(into, name);
  if (before !== undefined && (await files.stat(path))?.bytes === before.bytes) {
    return { name, bytes: before.bytes, crc32: before.crc32, shared: true };
  }
  await files.sync(path);
  const { bytes, crc32 } = await fileChecksum(files, path);
  return { name, bytes, crc32, shared: false };
}
