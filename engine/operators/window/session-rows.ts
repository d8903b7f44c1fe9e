import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import type { DataType } from '../../../core/types.js';
import type { WindowTableNode } from '../../nodes.js';
import type { Collector, OperatorContext } from '../../operator.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import type { RowMultimap } from '../../state/state.js';
import type { SessionContents } from './session-operator.js';
import type { Sessions } from './sessions.js';
import { numberType } from './sessions.js';
import type { WindowClock } from './window-clock.js';

/**
 * The rows of a session in order of arrival, emitted as inserts with the session's final bounds
 * when it closes. A retraction takes out the oldest equal row. State: number of the session ->
 * rows.
 */
export class SessionRows implements SessionContents {
  readonly fields = [];
  readonly #clock: WindowClock;
  readonly #ctx: OperatorContext;
  readonly #rowTypes: readonly DataType[];
  readonly #rows: RowMultimap;
  readonly #encoder = createKeyEncoder([numberType]);
  /** Bucket by session slot; -1 while the session has none. */
  readonly #buckets: number[] = [];
  readonly #bucket = new Int32Array(1);
  readonly #builders: ColumnBuilder[];
  #pending = 0;
  #batch: Batch | null = null;
  #sessions!: Sessions;

  constructor(node: WindowTableNode, clock: WindowClock, ctx: OperatorContext) {
    this.#clock = clock;
    this.#ctx = ctx;
    this.#rowTypes = ctx.inputs[0]!.schema.fields.map((field) => field.type);
    this.#rows = ctx.multimap({
      stateId: 1,
      name: 'rows',
      version: 2,
      rowTypes: this.#rowTypes,
      withCounter: false,
    });
    this.#builders = node.output.fields.map((field) => new ColumnBuilder(field.type, 64));
  }

  async restore(sessions: Sessions): Promise<void> {
    this.#sessions = sessions;
    await this.#rows.loadAll();
    sessions.table.forEachSlot((slot) => {
      this.#buckets[slot] = this.#find(slot);
    });
  }

  startBatch(batch: Batch): void {
    this.#batch = batch;
  }

  add(row: number, slot: number, sign: number): void {
    if (sign > 0) this.#rows.append(this.#bucketOf(slot), this.#batch!, row);
    else if (this.#rows.removeEqual(this.#bucketOf(slot), this.#batch!, row) < 0) {
      this.#ctx.metrics.unmatchedRetractions(1);
    }
  }

  flush(): void {}

  /** Moves the rows of `from` behind those of `to`. */
  merge(to: number, from: number): void {
    const source = this.#bucketOf(from);
    const slots = this.#rowSlots(source);
    if (slots.length > 0) {
      const target = this.#bucketOf(to);
      const builders = this.#rowTypes.map((type) => new ColumnBuilder(type, slots.length));
      this.#rows.readMany(slots, slots.length, builders);
      const moved: Batch = {
        columns: builders.map((builder) => builder.finish()),
        kinds: null,
        selection: null,
        rowCount: slots.length,
        watermarks: null,
      };
      for (let row = 0; row < moved.rowCount; row++) this.#rows.append(target, moved, row);
    }
    this.release(from);
  }

  emit(slot: number, out: Collector): void {
    const slots = this.#rowSlots(this.#bucketOf(slot));
    const end = this.#sessions.end(slot);
    const bounds = [this.#sessions.start(slot), end, this.#clock.windowTime(end)];
    for (let from = 0; from < slots.length;) {
      const part = slots.subarray(from, from + BATCH_ROWS - this.#pending);
      this.#rows.readMany(part, part.length, this.#builders.slice(0, this.#rowTypes.length));
      for (const [i, ms] of bounds.entries()) {
        const builder = this.#builders[this.#rowTypes.length + i]!;
        for (let row = 0; row < part.length; row++) builder.append(ms);
      }
      this.#pending += part.length;
      from += part.length;
      if (this.#pending === BATCH_ROWS) this.endEmit(out);
    }
  }

  release(slot: number): void {
    this.#rows.removeBucket(this.#bucketOf(slot));
    this.#buckets[slot] = -1;
  }

  endEmit(out: Collector): void {
    const rowCount = this.#pending;
    if (rowCount === 0) return;
    this.#pending = 0;
    const columns = this.#builders.map((builder) => builder.finish());
    out.emit({ columns, kinds: null, selection: null, rowCount, watermarks: null });
  }

  checkpoint(): void {}

  #rowSlots(bucket: number): Int32Array {
    const slots = new Int32Array(this.#rows.rowCount(bucket));
    let row = this.#rows.first(bucket);
    for (let i = 0; i < slots.length; i++) {
      slots[i] = row;
      row = this.#rows.next(row);
    }
    return slots;
  }

  #bucketOf(slot: number): number {
    const known = this.#buckets[slot] ?? -1;
    return known >= 0 ? known : (this.#buckets[slot] = this.#find(slot));
  }

  #find(slot: number): number {
    const values = Float64Array.of(this.#sessions.number(slot));
    const number = {
      type: numberType,
      values,
      offsets: null,
      validity: null,
      nanos: null,
      children: null,
    };
    this.#rows.upsert(this.#encoder.encode([number], Int32Array.of(0), 1), this.#bucket);
    return this.#bucket[0]!;
  }
}
