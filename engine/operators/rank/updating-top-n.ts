/**
 * Top-N over an unbounded change stream. Each row moves at most one row into the visible places and
 * one out; with the place in the output, all visible rows behind it move by one. Insert-only input:
 * only the rows within the bound are kept; retracting input: all.
 */
import { assert } from '../../../core/assert.js';
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../../core/batch.js';
import { RowKind } from '../../../core/rowkind.js';
import type { TopNNode } from '../../nodes.js';
import type { Collector, Operator, OperatorContext } from '../../operator.js';
import type { RowMultimap } from '../../state/state.js';
import { boundOf } from './rank-bound.js';
import { RankInput } from './rank-input.js';
import { RankOutput } from './rank-output.js';
import type { Ranking } from './rankings.js';
import { Rankings } from './rankings.js';

export class UpdatingTopN implements Operator {
  readonly #ctx: OperatorContext;
  readonly #node: TopNNode;
  readonly #keepsAll: boolean;
  readonly #input: RankInput;
  readonly #rows: RowMultimap;
  readonly #rankings: Rankings;
  readonly #output: RankOutput;
  readonly #physical = new Int32Array(BATCH_ROWS);
  readonly #buckets = new Int32Array(BATCH_ROWS);
  /**
   * Rows out of the ranking whose values are still to be emitted: freed at the end of the batch.
   */
  readonly #doomedBuckets: number[] = [];
  readonly #doomedSlots: number[] = [];
  /** Slot of the row looked for. */
  readonly #wanted = new Int32Array(1);

  constructor(node: TopNNode, ctx: OperatorContext) {
    this.#ctx = ctx;
    this.#node = node;
    this.#keepsAll = ctx.inputs[0]!.changelog === 'retract';
    this.#input = new RankInput(ctx.inputs[0]!.schema, node.partition, node.order);
    this.#rows = ctx.multimap({
      stateId: 0,
      name: 'rows',
      version: 2,
      rowTypes: this.#input.storedTypes,
      withCounter: false,
    });
    this.#rankings = new Rankings(this.#rows);
    this.#output = new RankOutput(this.#rows, node.output, node.rankColumn);
  }

  restore(): void {}
  watermark(): void {}
  checkpoint(): void {}
  close(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const count = batch.rowCount;
    assert(count <= BATCH_ROWS, 'batches are cut to BATCH_ROWS');
    for (let i = 0; i < count; i++) this.#physical[i] = rowAt(batch, i);
    const stored = this.#input.take(batch, this.#physical, count);
    this.#rows.upsert(this.#input.partitions, this.#buckets);
    this.#output.begin(batch, out);
    for (let i = 0; i < count; i++) {
      const row = this.#physical[i]!;
      if (batch.kinds === null || (batch.kinds[row]! & 1) === 0) this.#insert(i, stored, batch);
      else this.#retract(i, stored, batch);
    }
    this.#output.flush();
    this.#freeRows(count);
  }

  #insert(i: number, stored: Batch, batch: Batch): void {
    const row = this.#physical[i]!;
    const bucket = this.#buckets[i]!;
    const bound = boundOf(batch, this.#node.toColumn, this.#node.to, row);
    const ranking = this.#rankings.of(bucket);
    const { bytes, offsets } = this.#input.sortKeys;
    const place = this.#rankings.placeAfter(ranking, bytes, offsets[i]!, offsets[i + 1]!);
    if (place >= bound && !this.#keepsAll) return;
    const leaver = bound > 0 && bound <= ranking.count ? ranking.slots[bound - 1]! : -1;
    ranking.insert(place, this.#rows.append(bucket, stored, row));
    if (this.#node.rankColumn) this.#shiftDown(ranking, place, bound, row);
    else if (place < bound) this.#replace(ranking, place, leaver, bound, row);
    if (!this.#keepsAll && ranking.count > bound) this.#doom(bucket, ranking, ranking.count - 1);
  }

  /** Without places: the row behind the bound leaves, another one enters. */
  #replace(ranking: Ranking, place: number, leaver: number, bound: number, row: number): void {
    const entering = Math.max(place, this.#node.from - 1);
    if (entering >= bound || entering >= ranking.count) return;
    if (leaver >= 0) this.#output.add(leaver, RowKind.Delete, bound, row);
    this.#output.add(ranking.slots[entering]!, RowKind.Insert, entering + 1, row);
  }

  /** With places: from `place` on every row has moved one down. */
  #shiftDown(ranking: Ranking, place: number, bound: number, row: number): void {
    const last = Math.min(bound, ranking.count);
    for (let at = Math.max(place, this.#node.from - 1); at < last; at++) {
      const wasTaken = at + 1 < ranking.count;
      if (wasTaken) this.#output.add(ranking.slots[at + 1]!, RowKind.UpdateBefore, at + 1, row);
      this.#output.add(
        ranking.slots[at]!,
        wasTaken ? RowKind.UpdateAfter : RowKind.Insert,
        at + 1,
        row,
      );
    }
  }

  #retract(i: number, stored: Batch, batch: Batch): void {
    assert(this.#keepsAll, 'insert-only input does not retract');
    const row = this.#physical[i]!;
    const bucket = this.#buckets[i]!;
    const ranking = this.#rankings.of(bucket);
    const { bytes, offsets } = this.#input.sortKeys;
    this.#rows.store(stored, Int32Array.of(row), 1, this.#wanted);
    const wanted = this.#wanted[0]!;
    const place = this.#rankings.placeOf(ranking, bytes, offsets[i]!, offsets[i + 1]!, wanted);
    this.#rows.discard(wanted);
    if (place < 0) {
      this.#ctx.metrics.unmatchedRetractions(1);
      return;
    }
    const bound = boundOf(batch, this.#node.toColumn, this.#node.to, row);
    if (this.#node.rankColumn) this.#shiftUp(ranking, place, bound, row);
    else if (place < bound) this.#giveWay(ranking, place, bound, row);
    this.#doom(bucket, ranking, place);
  }

  /** Without places: a row leaves, and the one behind the bound enters. */
  #giveWay(ranking: Ranking, place: number, bound: number, row: number): void {
    const leaving = Math.max(place, this.#node.from - 1);
    if (leaving >= bound || leaving >= ranking.count) return;
    this.#output.add(ranking.slots[leaving]!, RowKind.Delete, leaving + 1, row);
    if (bound < ranking.count) this.#output.add(ranking.slots[bound]!, RowKind.Insert, bound, row);
  }

  /** With places: every row behind `place` moves one up. */
  #shiftUp(ranking: Ranking, place: number, bound: number, row: number): void {
    const last = Math.min(bound, ranking.count);
    for (let at = Math.max(place, this.#node.from - 1); at < last; at++) {
      const hasNext = at + 1 < ranking.count;
      this.#output.add(
        ranking.slots[at]!,
        hasNext ? RowKind.UpdateBefore : RowKind.Delete,
        at + 1,
        row,
      );
      if (hasNext) this.#output.add(ranking.slots[at + 1]!, RowKind.UpdateAfter, at + 1, row);
    }
  }

  /** Takes the row at `place` out of the ranking. */
  #doom(bucket: number, ranking: Ranking, place: number): void {
    this.#doomedBuckets.push(bucket);
    this.#doomedSlots.push(ranking.slots[place]!);
    ranking.remove(place);
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
