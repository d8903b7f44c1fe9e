/** Keys on disk: [key group u16 BE][hash of the operator uid, 8 bytes][state id u8][key]. */
import { encodeUtf8 } from '../../core/utf8.js';
import type { KeyRange } from '../../storage/backend.js';
import { BytesWriter } from './bytes.js';

export const PREFIX_BYTES = 11;
/** Bytes of the key group. */
export const GROUP_BYTES = 2;
/** Group of the records about tables themselves; above every real key group. */
export const META_GROUP = 0xffff;

/** Builds the disk keys of one table. */
export class DiskKeys {
  /** Start of every key; the first two bytes are for the key group. */
  readonly prefix: Uint8Array;

  constructor(uid: string, stateId: number) {
    this.prefix = new Uint8Array(PREFIX_BYTES);
    this.prefix.set(uidHash(uid), GROUP_BYTES);
    this.prefix[PREFIX_BYTES - 1] = stateId;
  }

  /** Fresh disk key of bytes[start..end). */
  make(group: number, bytes: Uint8Array, start: number, end: number): Uint8Array {
    const key = new Uint8Array(PREFIX_BYTES + end - start);
    key.set(this.prefix);
    key[0] = group >> 8;
    key[1] = group & 255;
    key.set(bytes.subarray(start, end), PREFIX_BYTES);
    return key;
  }

  /** Appends the prefix of a disk key. */
  put(group: number, into: BytesWriter): void {
    into.u8(group >> 8);
    into.u8(group & 255);
    into.raw(this.prefix, GROUP_BYTES, PREFIX_BYTES);
  }

  /** Common start of all keys of the table in `group`. */
  groupPrefix(group: number): Uint8Array {
    return this.make(group, this.prefix, 0, 0);
  }

  /** Order of two tables within a group. */
  compare(other: DiskKeys): number {
    for (let i = 2; i < PREFIX_BYTES; i++) {
      if (this.prefix[i] !== other.prefix[i]) return this.prefix[i]! - other.prefix[i]!;
    }
    return 0;
  }
}

/** Every key of every table, the records about tables included. */
export function allDiskKeys(): KeyRange {
  return { gte: new Uint8Array(1), lt: new Uint8Array(PREFIX_BYTES + 1).fill(0xff) };
}

/** 64-bit FNV-1a of the uid, big endian. The uid itself is in the table's meta record. */
export function uidHash(uid: string): Uint8Array {
  let hash = 0xcbf29ce484222325n;
  for (const byte of encodeUtf8(uid)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  const writer = new BytesWriter();
  for (let shift = 56n; shift >= 0n; shift -= 8n) writer.u8(Number((hash >> shift) & 255n));
  return writer.slice();
}
