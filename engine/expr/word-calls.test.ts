import test from 'ava';
import fc from 'fast-check';
import type { Value } from '../../core/batch.js';
import { columnReader, makeColumn } from '../../core/column-read.js';
import type { DataType } from '../../core/types.js';
import * as types from '../../core/types.js';
import type { Expr } from '../expr.js';
import { call, column, literal } from '../expr.js';
import { numberSignature, type Arithmetic } from '../functions/arithmetic/number-types.js';
import { compileCalc, compileFilter, compileProjection } from './compile.js';
import { evaluate } from './evaluate.js';

const session = { timeZone: 'UTC' };
const { bigintType, booleanType, doubleType, intType, decimalType } = types;
const columnTypes: readonly DataType[] = [
  bigintType,
  intType,
  doubleType,
  decimalType(10, 2),
  decimalType(4, 3),
  decimalType(18, 0),
  decimalType(30, 5),
];
const [big, int, double, money, small, long, wide] = columnTypes.map((type, i) =>
  column(i, type),
) as [Expr, Expr, Expr, Expr, Expr, Expr, Expr];

function digits(precision: number): fc.Arbitrary<bigint> {
  const limit = 10n ** BigInt(precision) - 1n;
  return fc.oneof(fc.bigInt(-9n, 9n), fc.bigInt(-limit, limit), fc.constantFrom(limit, -limit));
}
const int64 = fc.oneof(
  fc.bigInt(-9n, 9n),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.constantFrom(2n ** 31n, 2n ** 31n - 1n, -(2n ** 31n), 2n ** 32n, 2n ** 63n - 1n, -(2n ** 63n)),
);
const int32 = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
const limits = [Number.NaN, -0, Infinity, -Infinity, 2147483647.5, -2147483648.9, 1e300, -0.5];
const row = fc.tuple(
  fc.option(int64),
  fc.option(int32),
  fc.option(fc.oneof(fc.constantFrom(...limits), fc.double())),
  fc.option(digits(10)),
  fc.option(digits(4)),
  fc.option(digits(18)),
  fc.option(digits(30)),
);

function binary(op: Arithmetic, a: Expr, b: Expr): Expr {
  const { args, type } = numberSignature(op, a.type, b.type);
  const [left, right] = [a, b].map((arg, i) =>
    arg.type.id === args[i]!.id ? arg : cast(arg, args[i]!),
  );
  return call(op, [left!, right!], type);
}
const cast = (expr: Expr, type: DataType): Expr => call('CAST', [expr], type);
const asBig = cast(int, bigintType);

const decimalColumn = fc.constantFrom(money, small, long, wide);
const decimalLiteral = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 5 }))
  .chain(([precision, scale]) =>
    digits(precision).map((value) =>
      literal(value, decimalType(precision, Math.min(scale, precision))),
    ),
  );
const decimal = fc.oneof(
  decimalColumn,
  decimalLiteral,
  fc.constantFrom(cast(big, decimalType(19, 0)), cast(asBig, decimalType(19, 0))),
  fc.constant(cast(int, decimalType(10, 0))),
);
const integer = fc.oneof(
  fc.constantFrom(big, asBig),
  fc.oneof(int64, int32.map(BigInt)).map((value) => literal(value, bigintType)),
);
const comparison = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
const numbers = fc.oneof(
  fc
    .tuple(fc.constantFrom<Arithmetic>('+', '-', '*'), decimal, decimal)
    .map(([op, a, b]) => binary(op, a, b)),
  fc.constantFrom(cast(double, intType), cast(big, intType), cast(big, doubleType), asBig),
  fc.constantFrom(cast(asBig, doubleType), cast(asBig, intType), cast(asBig, decimalType(25, 3))),
  fc.constantFrom(cast(money, decimalType(30, 7)), cast(money, decimalType(12, 4))),
);
const conditions = fc.oneof(
  fc.tuple(comparison, decimal, decimal).map(([op, a, b]) => call(op, [a, b], booleanType)),
  fc.tuple(comparison, integer, integer).map(([op, a, b]) => call(op, [a, b], booleanType)),
  fc
    .tuple(fc.constantFrom(big, asBig), fc.array(fc.option(int64), { minLength: 1, maxLength: 20 }))
    .map(([x, list]) => among(x, list)),
  fc.array(int32, { minLength: 1, maxLength: 20 }).map((list) => among(int, list)),
  fc.array(fc.constantFrom(...limits), { minLength: 1 }).map((list) => among(double, list)),
);

function among(expr: Expr, list: readonly Value[]): Expr {
  return call('IN', [expr, ...list.map((item) => literal(item, expr.type))], booleanType);
}

test('numbers by words and inline give what their kernels give, NULL or not', (t) => {
  const exprs = fc.array(fc.oneof(numbers, conditions), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), exprs, (rows, all) => {
      const batch = batchOf(rows);
      const results = compileProjection(all, session)(batch);
      for (const [e, expr] of all.entries()) {
        const read = columnReader(expr.type);
        const expected = rows.map((values) => evaluate(expr, values, session));
        t.deepEqual(
          rows.map((_, i) => read(results[e]!, i)),
          expected,
        );
      }
    }),
    { numRuns: 200 },
  );
});

test('products at the limits of 64 bits are exact', (t) => {
  const most = 2n ** 31n - 1n;
  for (const factor of [1n, -1n, 2n, -3n, 15n, 908n, -999n, most, -most, most + 1n]) {
    const limit = 2n ** 63n / (factor < 0n ? -factor : factor);
    const high = limit >> 32n;
    const edges = [high - 2n, high - 1n, high, high + 1n].map((word) => word << 32n);
    const values = [...edges, limit, 2n ** 63n - 1n, 0n]
      .flatMap((value) => [value - 1n, value, value + 1n])
      .flatMap((value) => [value, -value])
      .filter((value) => BigInt.asIntN(64, value) === value);
    const rows = values.map((value): Value[] => [value, 1, null, null, null, null, null]);
    const product = binary('*', cast(big, decimalType(19, 0)), literal(factor, decimalType(10, 3)));
    const [result] = compileProjection([product], session)(batchOf(rows));
    const read = columnReader(product.type);
    t.deepEqual(
      values.map((_, i) => read(result!, i)),
      values.map((value) => value * factor),
      `${factor}`,
    );
  }
});

test('a filter of several conditions passes the rows for which all are TRUE', (t) => {
  const input = fc.tuple(
    fc.array(row, { minLength: 1, maxLength: 40, size: 'max' }),
    fc.array(conditions),
  );
  fc.assert(
    fc.property(input, fc.array(numbers), ([rows, all], projections) => {
      const filter = all.reduce(
        (a, b) => call('AND', [a, b], booleanType),
        literal(true, booleanType) as Expr,
      );
      const isOdd = (_: unknown, i: number): boolean => i % 2 === 1;
      const live = rows.map((_, i) => i).filter(rows.length > 1 ? isOdd : () => true);
      const batch = { ...batchOf(rows), selection: Int32Array.from(live), rowCount: live.length };
      const wanted = live.filter((i) => evaluate(filter, rows[i]!, session) === true);
      const result = compileCalc(filter, projections, session)(batch);
      t.deepEqual(
        result === null ? [] : [...result.selection!.subarray(0, result.rowCount)],
        wanted,
      );
      for (const [p, expr] of projections.entries())
        for (const i of wanted)
          t.deepEqual(
            columnReader(expr.type)(result!.columns[p]!, i),
            evaluate(expr, rows[i]!, session),
          );
    }),
    { numRuns: 100 },
  );
});

test('behind a NULL condition the next one still runs, and may fail', (t) => {
  const quotient = call('/', [int, literal(0, intType)], intType);
  const positive = (expr: Expr): Expr => call('>', [expr, literal(0, intType)], booleanType);
  const isBig = call('>', [big, literal(0n, bigintType)], booleanType);
  const filter = call('AND', [isBig, positive(quotient)], booleanType);
  const passes = compileFilter(filter, session);
  const out = new Int32Array(1);
  const only = (value: bigint | null): Value[] => [value, 1, null, null, null, null, null];
  t.is(passes(batchOf([only(-1n)]), out), 0);
  t.throws(() => passes(batchOf([only(null)]), out), { code: 'DIVISION_BY_ZERO' });
  t.throws(() => passes(batchOf([only(1n)]), out), { code: 'DIVISION_BY_ZERO' });
});

test('filtered rows keep their selection when the filter is used again', (t) => {
  const run = compileCalc(call('>', [int, literal(0, intType)], booleanType), [int], session);
  const rows = (values: readonly number[]): Value[][] =>
    values.map((value) => [null, value, null, null, null, null, null]);
  const first = run(batchOf(rows([1, 0, 1])))!;
  run(batchOf(rows([0, 1, 0])));
  t.deepEqual([...first.selection!], [0, 2]);
});

function batchOf(
  rows: readonly (readonly Value[])[],
): Parameters<ReturnType<typeof compileFilter>>[0] {
  const columns = columnTypes.map((type, c) =>
    makeColumn(
      type,
      rows.map((values) => values[c]!),
    ),
  );
  return { columns, kinds: null, selection: null, rowCount: rows.length, watermarks: null };
}
