/**
 * Reads LevelDB's MANIFEST: a log of version edits that says which table files are alive. A
 * snapshot must hold exactly those: a folder also has tables half written by a compaction, or
 * already obsolete. Format: leveldb/doc/log_format.md and db/version_edit.cc.
 */
import { StateError } from '../core/errors.js';

/** The version that a prefix of a MANIFEST describes. */
export interface LiveTables {
  /** File number -> size in bytes. */
  readonly tables: ReadonlyMap<number, number>;
  /** Logs from this number on hold writes that are in no table yet. */
  readonly logNumber: number;
  /** Length of the longest prefix made of whole records; what follows was being appended. */
  readonly bytes: number;
}

const blockBytes = 32768;
const headerBytes = 7; // crc u32, length u16, type u8
const recordType = { zero: 0, full: 1, first: 2, middle: 3, last: 4 } as const;

/** Throws StateError STATE_SNAPSHOT_FAILED when a whole record does not decode. */
export function readLiveTables(manifest: Uint8Array): LiveTables {
  const tables = new Map<number, number>();
  let logNumber = 0;
  let bytes = 0;
  let parts: Uint8Array[] = [];
  for (let at = 0; at + headerBytes <= manifest.length;) {
    const blockLeft = blockBytes - (at % blockBytes);
    if (blockLeft < headerBytes) { at += blockLeft; continue; }
    const length = manifest[at + 4]! | (manifest[at + 5]! << 8);
    const type = manifest[at + 6]!;
    const end = at + headerBytes + length;
    if (type === recordType.zero || end > manifest.length) break;
    parts.push(manifest.subarray(at + headerBytes, end));
    if (type === recordType.full || type === recordType.last) {
      logNumber = applyEdit(concat(parts), tables) ?? logNumber;
      parts = [];
      bytes = end;
    }
    at = end;
  }
  return { tables, logNumber, bytes };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

/** Tags of fields in a version edit. */
const tag = {
  comparator: 1, logNumber: 2, nextFile: 3, lastSequence: 4, compactPointer: 5, deletedFile: 6,
  newFile: 7, prevLogNumber: 9,
} as const;

/** Applies one edit to `tables`; gives the log number when the edit sets it. */
function applyEdit(edit: Uint8Array, tables: Map<number, number>): number | undefined {
  const reader = new EditReader(edit);
  let logNumber: number | undefined;
  while (!reader.atEnd()) {
    const field = reader.number();
    switch (field) {
      case tag.comparator: reader.skipBytes(); break;
      case tag.logNumber: logNumber = reader.number(); break;
      case tag.nextFile: case tag.lastSequence: case tag.prevLogNumber: reader.number(); break;
      case tag.compactPointer: reader.number(); reader.skipBytes(); break;
      case tag.deletedFile: reader.number(); tables.delete(reader.number()); break;
      case tag.newFile: {
        reader.number(); // level
        const file = reader.number();
        tables.set(file, reader.number());
        reader.skipBytes();
        reader.skipBytes();
        break;
      }
      default: throw badManifest(`unknown field ${field}`);
    }
  }
  return logNumber;
}

/** Walks one edit; numbers are varints. */
class EditReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Sequence numbers have up to 56 bits: read without bit operators, exact to 2^53. */
  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw badManifest('an edit ends in the middle of a number');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  skipBytes(): void {
    const length = this.number(); // read before #at is
    this.#at += length;
    if (this.#at > this.#bytes.length) throw badManifest('an edit ends in the middle of a key');
  }
}

function badManifest(what: string): StateError {
  return new StateError('STATE_SNAPSHOT_FAILED', {
    message: `the MANIFEST of the working database does not decode: ${what}`,
    hint: 'the job recovers from its last checkpoint; if this repeats, check the disk',
  });
}
