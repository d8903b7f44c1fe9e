/**
 * LevelDB's MANIFEST: a log of version edits that says which table files are alive. A snapshot must
 * hold exactly those: a folder also has tables half written by a compaction, or already obsolete.
 * An open database only ever appends to it (about 250 bytes a checkpoint, without end), so it is
 * read on from where the last snapshot stopped, and the snapshot gets a fresh one of a single edit.
 * Formats: leveldb/db/version_edit.cc, and leveldb-log.ts.
 */
import { assert } from '../core/assert.js';
import { StateError } from '../core/errors.js';
import { encodeRecord, readRecords } from './leveldb-log.js';

/** One live table; keys are LevelDB's internal ones. */
export interface LiveTable {
  readonly level: number;
  readonly number: number;
  readonly bytes: number;
  readonly smallest: Uint8Array;
  readonly largest: Uint8Array;
}

/** Tags of fields in a version edit. */
const tag = {
  comparator: 1, logNumber: 2, nextFile: 3, lastSequence: 4, compactPointer: 5, deletedFile: 6,
  newFile: 7, prevLogNumber: 9,
} as const;

/** The version at some point of a MANIFEST that is being appended to. */
export class ManifestReader {
  readonly #tables = new Map<number, LiveTable>();
  #comparator: Uint8Array = new Uint8Array(0);
  #logNumber = 0;
  #nextFile = 0;
  #lastSequence = 0;
  #position = 0;

  /** Byte offset behind the last whole record seen; `read` wants the bytes from here on. */
  get position(): number {
    return this.#position;
  }

  /** Live tables of the version at `position`. */
  tables(): Iterable<LiveTable> {
    return this.#tables.values();
  }

  /**
   * Reads on; a record whose end is not in `bytes` yet is left for the next time. Throws StateError
   * STATE_SNAPSHOT_FAILED when a whole record does not decode.
   */
  read(bytes: Uint8Array): void {
    const apply = (edit: Uint8Array) => this.#apply(new EditReader(edit));
    this.#position = readRecords(bytes, this.#position, apply);
  }

  /** A MANIFEST of one edit that says the same as all edits read. */
  encode(): Uint8Array {
    assert(this.#nextFile > 0 && this.#comparator.length > 0, 'a MANIFEST was read');
    const edit = new EditWriter();
    edit.number(tag.comparator).bytes(this.#comparator);
    edit.number(tag.logNumber).number(this.#logNumber);
    edit.number(tag.nextFile).number(this.#nextFile);
    edit.number(tag.lastSequence).number(this.#lastSequence);
    for (const table of this.#tables.values()) {
      edit.number(tag.newFile).number(table.level).number(table.number).number(table.bytes);
      edit.bytes(table.smallest).bytes(table.largest);
    }
    return encodeRecord(edit.finish());
  }

  #apply(edit: EditReader): void {
    while (!edit.atEnd()) {
      const field = edit.number();
      switch (field) {
        case tag.comparator: this.#comparator = edit.bytes(); break;
        case tag.logNumber: this.#logNumber = edit.number(); break;
        case tag.nextFile: this.#nextFile = edit.number(); break;
        case tag.lastSequence: this.#lastSequence = edit.number(); break;
        case tag.prevLogNumber: edit.number(); break;
        case tag.compactPointer: edit.number(); edit.bytes(); break;
        case tag.deletedFile: edit.number(); this.#tables.delete(edit.number()); break;
        case tag.newFile: this.#add(edit); break;
        default: throw badManifest(`unknown field ${field}`);
      }
    }
  }

  #add(edit: EditReader): void {
    const [level, number, bytes] = [edit.number(), edit.number(), edit.number()];
    const [smallest, largest] = [edit.bytes(), edit.bytes()];
    this.#tables.set(number, { level, number, bytes, smallest, largest });
  }
}

/** Walks one edit; numbers are varints, byte strings are preceded by their length. */
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

  bytes(): Uint8Array {
    const length = this.number();
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw badManifest('an edit ends in the middle of a key');
    return this.#bytes.slice(start, this.#at);
  }
}

/** The inverse of EditReader. */
class EditWriter {
  readonly #out: number[] = [];

  number(value: number): this {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#out.push((rest % 128) + 128);
    this.#out.push(rest);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.number(value.length);
    for (const byte of value) this.#out.push(byte);
    return this;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#out);
  }
}

function badManifest(what: string): StateError {
  return new StateError('STATE_SNAPSHOT_FAILED', {
    message: `the MANIFEST of the working database does not decode: ${what}`,
    hint: 'the job recovers from its last checkpoint; if this repeats, check the disk',
  });
}
