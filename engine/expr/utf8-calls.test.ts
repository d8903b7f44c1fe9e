import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Value } from '../../core/batch.js';
import { columnReader, makeColumn } from '../../core/column-read.js';
import type { DataType } from '../../core/types.js';
import {
  bigintType,
  booleanType,
  doubleType,
  intType,
  stringType,
  timestampType,
} from '../../core/types.js';
import type { Expr } from '../expr.js';
import { call, column, literal } from '../expr.js';
import { checkProperty } from '../../props/check-property.js';
import { compileProjection } from './compile.js';
import { evaluate } from './evaluate.js';

const session = { timeZone: 'UTC' };
const text = column(0, stringType);
const number = column(1, bigintType);
const time = column(2, timestampType(3));

const letters = fc.constantFrom('a', 'b', '/', '%', 'é', '～', '🚀', '');
const word = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(letters, { maxLength }).map((parts) => parts.join(''));
const small = fc.integer({ min: -2, max: 6 });
const textOf = (value: string): Expr => literal(value, stringType);
const intOf = (value: number): Expr => literal(value, intType);

const texts: fc.Arbitrary<Expr> = fc.oneof(
  fc.tuple(small, small).map(([at, n]) => callOf('SUBSTRING', [text, intOf(at), intOf(n)])),
  small.map((at) => callOf('SUBSTRING', [text, intOf(at)])),
  small.map((n) => callOf('LEFT', [text, intOf(n)])),
  fc
    .tuple(word(2), small)
    .map(([mark, n]) => callOf('SPLIT_INDEX', [text, textOf(mark), intOf(n)])),
  small.map((n) => callOf('SPLIT_INDEX', [text, intOf(0x2f), intOf(n)])),
);
const like = fc
  .array(fc.oneof(fc.constantFrom('%', '%', '_'), word(2)), { maxLength: 5 })
  .map((parts) => callOf('LIKE', [text, textOf(parts.join(''))], booleanType));

function callOf(name: string, args: readonly Expr[], type: DataType = stringType): Expr {
  return call(name, args, type);
}

const units = `MILLENNIUM CENTURY DECADE YEAR QUARTER MONTH DAY DOY DOW ISODOW WEEK ISOYEAR HOUR
  MINUTE SECOND MILLISECOND MICROSECOND NANOSECOND`.split(/\s+/);

/** Branches that are all literals, so that the result lies in one constant. */
const chosen = fc
  .tuple(like, fc.array(fc.option(word(3)), { minLength: 1, maxLength: 3 }))
  .map(([test, values]) => {
    const branches = values.map((value) => literal(value, stringType));
    const last = branches.length > 1 ? branches.slice(-1) : [];
    return callOf('CASE', [...branches.slice(0, 2).flatMap((value) => [test, value]), ...last]);
  });

const anyCall = fc.oneof(
  chosen,
  chosen.map((text) => callOf('=', [text, textOf('a')], booleanType)),
  texts,
  like,
  fc.constant(callOf('CHAR_LENGTH', [text], intType)),
  texts.map((part) => callOf('CHAR_LENGTH', [part], intType)),
  texts.map((part) => callOf('UPPER', [part])),
  fc.tuple(like, texts).map(([test, part]) => callOf('CASE', [test, part, textOf('é-')])),
  fc
    .tuple(like, texts)
    .map(([test, part]) => callOf('CASE', [test, callOf('UPPER', [part]), text])),
  fc.tuple(texts, word(2)).map(([part, other]) => callOf('=', [part, textOf(other)], booleanType)),
  fc.constant(callOf('CAST', [number], doubleType)),
  fc.constant(callOf('CAST', [number], intType)),
  fc
    .constantFrom(1n, -1n, 7n, -100n, 2n ** 31n - 1n, -(2n ** 31n))
    .map((divisor) => callOf('%', [number, literal(divisor, bigintType)], intType)),
  fc
    .constantFrom(...units)
    .map((unit): Expr => ({ ...call('EXTRACT', [time], bigintType), options: { unit } }) as Expr),
);

const row = fc.tuple(
  fc.option(word(8)),
  fc.option(fc.oneof(fc.bigInt(-9n, 9n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n))),
  fc.option(fc.oneof(fc.integer({ min: -(2 ** 42), max: 2 ** 42 }), fc.integer())),
);

/** Pieces of one text at few marks, in any order, some only where a condition holds. */
const piece = fc
  .record({
    mark: fc.constantFrom('/', '/', 'a', 'a', 'aa', 'aba', '～'),
    index: fc.integer({ min: 0, max: 5 }),
    from: fc.constantFrom(0, 0, 2),
    test: fc.option(like, { freq: 1 }),
  })
  .map(({ mark, index, from, test }) => {
    const whole = from === 0 ? text : callOf('SUBSTRING', [text, intOf(from)]);
    const found = callOf('SPLIT_INDEX', [whole, textOf(mark), intOf(index)]);
    return test === null ? found : callOf('CASE', [test, found]);
  });
const pieces = fc.array(piece, { minLength: 2, maxLength: 8 });
const marked = fc
  .array(fc.constantFrom('/', 'a', 'a', 'b', 'é', '～', 'c'), { maxLength: 12 })
  .map((parts) => parts.join(''));

test('pieces found behind other pieces of the text are those found from its start', async (t) => {
  const input = fc.tuple(fc.array(fc.option(marked), { minLength: 1, maxLength: 8 }), pieces);
  await checkProperty(
    t,
    fc.property(input, ([rows, exprs]) => {
      const columns = [makeColumn(stringType, rows)];
      const batch = { columns, kinds: null, selection: null, rowCount: rows.length };
      const results = compileProjection(exprs, session)({ ...batch, watermarks: null });
      for (const [e, expr] of exprs.entries()) {
        const read = columnReader(expr.type);
        assert.deepEqual(
          rows.map((_, i) => read(results[e]!, i)),
          rows.map((value) => evaluate(expr, [value], session)),
        );
      }
    }),
  );
});

test('functions on bytes and words give what their kernels give', async (t) => {
  const input = fc.tuple(fc.array(row, { minLength: 1, maxLength: 8 }), fc.array(anyCall));
  await checkProperty(
    t,
    fc.property(input, ([rows, exprs]) => {
      const columns = [stringType, bigintType, timestampType(3)].map((type, c) =>
        makeColumn(
          type,
          rows.map((values) => values[c] as Value),
        ),
      );
      const batch = { columns, kinds: null, selection: null, rowCount: rows.length };
      const results = compileProjection(exprs, session)({ ...batch, watermarks: null });
      for (const [e, expr] of exprs.entries()) {
        const read = columnReader(expr.type);
        const expected = rows.map((values) => evaluate(expr, values as Value[], session));
        assert.deepEqual(
          rows.map((_, i) => read(results[e]!, i)),
          expected,
        );
      }
    }),
    500,
  );
});
