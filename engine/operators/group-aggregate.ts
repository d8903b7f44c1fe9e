import type { Batch } from '../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { kindSign, RowKind } from '../../core/rowkind.js';
import { CallSet } from '../aggregates/call-set.js';
import { RowSteps } from '../aggregates/each-row.js';
import { clearWhereDifferent } from '../aggregates/same-value.js';
import type { GroupAggregateNode } from '../nodes.js';
import type { Collector, Operator, OperatorContext, OperatorSpec } from '../operator.js';
import { createKeyEncoder } from '../state/key-encoder.js';
import type { KeyedTable, KeyEncoder } from '../state/state.js';
import { explainCalls } from './explain-calls.js';
import { GroupChanges } from './group-changes.js';
import { TouchedGroups } from './touched-groups.js';

/**
 * Aggregates per key over everything so far. Changes are compacted per batch: a group whose
 * result is not the old one emits +I, -U and +U, or -D once it has no rows; in the order of the
 * groups' last changes. Takes inserts and retractions; one of a group without rows is counted
 * and ignored. Without keys there is one group, and no row while it is empty. State: key ->
 * number of rows (1 when the input never retracts), accumulators; see DistinctValues for
 * DISTINCT. The watermark frees nothing.
 */
export const groupAggregate: OperatorSpec<GroupAggregateNode> = {
  kind: 'groupAggregate',
  explain: (node) => ({
    groupBy: node.keys.map((key) => `$${key}`).join(', '),
    select: explainCalls(node.calls),
  }),
  create: (node, ctx) => new GroupAggregate(node, ctx),
};

const ROWS = 0;

class GroupAggregate implements Operator {
  readonly #node: GroupAggregateNode;
  readonly #ctx: OperatorContext;
  readonly #isRetracting: boolean;
  readonly #calls: CallSet;
  readonly #table: KeyedTable;
  readonly #encoder: KeyEncoder;
  readonly #touched = new TouchedGroups();
  #rows = new Int32Array(BATCH_ROWS);
  #slots = new Int32Array(BATCH_ROWS);
  #signs = new Int8Array(BATCH_ROWS);
  /** By change: was and is the group there, and which of the results are its old and new one. */
  #existed = new Uint8Array(BATCH_ROWS);
  #exists = new Uint8Array(BATCH_ROWS);
  #before = new Int32Array(BATCH_ROWS);
  #after = new Int32Array(BATCH_ROWS);

  constructor(node: GroupAggregateNode, ctx: OperatorContext) {
    this.#node = node;
    this.#ctx = ctx;
    const { schema, changelog } = ctx.inputs[0]!;
    this.#isRetracting = changelog !== 'insert-only';
    this.#calls = new CallSet(
      {
        calls: node.calls,
        input: schema,
        retracting: this.#isRetracting,
        base: ROWS + 1,
        distinctStateId: 1,
        listed: false,
      },
      ctx,
    );
    this.#table = ctx.table({
      stateId: 0,
      name: 'groups',
      version: 1,
      fields: [{ name: 'rows', kind: 'f64' }, ...this.#calls.fields],
    });
    this.#encoder = createKeyEncoder(node.keys.map((key) => schema.fields[key]!.type));
  }

  restore(): Promise<void> {
    return this.#calls.restore();
  }

  process(_input: number, batch: Batch, out: Collector): void {
    if (this.#node.everyChange === true) this.#processEach(batch, out);
    else this.#processTogether(batch, out);
  }

  #processTogether(batch: Batch, out: Collector): void {
    const count = this.#findSlots(batch);
    const touched = this.#touched;
    touched.collect(this.#rows, this.#slots, count);
    this.#table.touchAll(touched.slots, touched.count);
    const groups = this.#table.f64(ROWS);
    this.#reserve(touched.count);
    for (let i = 0; i < touched.count; i++) {
      this.#existed[i] = groups[touched.slots[i]!]! > 0 ? 1 : 0;
      this.#before[i] = i;
      this.#after[i] = touched.count + i;
    }
    const results = this.#results(2 * touched.count);
    this.#calls.results(this.#table, touched.slots, touched.count, results);
    this.#fold(batch, count);
    this.#calls.results(this.#table, touched.slots, touched.count, results);
    for (let i = 0; i < touched.count; i++)
      this.#exists[i] = groups[touched.slots[i]!]! > 0 ? 1 : 0;
    this.#emitChanges(batch, results, touched.rows, touched.count, out);
    this.#removeEmpty();
  }

  /** Every row's own change. A group that is emptied and filled again starts anew in between. */
  #processEach(batch: Batch, out: Collector): void {
    const found = this.#findSlots(batch);
    const touched = this.#touched;
    touched.collect(this.#rows, this.#slots, found);
    this.#table.touchAll(touched.slots, touched.count);
    const results = this.#results(touched.count + found);
    this.#calls.results(this.#table, touched.slots, touched.count, results);
    if (batch.kinds === null) this.#signs.fill(1, 0, found);
    this.#reserve(found);
    const { steps, taken } = this.#stepRows(found);
    const withSigns = batch.kinds !== null;
    this.#calls.foldEach(this.#table, batch.columns, steps, withSigns, results);
    this.#emitChanges(batch, results, steps.rows, steps.count, out);
    this.#removeEmpty();
    if (taken === found) return;
    const rest = Int32Array.from({ length: found - taken }, (_, i) => rowAt(batch, taken + i));
    this.#processEach({ ...batch, selection: rest, rowCount: rest.length }, out);
  }

  /**
   * Counts the rows of groups row by row, and notes which result was the group's before each row
   * and is so behind it: the first results are those of #touched, then comes one a row. Closes the
   * gaps of retractions of groups without rows. Stops in front of a row that fills a group which
   * was emptied before; `taken` rows are done.
   */
  #stepRows(found: number): { readonly steps: RowSteps; readonly taken: number } {
    const [rows, slots, signs] = [this.#rows, this.#slots, this.#signs];
    const latest = this.#touched.numbers;
    const old = this.#touched.count;
    const groups = this.#table.f64(ROWS);
    let count = 0;
    let taken = 0;
    for (; taken < found; taken++) {
      const slot = slots[taken]!;
      const sign = signs[taken]!;
      const rowsBefore = groups[slot]!;
      if (sign < 0 && rowsBefore === 0) continue;
      if (rowsBefore === 0 && latest[slot]! >= old) break;
      groups[slot] = rowsBefore + sign;
      rows[count] = rows[taken]!;
      slots[count] = slot;
      signs[count] = sign;
      this.#existed[count] = rowsBefore > 0 ? 1 : 0;
      this.#exists[count] = rowsBefore + sign > 0 ? 1 : 0;
      this.#before[count] = latest[slot]!;
      latest[slot] = old + count;
      this.#after[count] = old + count;
      count += 1;
    }
    if (count < taken) this.#ctx.metrics.unmatchedRetractions(taken - count);
    return { steps: new RowSteps(rows, slots, signs, count), taken };
  }

  #results(rows: number): ColumnBuilder[] {
    return this.#node.calls.map((call) => new ColumnBuilder(call.type, rows));
  }

  #reserve(rows: number): void {
    if (this.#existed.length >= rows) return;
    this.#existed = new Uint8Array(rows);
    this.#exists = new Uint8Array(rows);
    this.#before = new Int32Array(rows);
    this.#after = new Int32Array(rows);
  }

  /** Fills #rows, #slots and #signs with the batch's live rows. */
  #findSlots(batch: Batch): number {
    const { rowCount, selection, kinds } = batch;
    if (this.#rows.length < rowCount) {
      this.#rows = new Int32Array(rowCount);
      this.#slots = new Int32Array(rowCount);
      this.#signs = new Int8Array(rowCount);
    }
    for (let i = 0; i < rowCount; i++) this.#rows[i] = selection === null ? i : selection[i]!;
    if (kinds !== null)
      for (let i = 0; i < rowCount; i++) this.#signs[i] = kindSign[kinds[this.#rows[i]!]!]!;
    const isGlobal = this.#node.keys.length === 0;
    const keys = this.#node.keys.map((key) => batch.columns[key]!);
    this.#table.upsert(
      this.#encoder.encode(keys, this.#rows, isGlobal ? 1 : rowCount),
      this.#slots,
    );
    if (isGlobal) this.#slots.fill(this.#slots[0]!, 0, rowCount);
    return rowCount;
  }

  #fold(batch: Batch, count: number): void {
    const groups = this.#table.f64(ROWS);
    if (batch.kinds === null) {
      for (let i = 0; i < count; i++) groups[this.#slots[i]!]! += 1;
      this.#calls.fold(this.#table, batch.columns, this.#rows, this.#slots, count, null);
      return;
    }
    const matched = this.#countRows(groups, count);
    if (matched < count) this.#ctx.metrics.unmatchedRetractions(count - matched);
    this.#calls.fold(this.#table, batch.columns, this.#rows, this.#slots, matched, this.#signs);
  }

  /** Counts rows per group and closes the gaps of retractions of groups without rows. */
  #countRows(groups: Float64Array, count: number): number {
    const [rows, slots, signs] = [this.#rows, this.#slots, this.#signs];
    let matched = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const sign = signs[i]!;
      if (sign < 0 && groups[slot] === 0) continue;
      groups[slot]! += sign;
      rows[matched] = rows[i]!;
      slots[matched] = slot;
      signs[matched] = sign;
      matched += 1;
    }
    return matched;
  }

  /**
   * Change i, of the group whose key is in row rows[i], goes from result #before[i] to #after[i].
   */
  #emitChanges(
    batch: Batch,
    builders: readonly ColumnBuilder[],
    rows: Int32Array,
    count: number,
    out: Collector,
  ): void {
    const results = builders.map((builder) => builder.finish());
    const [before, after] = [this.#before, this.#after];
    const same = new Uint8Array(count).fill(1);
    for (const column of results) clearWhereDifferent(column, before, after, count, same);
    const changes = new GroupChanges(2 * count);
    for (let i = 0; i < count; i++) {
      const exists = this.#exists[i] === 1;
      if (this.#existed[i] === 0) {
        if (exists) changes.push(RowKind.Insert, after[i]!, rows[i]!);
      } else if (!exists) changes.push(RowKind.Delete, before[i]!, rows[i]!);
      else if (same[i] === 0) {
        changes.push(RowKind.UpdateBefore, before[i]!, rows[i]!);
        changes.push(RowKind.UpdateAfter, after[i]!, rows[i]!);
      }
    }
    const keys = this.#node.keys.map((key) => batch.columns[key]!);
    changes.emit(keys, results, this.#node.changelog !== 'insert-only', out);
  }

  #removeEmpty(): void {
    const { slots, count } = this.#touched;
    if (!this.#isRetracting) return;
    const groups = this.#table.f64(ROWS);
    for (let i = 0; i < count; i++) if (groups[slots[i]!] === 0) this.#table.remove(slots[i]!);
  }

  watermark(): void {}

  checkpoint(): void {
    this.#calls.checkpoint();
  }

  close(): void {}
}
