/**
 * One checkpoint directory: MANIFEST.json and state/. It exists as a checkpoint from the moment its
 * manifest has its name; everything else in it was durable before.
 */
import { join } from 'node:path';
import type { FileSystem } from '../core/env.js';
import { CheckpointError } from '../core/errors.js';
import type { SnapshotFile } from './backend.js';
import { checksumBuffer, fileChecksum } from './checksum.js';
import { errorCode, errorText, fileHint } from './file-error.js';
import { decodeManifest, encodeManifest, isDamage } from './manifest.js';
import type { CheckpointDamage, CheckpointManifest } from './manifest.js';

const manifestName = 'MANIFEST.json';
const temporaryName = 'MANIFEST.json.tmp';
const stateName = 'state';

/** Where the files of the state are, given a checkpoint or savepoint directory. */
export function stateDirectory(checkpointDir: string): string {
  return join(checkpointDir, stateName);
}

/**
 * The manifest in `dir` if its own checksum and version are right, else the damage. Reads one file.
 */
export async function readManifest(
  files: FileSystem, dir: string,
): Promise<CheckpointManifest | CheckpointDamage> {
  const file = join(dir, manifestName);
  try {
    return decodeManifest(await files.readFile(file), file);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return code === 'ENOENT'
      ? { reason: 'manifest-missing', file, message: 'is not there: the checkpoint is incomplete' }
      : { reason: refusal(code, 'manifest-unreadable'), file, message: errorText(error) };
  }
}

/** Codes that say that something is wrong with the file itself. */
const DAMAGE_CODES: ReadonlySet<string> = new Set(['EIO', 'ENOENT', 'EISDIR', 'ENOTDIR']);

/** Rights, limits of open files and the like pass: they must not cost anybody a checkpoint. */
function refusal(
  code: string, damage: CheckpointDamage['reason'],
): CheckpointDamage['reason'] {
  return DAMAGE_CODES.has(code) ? damage : 'no-access';
}

/**
 * Reads every byte of the checkpoint or savepoint in `dir`: its manifest when nothing is wrong,
 * else the first damage. O(bytes of the state).
 */
export async function verifyCheckpoint(
  files: FileSystem, dir: string,
): Promise<CheckpointManifest | CheckpointDamage> {
  const manifest = await readManifest(files, dir);
  if (isDamage(manifest)) return manifest;
  const buffer = checksumBuffer();
  for (const file of manifest.state.files) {
    const damage = await fileDamage(files, join(dir, stateName, file.name), file, buffer);
    if (damage !== null) return damage;
  }
  return manifest;
}

async function fileDamage(
  files: FileSystem, path: string, wanted: SnapshotFile, buffer: Uint8Array,
): Promise<CheckpointDamage | null> {
  try {
    const stat = await files.stat(path);
    if (stat === null) return { reason: 'file-missing', file: path, message: 'is not there' };
    if (stat.bytes !== wanted.bytes) {
      const message = `has ${stat.bytes} bytes, was written with ${wanted.bytes}`;
      return { reason: 'file-size', file: path, message };
    }
    const found = await fileChecksum(files, path, buffer);
    if (found.crc32 === wanted.crc32 && found.bytes === wanted.bytes) return null;
    const message = 'does not have the bytes it was written with (checksum)';
    return { reason: 'file-checksum', file: path, message };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return { reason: refusal(code, 'file-unreadable'), file: path, message: errorText(error) };
  }
}

/**
 * The damage as an error: CHECKPOINT_VERSION for another version, CHECKPOINT_UNREADABLE when it is
 * none, else CHECKPOINT_DAMAGED.
 */
export function damageError(damage: CheckpointDamage): CheckpointError {
  const message = `${damage.file} ${damage.message}`;
  if (damage.reason === 'version') {
    const hint = 'use the engine version that wrote it, or start from another checkpoint';
    return new CheckpointError('CHECKPOINT_VERSION', { message, hint, blame: 'user' });
  }
  if (damage.reason === 'no-access') {
    const hint = 'remove what hinders reading (rights, open files, disk space) and start again';
    return new CheckpointError('CHECKPOINT_UNREADABLE', { message, hint });
  }
  const hint = 'start from another checkpoint: `millrace checkpoints verify` says which are good';
  return new CheckpointError('CHECKPOINT_DAMAGED', { message, hint });
}

/**
 * The durable point of a checkpoint whose state directory is complete and synced: writes the
 * manifest beside its name, syncs, renames, syncs `dir` and `parent` (which holds the name of
 * `dir`). Throws CheckpointError CHECKPOINT_WRITE_FAILED: after a failed rename or sync of a folder
 * it is not known whether the checkpoint would survive a power cut; remove it.
 */
export async function publishManifest(
  files: FileSystem, parent: string, dir: string, manifest: CheckpointManifest,
): Promise<void> {
  const temporary = join(dir, temporaryName);
  try {
    await files.writeFile(temporary, encodeManifest(manifest));
    await files.sync(temporary);
    await files.rename(temporary, join(dir, manifestName));
    await files.sync(dir);
    await files.sync(parent);
  } catch (error) {
    throw writeError(`cannot publish checkpoint ${manifest.epoch} in ${dir}`, dir, error);
  }
}

/** Whether `dir` counts as published, damaged or not. */
export async function hasManifest(files: FileSystem, dir: string): Promise<boolean> {
  return await files.stat(join(dir, manifestName)) !== null;
}

/**
 * Takes the manifest's name away first, so that what a crash leaves of the rest is not a
 * checkpoint.
 */
export async function removeCheckpoint(files: FileSystem, dir: string): Promise<void> {
  try {
    if (await hasManifest(files, dir)) await files.remove(join(dir, manifestName));
    await files.removeTree(dir);
  } catch (error) {
    throw writeError(`cannot remove ${dir}`, dir, error);
  }
}

/** CheckpointError CHECKPOINT_WRITE_FAILED with the reason and what to do; bugs pass unchanged. */
export function writeError(what: string, dir: string, error: unknown): unknown {
  if (errorCode(error) === undefined || error instanceof CheckpointError) return error;
  return new CheckpointError('CHECKPOINT_WRITE_FAILED', {
    message: `${what}: ${errorText(error)}`, hint: fileHint(error, dir), cause: error,
  });
}

/** CheckpointError JOB_DIR_NOT_WRITABLE; bugs pass unchanged. */
export function notWritable(dir: string, error: unknown): unknown {
  if (errorCode(error) === undefined) return error;
  return new CheckpointError('JOB_DIR_NOT_WRITABLE', {
    message: `cannot write to the job directory ${dir}: ${errorText(error)}`,
    hint: fileHint(error, dir), cause: error,
  });
}
