/**
 * The checkpoints of one job in a local directory:
 *
 *     <dir>/checkpoints/chk-<epoch>/MANIFEST.json   there once everything else is durable
 *     <dir>/checkpoints/chk-<epoch>/state/...       immutable; epochs share tables by hard links
 *
 * The file system counts the links: removing a checkpoint frees exactly what no other one needs.
 * Nothing but a valid manifest makes a checkpoint; the rest is garbage for `collectGarbage`.
 */
import { dirname, join } from 'node:path';
import { assert } from '../core/assert.js';
import type { FileSystem } from '../core/env.js';
import { CheckpointError } from '../core/errors.js';
import {
  damageError, hasManifest, notWritable, publishManifest, readManifest, removeCheckpoint,
  stateDirectory, verifyCheckpoint, writeError,
} from './checkpoint-files.js';
import { makeDurableDirectory } from './durable-directory.js';
import { errorCode } from './file-error.js';
import { linkOrCopy } from './link-or-copy.js';
import { isDamage } from './manifest.js';
import type { CheckpointDamage, CheckpointManifest } from './manifest.js';

/** One published checkpoint, as far as its manifest tells: state files were not read. */
export type StoredCheckpoint =
  | {
    readonly epoch: number; readonly dir: string;
    readonly manifest: CheckpointManifest; readonly damage: null;
  }
  | {
    readonly epoch: number; readonly dir: string;
    readonly manifest: null; readonly damage: CheckpointDamage;
  };

/** See the header. One process uses a store for writing at a time: see lockDirectory. */
export interface CheckpointStore {
  /** `<dir>/checkpoints`. */
  readonly dir: string;
  /** `chk-<epoch>` of this store, whether it exists or not. */
  checkpointDir(epoch: number): string;
  /**
   * Every checkpoint directory, damaged ones and half-written ones included, ascending by epoch. A
   * new epoch must be above all of them. Cheap: reads manifests only.
   */
  list(): Promise<readonly StoredCheckpoint[]>;
  /** The manifest, or CheckpointError CHECKPOINT_DAMAGED or CHECKPOINT_VERSION. Reads it alone. */
  load(epoch: number): Promise<CheckpointManifest>;
  /** Reads every byte; null when nothing is wrong. */
  verify(epoch: number): Promise<CheckpointDamage | null>;
  /**
   * Makes room for a checkpoint (deleting what an abandoned one left there) and gives the directory
   * to hand to `StateBackend.snapshot`. Asserts that `epoch` is not published.
   */
  begin(epoch: number): Promise<string>;
  /**
   * The durable point: resolves when the checkpoint survives a power cut. The state directory must
   * be complete and synced (as `StateBackend.snapshot` leaves it; it may be missing when there is
   * no state). Throws CheckpointError CHECKPOINT_WRITE_FAILED; `remove` the epoch then.
   */
  publish(manifest: CheckpointManifest): Promise<void>;
  /** Retires a checkpoint, or clears away a failed one. Nothing happens when it is not there. */
  remove(epoch: number): Promise<void>;
  /**
   * Writes a published checkpoint as a savepoint into `target` (new or empty, made here): complete
   * by itself, it survives the removal of the checkpoint. State files are linked where possible.
   * Throws CheckpointError SAVEPOINT_DIR_NOT_EMPTY, CHECKPOINT_DAMAGED or CHECKPOINT_WRITE_FAILED.
   */
  exportSavepoint(epoch: number, target: string): Promise<void>;
  /**
   * For the start, under the lock, before anything else: deletes checkpoint directories without a
   * manifest and left-over temporary files. Damaged checkpoints stay, for people to look at, until
   * retention removes them. Gives the paths deleted.
   */
  collectGarbage(): Promise<readonly string[]>;
}

const checkpointName = /^chk-(0|[1-9][0-9]*)$/;

/**
 * The store of the job in `jobDir`; makes its directories. Throws CheckpointError
 * JOB_DIR_NOT_WRITABLE.
 */
export async function openCheckpointStore(
  files: FileSystem, jobDir: string,
): Promise<CheckpointStore> {
  const dir = join(jobDir, 'checkpoints');
  try {
    await makeDurableDirectory(files, dir);
  } catch (error) {
    throw notWritable(jobDir, error);
  }
  return new LocalCheckpointStore(files, dir);
}

/** The store in `jobDir` for looking only: makes nothing, and `list` of a missing one is empty. */
export function readCheckpointStore(
  files: FileSystem, jobDir: string,
): Pick<CheckpointStore, 'dir' | 'checkpointDir' | 'list' | 'load' | 'verify'> {
  return new LocalCheckpointStore(files, join(jobDir, 'checkpoints'));
}

/**
 * The manifest of a savepoint directory with every file checked; errors as `CheckpointStore.load`.
 */
export async function loadSavepoint(files: FileSystem, dir: string): Promise<CheckpointManifest> {
  const manifest = await verifyCheckpoint(files, dir);
  if (isDamage(manifest)) throw damageError(manifest);
  return manifest;
}

class LocalCheckpointStore implements CheckpointStore {
  readonly dir: string;
  readonly #files: FileSystem;

  constructor(files: FileSystem, dir: string) {
    this.#files = files;
    this.dir = dir;
  }

  checkpointDir(epoch: number): string {
    return join(this.dir, `chk-${epoch}`);
  }

  async list(): Promise<readonly StoredCheckpoint[]> {
    const epochs = (await this.#names()).flatMap((name) => checkpointName.exec(name)?.[1] ?? []);
    const found: StoredCheckpoint[] = [];
    for (const epoch of epochs.map(Number).sort((a, b) => a - b)) {
      const dir = this.checkpointDir(epoch);
      const manifest = await this.#read(epoch);
      found.push(isDamage(manifest)
        ? { epoch, dir, manifest: null, damage: manifest }
        : { epoch, dir, manifest, damage: null });
    }
    return found;
  }

  async load(epoch: number): Promise<CheckpointManifest> {
    const manifest = await this.#read(epoch);
    if (isDamage(manifest)) throw damageError(manifest);
    return manifest;
  }

  async verify(epoch: number): Promise<CheckpointDamage | null> {
    const manifest = await this.#read(epoch);
    if (isDamage(manifest)) return manifest;
    const verified = await verifyCheckpoint(this.#files, this.checkpointDir(epoch));
    return isDamage(verified) ? verified : null;
  }

  async begin(epoch: number): Promise<string> {
    const dir = this.checkpointDir(epoch);
    try {
      assert(!await hasManifest(this.#files, dir), `epoch ${epoch} is not published yet`);
      await this.#files.removeTree(dir);
      await this.#files.makeDirectory(dir);
    } catch (error) {
      throw writeError(`cannot begin checkpoint ${epoch}`, dir, error);
    }
    return stateDirectory(dir);
  }

  async publish(manifest: CheckpointManifest): Promise<void> {
    const dir = this.checkpointDir(manifest.epoch);
    await publishManifest(this.#files, this.dir, dir, manifest);
  }

  async remove(epoch: number): Promise<void> {
    await removeCheckpoint(this.#files, this.checkpointDir(epoch));
  }

  async exportSavepoint(epoch: number, target: string): Promise<void> {
    const manifest = await this.load(epoch);
    const damage = await this.verify(epoch);
    if (damage !== null) throw damageError(damage);
    const from = stateDirectory(this.checkpointDir(epoch));
    const savepoint: CheckpointManifest = { ...manifest, kind: 'savepoint' };
    try {
      await this.#refuseFull(target);
    } catch (error) {
      throw writeError(`cannot write a savepoint into ${target}`, target, error);
    }
    try {
      await this.#copyState(from, stateDirectory(target), manifest);
      await publishManifest(this.#files, dirname(target), target, savepoint);
    } catch (error) {
      await removeCheckpoint(this.#files, target);
      throw writeError(`cannot write a savepoint into ${target}`, target, error);
    }
  }

  async collectGarbage(): Promise<readonly string[]> {
    const removed: string[] = [];
    for (const name of await this.#names()) {
      const dir = join(this.dir, name);
      if (!checkpointName.test(name)) continue;
      const manifest = await readManifest(this.#files, dir);
      const isHalf = isDamage(manifest) && manifest.reason === 'manifest-missing';
      if (isHalf) await removeCheckpoint(this.#files, dir);
      if (isHalf) removed.push(dir);
    }
    return removed;
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await this.#files.list(this.dir);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  /** Also finds a checkpoint that lies under another epoch's name. */
  async #read(epoch: number): Promise<CheckpointManifest | CheckpointDamage> {
    const dir = this.checkpointDir(epoch);
    const manifest = await readManifest(this.#files, dir);
    if (isDamage(manifest) || manifest.epoch === epoch) return manifest;
    const message = `holds epoch ${manifest.epoch}, its directory is named for epoch ${epoch}`;
    return { reason: 'manifest-unreadable', file: join(dir, 'MANIFEST.json'), message };
  }

  async #refuseFull(target: string): Promise<void> {
    await makeDurableDirectory(this.#files, target);
    const names = await this.#files.list(target);
    if (names.length === 0) return;
    throw new CheckpointError('SAVEPOINT_DIR_NOT_EMPTY', {
      message: `the savepoint directory ${target} already holds ${names[0]}`,
      hint: 'name a new directory for each savepoint', blame: 'user',
    });
  }

  /** Links or copies every state file and makes it durable in its new place. */
  async #copyState(from: string, to: string, manifest: CheckpointManifest): Promise<void> {
    const folders = new Set([to]);
    await this.#files.makeDirectory(to);
    for (const { name } of manifest.state.files) {
      const folder = dirname(join(to, name));
      if (!folders.has(folder)) await this.#files.makeDirectory(folder);
      folders.add(folder);
      await linkOrCopy(this.#files, join(from, name), join(to, name));
      await this.#files.sync(join(to, name));
    }
    for (const folder of folders) await this.#files.sync(folder);
  }
}
