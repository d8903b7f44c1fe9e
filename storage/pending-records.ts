/** Records of a log on their way over the entries of a backend: the newest of each key. */
import { withAddedRows } from './added-rows.js';
import type { StateEntry } from './backend.js';
import type { LogRecord } from './log-block.js';

/** Memory of a record besides its bytes, about. */
const RECORD_BYTES = 256;
/** Of a piece of rows. */
const PIECE_BYTES = 128;
const SLAB_BYTES = 1 << 18;

/** What is known of a key. */
interface Pending {
  readonly key: Uint8Array;
  /** Its value; null: it was deleted; undefined: what the backend has. */
  readonly base: Uint8Array | null | undefined;
  /** What was added to that since, oldest first; the last one has the present head. */
  readonly added: LogRecord[];
}

/** What is to be written, ascending by key; no key is in both. */
export interface PendingWrites {
  readonly puts: readonly StateEntry[];
  readonly deletes: readonly Uint8Array[];
}

/** See the header. Keeps what it is given. */
export class PendingRecords {
  #records = new Map<string, Pending>();
  #bytes = 0;
  /** All of the memory that keys came from last: many keys lie in one array. */
  #memory: Buffer = Buffer.alloc(0);

  /** Memory, about. */
  get bytes(): number {
    return this.#bytes;
  }

  add(record: LogRecord): void {
    const [key, value, added] = record;
    const text = this.#textOf(key);
    const known = this.#records.get(text);
    this.#bytes += PIECE_BYTES + (value === null ? 0 : value.length);
    if (added !== undefined && known !== undefined) {
      known.added.push(record);
      return;
    }
    if (known === undefined) this.#bytes += RECORD_BYTES + key.length;
    const base = added === undefined ? value : undefined;
    this.#records.set(text, { key, base, added: added === undefined ? [] : [record] });
  }

  /** One UTF-16 unit a byte. */
  #textOf(key: Uint8Array): string {
    if (this.#memory.buffer !== key.buffer) this.#memory = Buffer.from(key.buffer);
    return this.#memory.toString('latin1', key.byteOffset, key.byteOffset + key.length);
  }

  /** Takes all; `get` gives what the backend has. Throws as `withAddedRows`. */
  take(get: (key: Uint8Array) => Uint8Array | undefined): PendingWrites {
    const records = this.#records;
    const ascending = [...records.keys()].sort(); // one unit a byte: in the order of the bytes
    this.#records = new Map();
    this.#bytes = 0;
    const allocate = slabs();
    const puts: StateEntry[] = [];
    const deletes: Uint8Array[] = [];
    for (const text of ascending) {
      const { key, base, added } = records.get(text)!;
      if (added.length > 0) {
        const before = base === undefined ? get(key) : (base ?? undefined);
        puts.push([key, withAddedRows(before, added, allocate)]);
      } else if (base === null) deletes.push(key);
      else puts.push([key, base!]);
    }
    return { puts, deletes };
  }
}

/** Gives pieces of larger arrays: one array each takes a microsecond. */
function slabs(): (bytes: number) => Uint8Array {
  let slab = new Uint8Array(0);
  let used = 0;
  return (bytes) => {
    if (used + bytes > slab.length) {
      slab = new Uint8Array(Math.max(SLAB_BYTES, bytes));
      used = 0;
    }
    used += bytes;
    return slab.subarray(used - bytes, used);
  };
}
