import test from 'ava';
import type { Batch, Value } from '../../core/batch.js';
import { columnReader, makeColumn } from '../../core/column-read.js';
import type { DataType } from '../../core/types.js';
import * as types from '../../core/types.js';
import type { Expr } from '../expr.js';
import { call, column, literal } from '../expr.js';
import { compileProjection } from './compile.js';
import { evaluate } from './evaluate.js';

const session = { timeZone: 'UTC' };
const { bigintType, booleanType, doubleType, intType, decimalType } = types;
const columnTypes = [bigintType, intType, doubleType, decimalType(10, 2), decimalType(30, 5)];
const [big, int, double, money, wide] = columnTypes.map((type, i) => column(i, type)) as [
  Expr,
  Expr,
  Expr,
  Expr,
  Expr,
];
const cast = (expr: Expr, type: DataType): Expr => call('CAST', [expr], type);

/** One for each way of writing a row. */
const exprs: readonly Expr[] = [
  call('+', [big, literal(1n, bigintType)], bigintType),
  cast(int, bigintType),
  call('*', [int, literal(2, intType)], intType),
  call('*', [double, literal(2, doubleType)], doubleType),
  call('>', [double, literal(3, doubleType)], booleanType),
  call('*', [money, literal(15n, decimalType(2, 1))], decimalType(13, 3)),
  call('*', [cast(big, decimalType(19, 0)), literal(15n, decimalType(2, 1))], decimalType(22, 1)),
  call('+', [wide, literal(15n, decimalType(2, 1))], decimalType(31, 5)),
  cast(cast(int, bigintType), decimalType(25, 0)),
];

/** Enough for arrays whose memory is not cleared. */
const rowCount = 5000;
const rows = Array.from({ length: rowCount }, (_, i): readonly Value[] =>
  i % 3 === 0 ? [null, null, null, null, null] : [BigInt(i), i, i / 2, BigInt(i), BigInt(-i)],
);

test.serial('a null row holds 0, whatever was in its memory', (t) => {
  const { allocUnsafeSlow } = Buffer;
  let dirty = 0;
  Buffer.allocUnsafeSlow = (size) => {
    dirty++;
    return allocUnsafeSlow(size).fill(0xab);
  };
  t.teardown(() => void (Buffer.allocUnsafeSlow = allocUnsafeSlow));
  const columns = columnTypes.map((type, c) =>
    makeColumn(
      type,
      rows.map((values) => values[c]!),
    ),
  );
  const batch: Batch = { columns, kinds: null, selection: null, rowCount, watermarks: null };
  const results = compileProjection(exprs, session)(batch);
  t.is(dirty, exprs.length);
  for (const [e, expr] of exprs.entries()) {
    const { values } = results[e]!;
    const read = columnReader(expr.type);
    const each = values.length / rowCount;
    for (const [i, row] of rows.entries()) {
      const wanted = evaluate(expr, row, session);
      if (read(results[e]!, i) !== wanted) t.fail(`row ${i} of ${e}: ${String(wanted)}`);
      if (wanted !== null) continue;
      for (let word = 0; word < each; word++)
        if (Number(values[i * each + word]) !== 0) t.fail(`null row ${i} of ${e}`);
    }
  }
});
