/**
 * A disk in memory for the simulator and for tests. It keeps apart what was written and what was
 * fsynced, so that a crash can lose exactly what a real one may lose:
 * - the bytes of a file since its last sync (a prefix of them may survive: a torn write);
 * - names created, renamed or removed in a folder since that folder's last sync. Names are lost
 *   newest first, as by the journal of ext4 or xfs; a rename is lost or kept as a whole.
 */
import { assert } from '../core/assert.js';
import type { AppendFile, FileStat, FileSystem, Random } from '../core/env.js';
import { FileError } from './file-error.js';

interface FileNode {
  readonly type: 'file';
  bytes: Uint8Array;
  synced: Uint8Array;
  modifiedMs: number;
}
interface FolderNode {
  readonly type: 'folder';
  readonly entries: Map<string, DiskNode>;
  /** `entries` as a power cut would leave them if none of the journal survived. */
  readonly durable: Map<string, DiskNode>;
}
type DiskNode = FileNode | FolderNode;

/** One change of a name: `node` null removes it. */
interface NameChange {
  readonly folder: FolderNode;
  readonly name: string;
  readonly node: DiskNode | null;
}

/** What outlives a simulated process. `mount` gives the file system of one life of it. */
export class MemoryDisk {
  readonly #root: FolderNode = newFolder();
  /** Changes of names not yet made durable by a folder sync, oldest first; one group a call. */
  #journal: NameChange[][] = [];
  #mounts = 0;
  #clockMs = 0;

  /**
   * A file system on this disk. Earlier mounts are dead from now on: their calls throw EIO, as
   * nothing of a killed process may go on.
   */
  mount(): FileSystem {
    const mount = ++this.#mounts;
    return mountedFiles(this, () => mount === this.#mounts);
  }

  /** SIGKILL: the process is gone, the page cache is not. Every written byte and name stays. */
  kill(): void {
    this.#mounts++;
  }

  /**
   * Power cut. Without `random` everything not synced is lost; with it, what survives is chosen by
   * chance: some prefix of the name changes, and of each file's bytes the old, the new or a torn
   * part.
   */
  cutPower(random?: Random): void {
    this.#mounts++;
    const kept = random === undefined ? 0 : Math.floor(random.next() * (this.#journal.length + 1));
    for (const group of this.#journal.slice(0, kept)) {
      for (const change of group) applyChange(change.folder.durable, change);
    }
    this.#journal = [];
    revert(this.#root, random, new Set());
  }

  /** For the mounts: the node at `path`, or null. */
  find(path: string): DiskNode | null {
    let node: DiskNode = this.#root;
    for (const name of segments(path)) {
      const next: DiskNode | undefined =
        node.type === 'folder' ? node.entries.get(name) : undefined;
      if (next === undefined) return null;
      node = next;
    }
    return node;
  }

  /** For the mounts: changes names, all together. */
  change(changes: readonly NameChange[]): void {
    for (const change of changes) applyChange(change.folder.entries, change);
    this.#journal.push([...changes]);
  }

  /** For the mounts: what fsync does. */
  sync(node: DiskNode): void {
    if (node.type === 'file') {
      node.synced = node.bytes;
      return;
    }
    node.durable.clear();
    for (const [name, child] of node.entries) node.durable.set(name, child);
    this.#journal = this.#journal
      .map((group) => group.filter((change) => change.folder !== node))
      .filter((group) => group.length > 0);
  }

  /** For the mounts: modification times count calls, 1 ms each. */
  tick(): number {
    return ++this.#clockMs;
  }
}

/** A fresh disk's file system, for tests that need no crash. */
export function memoryFiles(): FileSystem {
  return new MemoryDisk().mount();
}

function newFolder(): FolderNode {
  return { type: 'folder', entries: new Map(), durable: new Map() };
}

function applyChange(entries: Map<string, DiskNode>, change: NameChange): void {
  if (change.node === null) entries.delete(change.name);
  else entries.set(change.name, change.node);
}

/** Makes the durable names and bytes the current ones, below `folder`. */
function revert(folder: FolderNode, random: Random | undefined, seen: Set<DiskNode>): void {
  if (seen.has(folder)) return;
  seen.add(folder);
  folder.entries.clear();
  for (const [name, node] of folder.durable) {
    folder.entries.set(name, node);
    if (node.type === 'folder') revert(node, random, seen);
    else if (!seen.has(node)) {
      seen.add(node);
      node.bytes = survivingBytes(node, random);
      node.synced = node.bytes;
    }
  }
}

function survivingBytes(file: FileNode, random: Random | undefined): Uint8Array {
  if (random === undefined || file.bytes === file.synced) return file.synced;
  const chance = random.next();
  if (chance < 1 / 3) return file.synced;
  if (chance < 2 / 3) return file.bytes;
  return file.bytes.slice(0, Math.floor(random.next() * (file.bytes.length + 1)));
}

/** Names of the path from the root; '/a//b/./c' and 'a/b/c' are the same file. */
function segments(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  assert(!names.includes('..'), `no '..' in paths of the memory disk: ${path}`);
  return names;
}

/**
 * The calls of `FileSystem` on a disk, while `isAlive`. Each call is one step: nothing interleaves.
 */
function mountedFiles(disk: MemoryDisk, isAlive: () => boolean): FileSystem {
  const enter = (call: string, path: string): void => {
    if (!isAlive()) throw new FileError('EIO', call, path);
  };
  return {
    async readFile(path) { enter('open', path); return fileAt(disk, path).bytes.slice(); },
    async readAt(path, position, length) {
      enter('read', path);
      return fileAt(disk, path).bytes.slice(position, position + length);
    },
    async openRead(path) {
      enter('open', path);
      const file = fileAt(disk, path);
      return {
        async read(target, position) {
          enter('read', path);
          const part = file.bytes.subarray(position, position + target.length);
          target.set(part);
          return part.length;
        },
        async close() { /* nothing is held */ },
      };
    },
    async writeFile(path, bytes) { enter('write', path); replaceBytes(disk, path, bytes.slice()); },
    async openAppend(path, position) {
      enter('open', path);
      return appendFile(disk, path, position, enter);
    },
    async rename(from, to) { enter('rename', from); renameNode(disk, from, to); },
    async link(existing, created) { enter('link', created); linkNode(disk, existing, created); },
    async copy(from, to) {
      enter('copyfile', from);
      replaceBytes(disk, to, fileAt(disk, from).bytes);
    },
    async remove(path) { enter('unlink', path); removeFile(disk, path); },
    async removeTree(path) { enter('rm', path); removeTree(disk, path); },
    async makeDirectory(path) { enter('mkdir', path); makeFolders(disk, path); },
    async list(path) {
      enter('scandir', path);
      return [...folderAt(disk, path).entries.keys()].sort();
    },
    async stat(path) { enter('stat', path); return statOf(disk.find(path)); },
    async sync(path) { enter('fsync', path); disk.sync(nodeAt(disk, 'open', path)); },
  };
}

function nodeAt(disk: MemoryDisk, call: string, path: string): DiskNode {
  const node = disk.find(path);
  if (node === null) throw new FileError('ENOENT', call, path);
  return node;
}

function fileAt(disk: MemoryDisk, path: string): FileNode {
  const node = nodeAt(disk, 'open', path);
  if (node.type !== 'file') throw new FileError('EISDIR', 'read', path);
  return node;
}

function folderAt(disk: MemoryDisk, path: string): FolderNode {
  const node = nodeAt(disk, 'scandir', path);
  if (node.type !== 'folder') throw new FileError('ENOTDIR', 'scandir', path);
  return node;
}

/** The folder that holds `path` and the last name of it. */
function placeOf(
  disk: MemoryDisk, call: string, path: string,
): { folder: FolderNode; name: string } {
  const names = segments(path);
  const name = names.pop();
  if (name === undefined) throw new FileError('EPERM', call, path);
  const folder = disk.find(names.join('/'));
  if (folder === null) throw new FileError('ENOENT', call, path);
  if (folder.type !== 'folder') throw new FileError('ENOTDIR', call, path);
  return { folder, name };
}

/** Takes ownership of `bytes`. Keeps the file (and its links) when there is one. */
function replaceBytes(disk: MemoryDisk, path: string, bytes: Uint8Array): FileNode {
  const existing = disk.find(path);
  if (existing?.type === 'folder') throw new FileError('EISDIR', 'open', path);
  if (existing !== null) {
    existing.bytes = bytes;
    existing.modifiedMs = disk.tick();
    return existing;
  }
  const synced = new Uint8Array(0);
  const node: FileNode = { type: 'file', bytes, synced, modifiedMs: disk.tick() };
  disk.change([{ ...placeOf(disk, 'open', path), node }]);
  return node;
}

function appendFile(
  disk: MemoryDisk, path: string, position: number, enter: (call: string, path: string) => void,
): AppendFile {
  const before = disk.find(path) === null ? new Uint8Array(0) : fileAt(disk, path).bytes;
  const start = new Uint8Array(position);
  start.set(before.subarray(0, position));
  const file = replaceBytes(disk, path, start);
  return {
    async append(bytes) {
      enter('write', path);
      const longer = new Uint8Array(file.bytes.length + bytes.length);
      longer.set(file.bytes);
      longer.set(bytes, file.bytes.length);
      file.bytes = longer;
      file.modifiedMs = disk.tick();
    },
    async sync() { enter('fsync', path); disk.sync(file); },
    async close() { enter('close', path); },
  };
}

function renameNode(disk: MemoryDisk, from: string, to: string): void {
  const node = nodeAt(disk, 'rename', from);
  const target = disk.find(to);
  if (target === node) return;
  if (target?.type === 'folder' && target.entries.size > 0) {
    throw new FileError('ENOTEMPTY', 'rename', to);
  }
  if (target !== null && target.type !== node.type) throw new FileError('EISDIR', 'rename', to);
  disk.change([
    { ...placeOf(disk, 'rename', to), node }, { ...placeOf(disk, 'rename', from), node: null }]);
}

function linkNode(disk: MemoryDisk, existing: string, created: string): void {
  const node = nodeAt(disk, 'link', existing);
  if (node.type !== 'file') throw new FileError('EPERM', 'link', existing);
  if (disk.find(created) !== null) throw new FileError('EEXIST', 'link', created);
  disk.change([{ ...placeOf(disk, 'link', created), node }]);
}

function removeFile(disk: MemoryDisk, path: string): void {
  if (nodeAt(disk, 'unlink', path).type !== 'file') throw new FileError('EPERM', 'unlink', path);
  disk.change([{ ...placeOf(disk, 'unlink', path), node: null }]);
}

/** Deletes bottom-up, one journal entry a name, as `rm -r` does: a crash can leave half of it. */
function removeTree(disk: MemoryDisk, path: string): void {
  const node = disk.find(path);
  if (node === null) return;
  if (node.type === 'folder') {
    for (const name of node.entries.keys()) removeTree(disk, `${path}/${name}`);
  }
  disk.change([{ ...placeOf(disk, 'rm', path), node: null }]);
}

function makeFolders(disk: MemoryDisk, path: string): void {
  const names = segments(path);
  for (let depth = 1; depth <= names.length; depth++) {
    const ancestor = names.slice(0, depth).join('/');
    const node = disk.find(ancestor);
    if (node?.type === 'file') throw new FileError('ENOTDIR', 'mkdir', path);
    if (node === null) {
      disk.change([{ ...placeOf(disk, 'mkdir', ancestor), node: newFolder() }]);
    }
  }
}

function statOf(node: DiskNode | null): FileStat | null {
  if (node === null) return null;
  if (node.type === 'folder') return { bytes: 0, isDirectory: true, modifiedMs: 0 };
  return { bytes: node.bytes.length, isDirectory: false, modifiedMs: node.modifiedMs };
}
