/**
 * Keeps the row of greatest time of each key, of equal ones (and in processing time) the last to
 * arrive. Emits the change at once; no row is late. Several changes of a key in one batch become
 * one, unless sinks record every change or watermarks between them matter to those who get them.
 * State: key -> the row kept.
 */
import { assert } from '../../core/assert.js';
import type { Batch } from '../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../core/batch.js';
import { RowKind } from '../../core/rowkind.js';
import type { Schema } from '../../core/types.js';
import { compareBytes } from '../../core/utf8.js';
import type { DeduplicateNode } from '../nodes.js';
import type { Collector, Operator, OperatorContext } from '../operator.js';
import type { KeyBatch, RowMultimap } from '../state/state.js';
import { hasEventTime } from './rank/event-time.js';
import { RankInput } from './rank/rank-input.js';
import { RankOutput } from './rank/rank-output.js';
import { StoredKeys } from './rank/stored-keys.js';

/** Entries of #present that are no place among the stored keys. */
const UNKNOWN = -2;
const NONE = -1;

/** See the header. */
export class DedupLast implements Operator {
  readonly #schema: Schema;
  readonly #input: RankInput;
  readonly #rows: RowMultimap;
  readonly #stored: StoredKeys;
  readonly #output: RankOutput;
  readonly #everyChange: boolean;
  readonly #passesEventTime: boolean;
  readonly #physical = new Int32Array(BATCH_ROWS);
  readonly #buckets = new Int32Array(BATCH_ROWS);
  readonly #slots = new Int32Array(BATCH_ROWS);
  /** Rows kept before the batch, of the keys in it, and their sort keys. */
  readonly #presentSlots = new Int32Array(BATCH_ROWS);
  #presentKeys!: KeyBatch;
  /** By bucket: its place in #presentSlots, NONE or UNKNOWN; its best row so far, or -1. */
  #present = new Int32Array(0);
  #best = new Int32Array(0);
  /** Rows that win: place in the batch, physical row. */
  readonly #winners = new Int32Array(BATCH_ROWS);
  readonly #winnerRows = new Int32Array(BATCH_ROWS);
  readonly #doomedBuckets: number[] = [];
  readonly #doomedSlots: number[] = [];

  constructor(node: DeduplicateNode, ctx: OperatorContext) {
    const order = node.processingTime
      ? []
      : [{ column: node.time, ascending: true, nullsFirst: true }];
    this.#schema = node.output;
    this.#input = new RankInput(ctx.inputs[0]!.schema, node.keys, order);
    this.#rows = ctx.multimap({
      stateId: 0,
      name: 'last rows',
      version: 2,
      rowTypes: this.#input.types,
      withCounter: false,
    });
    this.#stored = new StoredKeys(this.#rows, this.#input.types, order);
    this.#output = new RankOutput(this.#rows, node.output, false);
    this.#everyChange = node.everyChange === true;
    this.#passesEventTime = hasEventTime(node.output);
  }

  restore(): void {}
  watermark(): void {}
  checkpoint(): void {}
  close(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const count = batch.rowCount;
    assert(count <= BATCH_ROWS, 'batches are cut to BATCH_ROWS');
    for (let i = 0; i < count; i++) this.#physical[i] = rowAt(batch, i);
    this.#input.take(batch, this.#physical, count);
    this.#rows.upsert(this.#input.partitions, this.#buckets);
    this.#findPresent(count);
    if (this.#everyChange || (batch.watermarks !== null && this.#passesEventTime)) {
      this.#keepEach(batch, count, out);
    } else this.#keepBest(batch, count, out);
    for (let k = 0; k < this.#doomedSlots.length; k++) {
      this.#rows.removeRow(this.#doomedBuckets[k]!, this.#doomedSlots[k]!);
    }
    this.#doomedBuckets.length = 0;
    this.#doomedSlots.length = 0;
  }

  /** Notes the row kept so far of every key in the batch. */
  #findPresent(count: number): void {
    let last = 0;
    for (let i = 0; i < count; i++) last = Math.max(last, this.#buckets[i]!);
    if (last >= this.#best.length) {
      this.#best = new Int32Array(2 * last + 64).fill(-1);
      this.#present = new Int32Array(2 * last + 64);
    }
    for (let i = 0; i < count; i++) this.#present[this.#buckets[i]!] = UNKNOWN;
    let found = 0;
    for (let i = 0; i < count; i++) {
      const bucket = this.#buckets[i]!;
      if (this.#present[bucket] !== UNKNOWN) continue;
      const slot = this.#rows.first(bucket);
      this.#present[bucket] = slot < 0 ? NONE : found;
      if (slot >= 0) this.#presentSlots[found++] = slot;
    }
    if (found > 0) this.#presentKeys = this.#stored.of(this.#presentSlots, found);
  }

  /** One change a key; keys that are new come first, as they are. */
  #keepBest(batch: Batch, count: number, out: Collector): void {
    for (let i = 0; i < count; i++) {
      if (this.#wins(i)) this.#best[this.#buckets[i]!] = i;
    }
    let winners = 0;
    for (let i = 0; i < count; i++) {
      const bucket = this.#buckets[i]!;
      if (this.#best[bucket] !== i) continue;
      this.#best[bucket] = -1;
      this.#winners[winners] = i;
      this.#winnerRows[winners++] = this.#physical[i]!;
    }
    if (winners === 0) return;
    this.#rows.store(batch, this.#winnerRows, winners, this.#slots);
    this.#emitNewKeys(batch, winners, out);
    this.#output.begin(batch, out);
    for (let k = 0; k < winners; k++) {
      const bucket = this.#buckets[this.#winners[k]!]!;
      const present = this.#present[bucket]!;
      this.#rows.link(bucket, this.#slots[k]!);
      if (present === NONE) continue;
      this.#replace(bucket, this.#presentSlots[present]!, this.#slots[k]!, this.#winnerRows[k]!);
    }
    this.#output.flush();
  }

  /** The batch's own columns serve. */
  #emitNewKeys(batch: Batch, winners: number, out: Collector): void {
    const selection = new Int32Array(winners);
    let rowCount = 0;
    for (let k = 0; k < winners; k++) {
      const bucket = this.#buckets[this.#winners[k]!]!;
      if (this.#present[bucket] === NONE) selection[rowCount++] = this.#winnerRows[k]!;
    }
    if (rowCount === 0) return;
    const columns = batch.columns.map((column, c) => ({
      ...column,
      type: this.#schema.fields[c]!.type,
    }));
    out.emit({ ...batch, columns, selection: selection.subarray(0, rowCount), rowCount });
  }

  /** Every change as it comes. */
  #keepEach(batch: Batch, count: number, out: Collector): void {
    this.#rows.store(batch, this.#physical, count, this.#slots);
    this.#output.begin(batch, out);
    for (let i = 0; i < count; i++) {
      const bucket = this.#buckets[i]!;
      const slot = this.#slots[i]!;
      if (!this.#wins(i)) {
        this.#rows.discard(slot);
        continue;
      }
      const best = this.#best[bucket]!;
      const present = this.#present[bucket]!;
      this.#best[bucket] = i;
      this.#rows.link(bucket, slot);
      const row = this.#physical[i]!;
      if (best >= 0) this.#replace(bucket, this.#slots[best]!, slot, row);
      else if (present !== NONE) this.#replace(bucket, this.#presentSlots[present]!, slot, row);
      else this.#output.add(slot, RowKind.Insert, 1, row);
    }
    this.#output.flush();
    for (let i = 0; i < count; i++) this.#best[this.#buckets[i]!] = -1;
  }

  /** Does row `i` take the place of the best row so far of its key? */
  #wins(i: number): boolean {
    const { bytes, offsets } = this.#input.sortKeys;
    const bucket = this.#buckets[i]!;
    const best = this.#best[bucket]!;
    const present = this.#present[bucket]!;
    if (best < 0 && present === NONE) return true;
    const than = best >= 0 ? this.#input.sortKeys : this.#presentKeys;
    const at = best >= 0 ? best : present;
    const [start, end] = [offsets[i]!, offsets[i + 1]!];
    return (
      compareBytes(bytes, start, end, than.bytes, than.offsets[at]!, than.offsets[at + 1]!) >= 0
    );
  }

  /** Emits the change, and frees the row that goes once it has been emitted. */
  #replace(bucket: number, present: number, slot: number, cause: number): void {
    this.#output.add(present, RowKind.UpdateBefore, 1, cause);
    this.#output.add(slot, RowKind.UpdateAfter, 1, cause);
    this.#doomedBuckets.push(bucket);
    this.#doomedSlots.push(present);
  }
}
