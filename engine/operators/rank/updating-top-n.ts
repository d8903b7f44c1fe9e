/**
 * Top-N over an unbounded change stream. Each row moves at most one row into the visible places and
 * one out; with the place in the output, all visible rows behind it move by one. Emits the net
 * change of a batch, or every change where sinks record them, or watermarks between the rows of the
 * batch matter to those who get them. Insert-only input: only the rows within the bound are kept;
 * retracting input: all.
 */
import { assert } from '../../../core/assert.js';
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../../core/batch.js';
import { RowKind } from '../../../core/rowkind.js';
import type { TopNNode } from '../../nodes.js';
import type { Collector, Operator, OperatorContext } from '../../operator.js';
import type { RowMultimap } from '../../state/state.js';
import { Arrivals } from './arrivals.js';
import { hasEventTime } from './event-time.js';
import { NetInserts } from './net-inserts.js';
import { NetRanks } from './net-ranks.js';
import { boundOf } from './rank-bound.js';
import { RankInput } from './rank-input.js';
import { RankOutput } from './rank-output.js';
import { Rankings } from './rankings.js';

export class UpdatingTopN implements Operator {
  readonly #ctx: OperatorContext;
  readonly #node: TopNNode;
  readonly #keepsAll: boolean;
  readonly #input: RankInput;
  readonly #rows: RowMultimap;
  readonly #rankings: Rankings;
  readonly #arrivals: Arrivals;
  readonly #output: RankOutput;
  /** null: every change is emitted. */
  readonly #net: NetRanks | null;
  /** null where rows behind the bound are kept, too. */
  readonly #netInserts: NetInserts | null;
  readonly #passesEventTime: boolean;
  /** Does the batch at hand give its net change? */
  #isNet = false;
  readonly #physical = new Int32Array(BATCH_ROWS);
  readonly #buckets = new Int32Array(BATCH_ROWS);
  /**
   * Rows out of the ranking whose values are still to be emitted: freed at the end of the batch.
   */
  readonly #doomedBuckets: number[] = [];
  readonly #doomedSlots: number[] = [];

  readonly #doom = (bucket: number, slot: number): void => {
    this.#doomedBuckets.push(bucket);
    this.#doomedSlots.push(slot);
  };

  constructor(node: TopNNode, ctx: OperatorContext) {
    this.#ctx = ctx;
    this.#node = node;
    this.#keepsAll = ctx.inputs[0]!.changelog === 'retract';
    this.#input = new RankInput(ctx.inputs[0]!.schema, node.partition, node.order);
    this.#rows = ctx.multimap({
      stateId: 0,
      name: 'rows',
      version: 2,
      rowTypes: this.#input.types,
      withCounter: false,
    });
    this.#rankings = new Rankings(this.#rows, this.#input);
    this.#arrivals = new Arrivals(node, this.#keepsAll, this.#rows, this.#rankings);
    this.#output = new RankOutput(this.#rows, node.output, node.rankColumn);
    this.#net = isNet(node) ? new NetRanks(node.from - 1, node.to, node.rankColumn) : null;
    this.#netInserts =
      this.#net === null || this.#keepsAll
        ? null
        : new NetInserts(node.to, this.#rows, this.#rankings, this.#net);
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
    this.#input.takeRanked(batch, this.#physical, count);
    this.#rows.upsert(this.#input.partitions, this.#buckets);
    this.#isNet = this.#net !== null && (batch.watermarks === null || !this.#passesEventTime);
    this.#output.begin(batch, out);
    if (this.#isNet && this.#netInserts !== null) {
      this.#netInserts.add(batch, this.#physical, this.#buckets, count, this.#doom);
    } else this.#change(batch, count);
    if (this.#isNet) this.#net!.emit(this.#rankings, this.#output);
    this.#output.flush();
    this.#freeRows(count);
  }

  #change(batch: Batch, count: number): void {
    this.#arrivals.store(batch, this.#physical, this.#buckets, count);
    for (let i = 0; i < count; i++) {
      const slot = this.#arrivals.slots[i]!;
      if (slot < 0) continue;
      const row = this.#physical[i]!;
      const bound = boundOf(batch, this.#node.toColumn, this.#node.to, row);
      if (batch.kinds === null || (batch.kinds[row]! & 1) === 0) this.#insert(i, slot, bound);
      else this.#retract(i, slot, bound);
    }
  }

  #insert(i: number, slot: number, bound: number): void {
    const row = this.#physical[i]!;
    const bucket = this.#buckets[i]!;
    const rankings = this.#rankings;
    const place = rankings.placeAfter(bucket, i);
    if (place >= bound && !this.#keepsAll) {
      this.#rows.discard(slot);
      return;
    }
    const leaver =
      bound > 0 && bound <= rankings.count(bucket) ? rankings.slotAt(bucket, bound - 1) : -1;
    if (this.#isNet && place < bound) this.#net!.touch(bucket, rankings, row);
    this.#rows.link(bucket, slot);
    rankings.insert(bucket, place, slot, i);
    if (!this.#isNet) {
      if (this.#node.rankColumn) this.#shiftDown(bucket, place, bound, row);
      else if (place < bound) this.#replace(bucket, place, leaver, bound, row);
    }
    if (!this.#keepsAll && rankings.count(bucket) > bound)
      this.#takeOut(bucket, rankings.count(bucket) - 1);
  }

  /** Without places: the row behind the bound leaves, another one enters. */
  #replace(bucket: number, place: number, leaver: number, bound: number, row: number): void {
    const entering = Math.max(place, this.#node.from - 1);
    if (entering >= bound || entering >= this.#rankings.count(bucket)) return;
    if (leaver >= 0) this.#output.add(leaver, RowKind.Delete, bound, row);
    this.#output.add(this.#rankings.slotAt(bucket, entering), RowKind.Insert, entering + 1, row);
  }

  /** With places: from `place` on every row has moved one down. */
  #shiftDown(bucket: number, place: number, bound: number, row: number): void {
    const last = Math.min(bound, this.#rankings.count(bucket));
    for (let at = Math.max(place, this.#node.from - 1); at < last; at++) {
      const wasTaken = at + 1 < this.#rankings.count(bucket);
      if (wasTaken)
        this.#output.add(this.#rankings.slotAt(bucket, at + 1), RowKind.UpdateBefore, at + 1, row);
      this.#output.add(
        this.#rankings.slotAt(bucket, at),
        wasTaken ? RowKind.UpdateAfter : RowKind.Insert,
        at + 1,
        row,
      );
    }
  }

  #retract(i: number, wanted: number, bound: number): void {
    assert(this.#keepsAll, 'insert-only input does not retract');
    const row = this.#physical[i]!;
    const bucket = this.#buckets[i]!;
    const rankings = this.#rankings;
    const place = rankings.placeOf(bucket, i, wanted);
    this.#rows.discard(wanted);
    if (place < 0) {
      this.#ctx.metrics.unmatchedRetractions(1);
      return;
    }
    if (this.#isNet && place < bound) this.#net!.touch(bucket, rankings, row);
    if (!this.#isNet) {
      if (this.#node.rankColumn) this.#shiftUp(bucket, place, bound, row);
      else if (place < bound) this.#giveWay(bucket, place, bound, row);
    }
    this.#takeOut(bucket, place);
  }

  /** Without places: a row leaves, and the one behind the bound enters. */
  #giveWay(bucket: number, place: number, bound: number, row: number): void {
    const leaving = Math.max(place, this.#node.from - 1);
    if (leaving >= bound || leaving >= this.#rankings.count(bucket)) return;
    this.#output.add(this.#rankings.slotAt(bucket, leaving), RowKind.Delete, leaving + 1, row);
    if (bound < this.#rankings.count(bucket))
      this.#output.add(this.#rankings.slotAt(bucket, bound), RowKind.Insert, bound, row);
  }

  /** With places: every row behind `place` moves one up. */
  #shiftUp(bucket: number, place: number, bound: number, row: number): void {
    const last = Math.min(bound, this.#rankings.count(bucket));
    for (let at = Math.max(place, this.#node.from - 1); at < last; at++) {
      const hasNext = at + 1 < this.#rankings.count(bucket);
      this.#output.add(
        this.#rankings.slotAt(bucket, at),
        hasNext ? RowKind.UpdateBefore : RowKind.Delete,
        at + 1,
        row,
      );
      if (hasNext)
        this.#output.add(this.#rankings.slotAt(bucket, at + 1), RowKind.UpdateAfter, at + 1, row);
    }
  }

  /** Takes the row at `place` out of the ranking. */
  #takeOut(bucket: number, place: number): void {
    this.#doom(bucket, this.#rankings.slotAt(bucket, place));
    this.#rankings.remove(bucket, place);
  }

  #freeRows(count: number): void {
    for (let k = 0; k < this.#doomedSlots.length; k++) {
      this.#rows.removeRow(this.#doomedBuckets[k]!, this.#doomedSlots[k]!);
    }
    this.#doomedBuckets.length = 0;
    this.#doomedSlots.length = 0;
    const empty = new Set<number>();
    for (let i = 0; i < count; i++)
      if (this.#rows.rowCount(this.#buckets[i]!) === 0) empty.add(this.#buckets[i]!);
    for (const bucket of empty) {
      this.#rankings.forget(bucket);
      this.#rows.removeBucket(bucket);
    }
  }
}

/**
 * Net changes are compared place by place, or each row with each where places do not show: not for
 * very many places.
 */
function isNet(node: TopNNode): boolean {
  const places = node.to - node.from + 1;
  return (
    node.everyChange !== true && node.toColumn === null && places <= (node.rankColumn ? 4096 : 64)
  );
}
