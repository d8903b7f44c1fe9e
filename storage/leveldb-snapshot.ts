/**
 * Snapshots of an open LevelDB directory while nobody writes to the database (compactions may
 * run). Tables are immutable: they are hard-linked. The MANIFEST grows while we look, so its whole
 * records so far are taken: they are one consistent version, whose tables either link all, or one
 * is gone because a later version dropped it: then the snapshot starts over with the newer version.
 */
import { join } from 'node:path';
import type { FileSystem } from '../core/env.js';
import { StateError } from '../core/errors.js';
import type { SnapshotFile } from './backend.js';
import { checksumBuffer, fileChecksum } from './checksum.js';
import { errorCode } from './file-error.js';
import { ManifestReader } from './leveldb-manifest.js';
import { linkOrCopy } from './link-or-copy.js';

const attemptsMax = 20;

/** Takes the snapshots of one working directory, from one opening of the database to its end. */
export class LevelDbSnapshots {
  readonly #files: FileSystem;
  readonly #dir: string;
  /** Tables of the last snapshot by name: the same name and size is the same immutable file. */
  #known: ReadonlyMap<string, SnapshotFile>;
  #manifestName = '';
  #manifest = new ManifestReader();
  readonly #buffer = checksumBuffer();

  /** `restored`: the files that `dir` was made of, whose checksums are known. */
  constructor(files: FileSystem, dir: string, restored: readonly SnapshotFile[]) {
    this.#files = files;
    this.#dir = dir;
    this.#known = byName(restored);
  }

  /**
   * Fills the directory `into` with the live files, deleting what is in it; syncs and checksums
   * those that were not in the last snapshot. The folder is not synced. All writes must be in
   * tables already (see LevelDbBackend.snapshot). Throws StateError STATE_SNAPSHOT_UNSTABLE when
   * tables vanished `attemptsMax` times in a row, and what the file system throws.
   */
  async take(into: string): Promise<readonly SnapshotFile[]> {
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      await this.#files.removeTree(into);
      await this.#files.makeDirectory(into);
      const version = await this.#linkVersion(into);
      if (version === null) continue;
      const result: SnapshotFile[] = [];
      for (const name of version.names) {
        const before = version.linked.has(name) ? this.#known.get(name) : undefined;
        result.push(await settleFile(this.#files, into, name, before, this.#buffer));
      }
      this.#known = byName(result);
      return result;
    }
    throw new StateError('STATE_SNAPSHOT_UNSTABLE', {
      message: `table files of ${this.#dir} kept vanishing while they were linked`,
      hint: 'is another program deleting files in the working directory?',
    });
  }

  /** Null when a table was gone or CURRENT moved. */
  async #linkVersion(into: string): Promise<LinkedVersion | null> {
    const current = await this.#files.readFile(join(this.#dir, 'CURRENT'));
    const manifestName = new TextDecoder().decode(current).trim();
    if (!await this.#readManifest(manifestName)) return null;
    const names = [manifestName, 'CURRENT'];
    const linked = new Set<string>();
    for (const { number, bytes } of this.#manifest.tables()) {
      const name = `${String(number).padStart(6, '0')}.ldb`;
      const kind = await linkTable(this.#files, join(this.#dir, name), join(into, name), bytes);
      if (kind === 'gone') return null;
      if (kind === 'linked') linked.add(name);
      names.push(name);
    }
    const after = await this.#files.readFile(join(this.#dir, 'CURRENT'));
    if (new TextDecoder().decode(after).trim() !== manifestName) return null;
    await this.#files.writeFile(join(into, manifestName), this.#manifest.encode());
    await this.#files.writeFile(join(into, 'CURRENT'), current);
    return { names: names.sort(), linked };
  }

  /** Brings `#manifest` up to the present end of the file; false when the file is gone. */
  async #readManifest(name: string): Promise<boolean> {
    if (name !== this.#manifestName) {
      this.#manifestName = name;
      this.#manifest = new ManifestReader();
    }
    const path = join(this.#dir, name);
    const bytes = (await this.#files.stat(path))?.bytes;
    if (bytes === undefined) return false;
    const from = this.#manifest.position;
    this.#manifest.read(await this.#files.readAt(path, from, Math.max(0, bytes - from)));
    return true;
  }
}

function byName(files: readonly SnapshotFile[]): ReadonlyMap<string, SnapshotFile> {
  return new Map(files.map((file) => [file.name, file]));
}

/** Files of one consistent version in the snapshot directory. */
interface LinkedVersion {
  /** Sorted. */
  readonly names: readonly string[];
  /** Those that share their bytes with the working directory; the others are fresh copies. */
  readonly linked: ReadonlySet<string>;
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
export async function settleFile(
  files: FileSystem, into: string, name: string, before: SnapshotFile | undefined,
  buffer: Uint8Array,
): Promise<SnapshotFile> {
  const path = join(into, name);
  if (before !== undefined && (await files.stat(path))?.bytes === before.bytes) {
    return { name, bytes: before.bytes, crc32: before.crc32, shared: true };
  }
  await files.sync(path);
  const { bytes, crc32 } = await fileChecksum(files, path, buffer);
  return { name, bytes, crc32, shared: false };
}
