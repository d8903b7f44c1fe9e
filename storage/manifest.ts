/**
 * The manifest of a checkpoint: what was true at its barrier, and the list of its state files. Its
 * text is canonical (sorted names, two spaces) and begins with the CRC-32 of the rest, so that
 * decoding can demand every byte: a flipped one anywhere, also in white space, is found.
 */
import { assert } from '../core/assert.js';
import type { JsonValue } from '../core/json.js';
import type { SnapshotFile, SnapshotFiles } from './backend.js';
import { crc32 } from './checksum.js';

/** Raise it when a reader of the old version would misread the new one. */
export const manifestVersion = 4;

type ByName<T> = { readonly [name: string]: T };

/**
 * Plain JSON data. Numbers are finite: a watermark of "end of input" is whatever the engine calls
 * it.
 */
export interface CheckpointManifest {
  readonly version: 4;
  /** Of the npm package, for messages. */
  readonly engineVersion: string;
  readonly epoch: number;
  readonly kind: 'checkpoint' | 'savepoint';
  readonly jobName: string;
  /** Hash of the physical plan: equal plans need no comparison. */
  readonly planFingerprint: string;
  readonly plan: JsonValue;
  /** Where each source goes on, by operator uid. */
  readonly offsets: ByName<JsonValue>;
  /** What each sink has prepared and must commit once this manifest is durable, by operator uid. */
  readonly committables: ByName<readonly JsonValue[]>;
  /** Small facts of each operator (versions, counters), by operator uid. */
  readonly operators: ByName<JsonValue>;
  /** Watermark of each operator in ms by uid, null before the first. */
  readonly watermarks: ByName<number | null>;
  /** Rows since the first start of the job, by operator uid: for progress, not for results. */
  readonly rows: ByName<number>;
  readonly state: SnapshotFiles;
  readonly createdAtMs: number;
}

/** Why a checkpoint cannot be used. */
export interface CheckpointDamage {
  readonly reason:
    | 'manifest-missing' // half written, or half deleted
    | 'no-access' // nothing is wrong with it as far as is known: rights, limits, a full disk
    | 'manifest-unreadable' // the disk fails, or it is not a manifest at all
    | 'manifest-checksum'
    | 'version' // written by another version of the engine
    | 'file-missing' | 'file-unreadable' | 'file-size' | 'file-checksum';
  /** The file at fault, as a path. */
  readonly file: string;
  /** A sentence for people, without the path. */
  readonly message: string;
}

/** Text of the manifest as bytes. Its numbers must be finite (an assert). */
export function encodeManifest(manifest: CheckpointManifest): Uint8Array {
  assert(manifest.version === manifestVersion, 'only the present version is written');
  const body = canonicalText(manifest as unknown as JsonValue);
  const checksum = hex(crc32(new TextEncoder().encode(body)));
  return new TextEncoder().encode(`{"crc32": "${checksum}", "manifest":\n${body}}\n`);
}

/** The manifest, or what is wrong with it; `file` is its path, for the damage. */
export function decodeManifest(
  bytes: Uint8Array, file: string,
): CheckpointManifest | CheckpointDamage {
  const whole = parse(bytes);
  const manifest = isObject(whole) ? whole.manifest : undefined;
  if (!isObject(manifest)) {
    const message = 'is not a manifest (torn or overwritten)';
    return { reason: 'manifest-unreadable', file, message };
  }
  const version = manifest.version;
  if (version !== manifestVersion && typeof version === 'number') {
    const message = `has version ${version}, this engine reads version ${manifestVersion}`;
    return { reason: 'version', file, message };
  }
  const checked = manifest as unknown as CheckpointManifest;
  if (version === manifestVersion && isShaped(checked) && equal(encodeManifest(checked), bytes)) {
    return checked;
  }
  const message = 'does not have the bytes it was written with (checksum)';
  return { reason: 'manifest-checksum', file, message };
}

/** True for the damage half of `decodeManifest`'s answer. */
export function isDamage(value: CheckpointManifest | CheckpointDamage): value is CheckpointDamage {
  return 'reason' in value;
}

/** JSON with sorted names and two spaces: one text for one value. */
function canonicalText(value: JsonValue): string {
  return JSON.stringify(value, (_name, inner: unknown) => {
    assert(typeof inner !== 'number' || Number.isFinite(inner), 'numbers in a manifest are finite');
    assert(inner !== undefined && typeof inner !== 'bigint', 'a manifest is plain JSON');
    return isObject(inner) ? sorted(inner) : inner;
  }, 2);
}

function sorted(value: { readonly [name: string]: unknown }): object {
  const names = Object.keys(value).sort();
  // Null prototype: an operator called "__proto__" is a name like any other.
  const copy = Object.create(null) as Record<string, unknown>;
  for (const name of names) copy[name] = value[name];
  return copy;
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}

/** Undefined for what is not UTF-8 or not JSON. */
function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * Guards what storage itself walks, so that a hand-edited manifest is damage and not a TypeError.
 */
function isShaped({ epoch, state }: Partial<CheckpointManifest>): boolean {
  return Number.isSafeInteger(epoch) && isObject(state) && Array.isArray(state.files)
    && state.files.every(isSnapshotFile);
}

function isSnapshotFile(file: unknown): file is SnapshotFile {
  return isObject(file) && typeof file.name === 'string' && isInside(file.name)
    && typeof file.bytes === 'number' && typeof file.crc32 === 'number';
}

/** No name leads out of the state directory. */
function isInside(name: string): boolean {
  return !name.includes('\\')
    && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
