import type { Column } from '../../core/batch.js';
import { bigintType, notNull } from '../../core/types.js';
import type { AggregateFunction, Aggregator } from './aggregate.js';
import { appendBigints } from './append.js';
import { RowSteps, stepCounts } from './each-row.js';
import { mergeI64 } from './merge.js';

/** COUNT(*) and COUNT(x). State: one i64. */
export const count: AggregateFunction = {
  name: 'COUNT',
  doc: 'Number of rows, or of rows where the argument is not NULL.',
  syntax: 'COUNT(*) | COUNT([DISTINCT] value)',
  resolve(args) {
    if (args.length > 1) return { refused: 'takes one argument or *', argument: 1 };
    return { args: args.map((arg) => arg.type), type: notNull(bigintType) };
  },
  create: (site) => (site.args.length === 0 ? countRows : countValues),
};

const shared: Pick<Aggregator, 'fields' | 'merge' | 'results'> = {
  fields: [{ name: 'count', kind: 'i64' }],
  merge(table, base, to, other, from, rowCount) {
    mergeI64(table.i64(base), to, other.i64(base), from, rowCount);
  },
  results(table, base, slots, rowCount, out) {
    appendBigints(table.i64(base), slots, rowCount, out);
  },
};

const countRows: Aggregator = {
  ...shared,
  update(table, base, _args, _rows, slots, rowCount, signs) {
    if (signs === null) addOnes(table.i64(base), slots, rowCount);
    else addSigns(table.i64(base), slots, rowCount, signs);
  },
  updateEach(table, base, _args, steps, out) {
    stepCounts(table.i64(base), null, steps, out);
  },
};

const countValues: Aggregator = {
  ...shared,
  update(table, base, args, rows, slots, rowCount, signs) {
    const column = args[0]!;
    if (column.type.id === 'null') return;
    if (column.validity !== null) addValid(table.i64(base), column, rows, slots, rowCount, signs);
    else if (signs === null) addOnes(table.i64(base), slots, rowCount);
    else addSigns(table.i64(base), slots, rowCount, signs);
  },
  updateEach(table, base, args, steps, out) {
    const column = args[0]!;
    const isNull = column.type.id === 'null';
    stepCounts(table.i64(base), column, isNull ? withoutSteps(steps) : steps, out);
  },
};

/** COUNT(NULL) counts nothing. */
function withoutSteps({ rows, slots, count }: RowSteps): RowSteps {
  return new RowSteps(rows, slots, new Int8Array(count), count);
}

function addOnes(counts: BigInt64Array, slots: Int32Array, rowCount: number): void {
  for (let i = 0; i < rowCount; i++) counts[slots[i]!]! += 1n;
}

function addSigns(
  counts: BigInt64Array,
  slots: Int32Array,
  rowCount: number,
  signs: Int8Array,
): void {
  for (let i = 0; i < rowCount; i++) {
    if (signs[i]! > 0) counts[slots[i]!]! += 1n;
    else counts[slots[i]!]! -= 1n;
  }
}

function addValid(
  counts: BigInt64Array,
  column: Column,
  rows: Int32Array,
  slots: Int32Array,
  rowCount: number,
  signs: Int8Array | null,
): void {
  const bits = column.validity!;
  for (let i = 0; i < rowCount; i++) {
    const row = rows[i]!;
    if ((bits[row >> 3]! & (1 << (row & 7))) === 0) continue;
    if (signs === null || signs[i]! > 0) counts[slots[i]!]! += 1n;
    else counts[slots[i]!]! -= 1n;
  }
}
