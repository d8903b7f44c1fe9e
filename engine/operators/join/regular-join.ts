/**
 * A join over unbounded change streams. Each row meets the stored rows of the other side under its
 * key; the candidates of many rows are filtered by the condition together. Rows that may be visible
 * alone count their matches, so that the first match hides (or shows) them and the last one lost
 * undoes it.
 */
import { assert } from '../../../core/assert.js';
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { RowKind } from '../../../core/rowkind.js';
import type { JoinNode } from '../../nodes.js';
import type { Collector, Operator, OperatorContext } from '../../operator.js';
import type { RowMultimap } from '../../state/state.js';
import { JoinOutput } from './join-output.js';
import { JoinSide } from './join-side.js';
import type { Alone } from './join-types.js';
import { joinFacts } from './join-types.js';
import { PairFilter } from './pair-filter.js';

export class RegularJoin implements Operator {
  readonly #ctx: OperatorContext;
  readonly #sides: readonly [JoinSide, JoinSide];
  readonly #alone: readonly [Alone, Alone];
  readonly #hasPairs: boolean;
  readonly #filter: PairFilter | null;
  readonly #output: JoinOutput;
  readonly #ownBuckets = new Int32Array(BATCH_ROWS);
  readonly #otherBuckets = new Int32Array(BATCH_ROWS);
  /** By place among the keys: slot of the row as it was stored. */
  readonly #stored = new Int32Array(BATCH_ROWS);
  /** Per row of the batch: slot of its stored row (-1: not stored), matches so far. */
  readonly #ownSlots = new Int32Array(BATCH_ROWS);
  readonly #matches = new Int32Array(BATCH_ROWS);
  /** Candidate pairs waiting for the condition: place in the batch, physical row, stored row. */
  readonly #pairPlaces = new Int32Array(BATCH_ROWS);
  readonly #pairRows = new Int32Array(BATCH_ROWS);
  readonly #pairSlots = new Int32Array(BATCH_ROWS);
  #pairCount = 0;
  /** Rows before this place are finished. */
  #finished = 0;
  /** The batch at hand: its input, its kinds, whether a row is left out (unknown retraction). */
  #input = 0;
  #batch!: Batch;
  readonly #isSkipped = new Uint8Array(BATCH_ROWS);

  constructor(node: JoinNode, ctx: OperatorContext) {
    this.#ctx = ctx;
    const facts = joinFacts(node.joinType);
    this.#alone = facts.alone;
    this.#hasPairs = facts.hasPairs;
    const [left, right] = [ctx.inputs[0]!.schema, ctx.inputs[1]!.schema];
    const side = (name: 'left' | 'right'): JoinSide =>
      new JoinSide(
        {
          name,
          schema: name === 'left' ? left : right,
          nullSafe: node.nullSafe,
          keys: name === 'left' ? node.leftKeys : node.rightKeys,
          withCounter: facts.alone[name === 'left' ? 0 : 1] !== 'never',
        },
        ctx,
      );
    this.#sides = [side('left'), side('right')];
    this.#filter =
      node.condition === null ? null : new PairFilter(node.condition, [left, right], ctx.session);
    this.#output = new JoinOutput(
      [
        { schema: left, isShown: true, rows: this.#sides[0].rows },
        { schema: right, isShown: facts.hasPairs, rows: this.#sides[1].rows },
      ],
      node.output,
    );
  }

  restore(): void {}
  watermark(): void {}
  checkpoint(): void {}
  close(): void {}

  process(input: number, batch: Batch, out: Collector): void {
    assert(batch.rowCount <= BATCH_ROWS, 'batches are cut to BATCH_ROWS');
    this.#input = input;
    this.#batch = batch;
    const own = this.#sides[input]!;
    const other = this.#sides[1 - input]!;
    const keys = own.begin(batch);
    other.rows.find(keys, this.#otherBuckets);
    own.rows.upsert(keys, this.#ownBuckets);
    own.rows.store(batch, own.keyed, keys.count, this.#stored);
    this.#output.begin(input, batch, out);
    if (batch.kinds === null && !this.#countsMatches(0) && !this.#countsMatches(1)) {
      own.rows.linkAll(this.#ownBuckets, this.#stored, keys);
      this.#joinInserts(keys.count, own.keyed, other.rows);
    } else {
      this.#finished = 0;
      for (let i = 0; i < own.count; i++) this.#meet(i, own, other);
      this.#finishPairs(own.count);
      this.#dropEmptyBuckets(own);
    }
    this.#output.end();
  }

  /** Inner join of rows that are all added. */
  #joinInserts(count: number, keyed: Int32Array, others: RowMultimap): void {
    for (let key = 0; key < count; key++) {
      const bucket = this.#otherBuckets[key]!;
      if (bucket < 0) continue;
      const row = keyed[key]!;
      for (let slot = others.first(bucket); slot >= 0; slot = others.next(slot)) {
        if (this.#filter === null) {
          this.#output.add(row, slot, RowKind.Insert, row);
          continue;
        }
        this.#pairRows[this.#pairCount] = row;
        this.#pairSlots[this.#pairCount++] = slot;
        if (this.#pairCount === BATCH_ROWS) this.#emitPassing(others);
      }
    }
    if (this.#pairCount > 0) this.#emitPassing(others);
  }

  /** Emits the noted pairs that pass the condition. */
  #emitPassing(others: RowMultimap): void {
    const [rows, slots, count] = [this.#pairRows, this.#pairSlots, this.#pairCount];
    this.#pairCount = 0;
    const filter = this.#filter!;
    const passed = filter.run(this.#input, this.#batch, rows, others, slots, count);
    for (let p = 0; p < passed; p++) {
      const pair = filter.passing[p]!;
      this.#output.add(rows[pair]!, slots[pair]!, RowKind.Insert, rows[pair]!);
    }
  }

  /** Stores or takes out row `i`, and notes its candidates. */
  #meet(i: number, own: JoinSide, other: JoinSide): void {
    this.#matches[i] = 0;
    this.#store(i, own);
    const key = own.keyOf[i]!;
    if (key >= 0 && this.#isSkipped[i] === 0 && this.#otherBuckets[key]! >= 0) {
      const row = own.physical[i]!;
      const { rows } = other;
      for (let slot = rows.first(this.#otherBuckets[key]!); slot >= 0; slot = rows.next(slot)) {
        if (this.#filter === null) this.#match(i, row, slot);
        else this.#notePair(i, row, slot);
      }
    }
    if (this.#filter === null) this.#finishRow(i);
  }

  #store(i: number, own: JoinSide): void {
    this.#isSkipped[i] = 0;
    this.#ownSlots[i] = -1;
    const key = own.keyOf[i]!;
    if (key < 0) return;
    const bucket = this.#ownBuckets[key]!;
    const row = own.physical[i]!;
    if (this.#isAdded(row)) {
      this.#ownSlots[i] = this.#stored[key]!;
      own.rows.link(bucket, this.#stored[key]!);
      return;
    }
    // Rows before this one may still owe their counters to the row that goes.
    if (this.#filter !== null && this.#countsMatches(this.#input)) this.#finishPairs(i);
    if (own.rows.removeEqualTo(bucket, this.#stored[key]!) >= 0) return;
    this.#isSkipped[i] = 1;
    this.#ctx.metrics.unmatchedRetractions(1);
  }

  #notePair(i: number, row: number, slot: number): void {
    const at = this.#pairCount++;
    this.#pairPlaces[at] = i;
    this.#pairRows[at] = row;
    this.#pairSlots[at] = slot;
    if (this.#pairCount === BATCH_ROWS) this.#finishPairs(i);
  }

  /** Lets the noted pairs through the condition, and finishes the rows before place `end`. */
  #finishPairs(end: number): void {
    if (this.#filter === null) return;
    const count = this.#pairCount;
    this.#pairCount = 0;
    const other = this.#sides[1 - this.#input]!;
    const passed =
      count === 0
        ? 0
        : this.#filter.run(
            this.#input,
            this.#batch,
            this.#pairRows,
            other.rows,
            this.#pairSlots,
            count,
          );
    const { passing } = this.#filter;
    for (let p = 0; p < passed; p++) {
      const pair = passing[p]!;
      const place = this.#pairPlaces[pair]!;
      while (this.#finished < place) this.#finishRow(this.#finished++);
      this.#match(place, this.#pairRows[pair]!, this.#pairSlots[pair]!);
    }
    while (this.#finished < end) this.#finishRow(this.#finished++);
  }

  /** Row `i` and the stored row `slot` are a pair. */
  #match(i: number, row: number, slot: number): void {
    const other = this.#input === 0 ? 1 : 0;
    const isAdded = this.#isAdded(row);
    this.#matches[i]! += 1;
    const before = this.#countsMatches(other) ? this.#sides[other].rows.counter(slot) : 1;
    const after = before + (isAdded ? 1 : -1);
    if (this.#countsMatches(other)) this.#sides[other].rows.setCounter(slot, after);
    if (isAdded && before === 0) this.#changeAlone(other, slot, row, true);
    if (this.#hasPairs) this.#output.add(row, slot, this.#kind(row), row);
    if (!isAdded && after === 0) this.#changeAlone(other, slot, row, false);
  }

  /** A stored row got its first match, or lost its last one. */
  #changeAlone(side: number, slot: number, cause: number, isMatched: boolean): void {
    if (!this.#countsMatches(side)) return;
    const isVisible = (this.#alone[side] === 'matched') === isMatched;
    this.#output.add(-1, slot, isVisible ? RowKind.Insert : RowKind.Delete, cause);
  }

  /** All pairs of row `i` are known. */
  #finishRow(i: number): void {
    if (this.#isSkipped[i] !== 0) return;
    const alone = this.#alone[this.#input]!;
    if (alone === 'never') return;
    const matches = this.#matches[i]!;
    const own = this.#sides[this.#input]!;
    const row = own.physical[i]!;
    if (this.#ownSlots[i]! >= 0 && matches > 0) own.rows.setCounter(this.#ownSlots[i]!, matches);
    if ((alone === 'matched') === matches > 0) this.#output.add(row, -1, this.#kind(row), row);
  }

  #countsMatches(side: number): boolean {
    return this.#alone[side] !== 'never';
  }

  #kind(row: number): number {
    return this.#batch.kinds === null ? RowKind.Insert : this.#batch.kinds[row]!;
  }

  #isAdded(row: number): boolean {
    return (this.#kind(row) & 1) === 0;
  }

  #dropEmptyBuckets(own: JoinSide): void {
    if (this.#batch.kinds === null) return;
    const emptied = new Set<number>();
    for (let i = 0; i < own.count; i++) {
      const key = own.keyOf[i]!;
      if (key >= 0 && own.rows.rowCount(this.#ownBuckets[key]!) === 0)
        emptied.add(this.#ownBuckets[key]!);
    }
    for (const bucket of emptied) own.rows.removeBucket(bucket);
  }
}
