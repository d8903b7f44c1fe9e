import type { Batch, Column } from '../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { gather } from '../../core/gather.js';
import { kindSign, RowKind } from '../../core/rowkind.js';
import { CallSet } from '../aggregates/call-set.js';
import { clearWhereDifferent } from '../aggregates/same-value.js';
import type { GroupAggregateNode } from '../nodes.js';
import type { Collector, Operator, OperatorContext, OperatorSpec } from '../operator.js';
import { createKeyEncoder } from '../state/key-encoder.js';
import type { KeyedTable, KeyEncoder } from '../state/state.js';
import { explainCalls } from './explain-calls.js';
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
  #existed = new Uint8Array(BATCH_ROWS);

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
    if (this.#node.everyChange !== true) {
      this.#processTogether(batch, out);
      return;
    }
    for (let i = 0; i < batch.rowCount; i++) {
      const selection = Int32Array.of(rowAt(batch, i));
      this.#processTogether({ ...batch, selection, rowCount: 1 }, out);
    }
  }

  #processTogether(batch: Batch, out: Collector): void {
    const count = this.#findSlots(batch);
    const touched = this.#touched;
    touched.collect(this.#rows, this.#slots, count);
    this.#table.touchAll(touched.slots, touched.count);
    const groups = this.#table.f64(ROWS);
    if (this.#existed.length < touched.count) this.#existed = new Uint8Array(touched.count);
    for (let i = 0; i < touched.count; i++)
      this.#existed[i] = groups[touched.slots[i]!]! > 0 ? 1 : 0;
    const results = this.#node.calls.map((call) => new ColumnBuilder(call.type, 2 * touched.count));
    this.#calls.results(this.#table, touched.slots, touched.count, results);
    this.#fold(batch, count);
    this.#calls.results(this.#table, touched.slots, touched.count, results);
    this.#emitChanges(
      batch,
      results.map((builder) => builder.finish()),
      out,
    );
    this.#removeEmpty();
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

  /** `results` holds the old results of the touched groups, then the new ones. */
  #emitChanges(batch: Batch, results: readonly Column[], out: Collector): void {
    const { count, slots, rows } = this.#touched;
    const groups = this.#table.f64(ROWS);
    const same = new Uint8Array(count).fill(1);
    for (const column of results) clearWhereDifferent(column, count, same);
    const changes = new Changes(2 * count);
    for (let i = 0; i < count; i++) {
      const existed = this.#existed[i] === 1;
      const exists = groups[slots[i]!]! > 0;
      if (existed && !exists) changes.push(RowKind.Delete, i, rows[i]!);
      else if (!existed && exists) changes.push(RowKind.Insert, count + i, rows[i]!);
      else if (exists && same[i] === 0) {
        changes.push(RowKind.UpdateBefore, i, rows[i]!);
        changes.push(RowKind.UpdateAfter, count + i, rows[i]!);
      }
    }
    const keys = this.#node.keys.map((key) => batch.columns[key]!);
    const kinds = this.#node.changelog !== 'insert-only';
    for (let start = 0; start < changes.count; start += BATCH_ROWS) {
      out.emit(
        changes.batch(keys, results, start, Math.min(BATCH_ROWS, changes.count - start), kinds),
      );
    }
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

/** Rows to emit: kind, row of the results, row of the batch that has the key. */
class Changes {
  count = 0;
  readonly #kinds: Uint8Array;
  readonly #results: Int32Array;
  readonly #keys: Int32Array;

  constructor(rowsMax: number) {
    this.#kinds = new Uint8Array(rowsMax);
    this.#results = new Int32Array(rowsMax);
    this.#keys = new Int32Array(rowsMax);
  }

  push(kind: number, result: number, key: number): void {
    const at = this.count++;
    this.#kinds[at] = kind;
    this.#results[at] = result;
    this.#keys[at] = key;
  }

  batch(
    keys: readonly Column[],
    results: readonly Column[],
    start: number,
    count: number,
    withKinds: boolean,
  ): Batch {
    const keyRows = this.#keys.subarray(start, start + count);
    const resultRows = this.#results.subarray(start, start + count);
    return {
      columns: [
        ...keys.map((column) => gather(column, keyRows, count)),
        ...results.map((column) => gather(column, resultRows, count)),
      ],
      kinds: withKinds ? this.#kinds.slice(start, start + count) : null,
      selection: null,
      rowCount: count,
      watermarks: null,
    };
  }
}
