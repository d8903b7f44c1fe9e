/**
 * Open sessions per partition key. A row at `t` is the session [t, t + gap); sessions of a key
 * that touch or overlap are one. A row is late when its session, after merging, has closed
 * already: so only a row that touches no open session can be late. Closed sessions are
 * forgotten. State: (number of the session, partition key) -> number, start, end, and the user's
 * fields.
 */
import type { Column } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { doubleType, notNull } from '../../../core/types.js';
import type { OperatorContext, ScalarState } from '../../operator.js';
import { hashBytes } from '../../state/hash.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import { KeyIndex } from '../../state/key-index.js';
import type { KeyBatch, KeyedTable, KeyEncoder, StateField } from '../../state/state.js';
import { SessionTimers } from './session-timers.js';
import type { WindowClock } from './window-clock.js';

const NUMBER = 0;
const START = 1;
const END = 2;
/** Fields before the user's. */
export const SESSION_FIELDS = 3;
/** Type of the state key's first column. */
export const numberType: DataType = notNull(doubleType);

export interface SessionsOptions {
  readonly gapMs: number;
  readonly partitionTypes: readonly DataType[];
  readonly fields: readonly StateField[];
  readonly clock: WindowClock;
  /** Session `from` is about to vanish in `to`: merge what belongs to them. */
  merging(to: number, from: number): void;
}

/** All open sessions of one operator; see the header. */
export class Sessions {
  readonly table: KeyedTable;
  /** Of the state keys. */
  readonly encoder: KeyEncoder;
  readonly #options: SessionsOptions;
  readonly #partitions = new KeyIndex();
  readonly #numberEncoder = createKeyEncoder([numberType]);
  readonly #timers = new SessionTimers();
  /** Open sessions by partition slot. */
  readonly #open: (number[] | undefined)[] = [];
  /** Partition slot by session slot. */
  readonly #partitionOf: number[] = [];
  readonly #lastNumber: ScalarState<number>;
  #number = 0;
  readonly #slot = new Int32Array(1);
  readonly #numberBytes: number;

  constructor(options: SessionsOptions, ctx: OperatorContext) {
    this.#options = options;
    this.encoder = createKeyEncoder([numberType, ...options.partitionTypes]);
    this.#numberBytes = this.#encodeNumber(0).length;
    this.table = ctx.table({
      stateId: 0,
      name: 'sessions',
      version: 1,
      fields: [
        { name: 'number', kind: 'f64' },
        { name: 'start', kind: 'f64' },
        { name: 'end', kind: 'f64' },
        ...options.fields,
      ],
    });
    this.#lastNumber = ctx.scalar<number>('sessions', 0);
  }

  async restore(): Promise<void> {
    this.#number = this.#lastNumber.get();
    await this.table.loadAll();
    const slots: number[] = [];
    this.table.forEachSlot((slot) => slots.push(slot));
    const numbers = this.table.f64(NUMBER);
    slots.sort((a, b) => numbers[a]! - numbers[b]!);
    for (const slot of slots) {
      const key = this.table.key(slot).slice(this.#numberBytes);
      this.#link(slot, this.#partition(key, 0, key.length, hashBytes(key, 0, key.length)));
      this.#timers.add(this.end(slot), slot);
    }
  }

  checkpoint(): void {
    this.#lastNumber.set(this.#number);
  }

  start(slot: number): number {
    return this.table.f64(START)[slot]!;
  }
  end(slot: number): number {
    return this.table.f64(END)[slot]!;
  }
  number(slot: number): number {
    return this.table.f64(NUMBER)[slot]!;
  }

  /** End of the next session to close, or earlier; Infinity when there is none. */
  nextEnd(): number {
    return this.#timers.top();
  }

  /**
   * Session of a row of partition key `i` at `time` on the window clock, touched; -1 when the
   * row is late. May merge sessions.
   */
  assign(keys: KeyBatch, i: number, time: number, watermark: number): number {
    const [from, to] = [keys.offsets[i]!, keys.offsets[i + 1]!];
    const found = this.#partitions.find(keys.bytes, from, to, keys.hashes[i]!);
    const end = time + this.#options.gapMs;
    const slot = found < 0 ? -1 : this.#touching(found, time, end);
    if (slot >= 0) return slot;
    if (this.#options.clock.closes(end) <= watermark) return -1;
    const partition = found >= 0 ? found : this.#partition(keys.bytes, from, to, keys.hashes[i]!);
    return this.#create(partition, time, end);
  }

  /**
   * The open session that [start, end) touches, grown by it and by the others that it touches;
   * or -1.
   */
  #touching(partition: number, start: number, end: number): number {
    const open = this.#open[partition]!;
    let into = -1;
    for (let at = 0; at < open.length;) {
      const slot = open[at]!;
      if (this.start(slot) > end || this.end(slot) < start) {
        at += 1;
        continue;
      }
      if (into < 0) {
        into = slot;
        at += 1;
        continue;
      }
      this.#mergeInto(into, slot);
      open.splice(at, 1);
    }
    if (into < 0) return -1;
    this.table.touch(into);
    if (start < this.start(into)) this.table.f64(START)[into] = start;
    if (end > this.end(into)) this.table.f64(END)[into] = end;
    return into;
  }

  #mergeInto(to: number, from: number): void {
    this.table.touch(to);
    this.#options.merging(to, from);
    this.table.f64(START)[to] = Math.min(this.start(to), this.start(from));
    this.table.f64(END)[to] = Math.max(this.end(to), this.end(from));
    this.#timers.forget(from);
    this.table.remove(from);
  }

  #create(partition: number, start: number, end: number): number {
    const number = ++this.#number;
    const prefix = this.#encodeNumber(number);
    const partitionKey = this.#partitions.key(partition);
    const bytes = new Uint8Array(prefix.length + partitionKey.length);
    bytes.set(prefix);
    bytes.set(partitionKey, prefix.length);
    this.table.upsert(
      {
        bytes,
        offsets: Int32Array.of(0, bytes.length),
        hashes: Int32Array.of(hashBytes(bytes, 0, bytes.length)),
        count: 1,
      },
      this.#slot,
    );
    const slot = this.#slot[0]!;
    this.table.touch(slot);
    this.table.f64(NUMBER)[slot] = number;
    this.table.f64(START)[slot] = start;
    this.table.f64(END)[slot] = end;
    this.#link(slot, partition);
    this.#timers.add(end, slot);
    return slot;
  }

  /** Sessions that `watermark` closes, by end, then by number. They stay until `free`. */
  closing(watermark: number): number[] {
    const { clock } = this.#options;
    const closing: number[] = [];
    while (this.#timers.size > 0 && clock.closes(this.#timers.top()) <= watermark) {
      const slot = this.#timers.pop((candidate) => this.end(candidate));
      if (slot >= 0) closing.push(slot);
    }
    return closing.sort((a, b) => this.end(a) - this.end(b) || this.number(a) - this.number(b));
  }

  /** Forgets a closed session. */
  free(slot: number): void {
    const partition = this.#partitionOf[slot]!;
    const open = this.#open[partition]!;
    open.splice(open.indexOf(slot), 1);
    if (open.length === 0) {
      this.#open[partition] = undefined;
      this.#partitions.remove(partition);
    }
    this.table.remove(slot);
  }

  #partition(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const found = this.#partitions.find(bytes, start, end, hash);
    if (found >= 0) return found;
    const slot = this.#partitions.insert(bytes, start, end, hash);
    this.#open[slot] = [];
    return slot;
  }

  #link(slot: number, partition: number): void {
    this.#open[partition]!.push(slot);
    this.#partitionOf[slot] = partition;
  }

  #encodeNumber(number: number): Uint8Array {
    const column: Column = {
      type: numberType,
      values: Float64Array.of(number),
      offsets: null,
      validity: null,
      nanos: null,
      children: null,
    };
    const keys = this.#numberEncoder.encode([column], Int32Array.of(0), 1);
    return keys.bytes.slice(0, keys.offsets[1]);
  }
}
