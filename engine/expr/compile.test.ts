import test from 'ava';
import type { Batch } from '../../core/batch.js';
import { batchFromText, batchToText } from '../../core/batch-text.js';
import { columnReader } from '../../core/column-read.js';
import type { DataType } from '../../core/types.js';
import { bigintType, booleanType, intType, stringType } from '../../core/types.js';
import type { Expr } from '../expr.js';
import { call, column, literal } from '../expr.js';
import { compileCalc, compileFilter, compileProjection } from './compile.js';

const session = { timeZone: 'UTC' };
const row: DataType = {
  id: 'row',
  nullable: true,
  fields: [
    { name: 'x', type: intType },
    { name: 's', type: stringType },
  ],
};
const schema = {
  fields: [
    { name: 'a', type: intType },
    { name: 'b', type: intType },
    { name: 's', type: stringType },
    { name: 'r', type: row },
  ],
};
const batch = batchFromText(
  schema,
  `
  + 1 0 x [5,"p"]
  - 2 1 null null
  + null 2 y [null,"q"]
  + 4 null x [7,null]
`,
);
const [a, b, s, r] = schema.fields.map((field, i) => column(i, field.type)) as [
  Expr,
  Expr,
  Expr,
  Expr,
];
const greater = (x: Expr, y: Expr): Expr => call('>', [x, y], booleanType);
const int = (value: number): Expr => literal(value, intType);

function values(exprs: readonly Expr[], input: Batch): unknown[][] {
  const columns = compileProjection(exprs, session)(input);
  return exprs.map((expr, c) =>
    Array.from({ length: 4 }, (_, i) => columnReader(expr.type)(columns[c]!, i)),
  );
}

test('a filter writes the physical rows that pass; NULL does not', (t) => {
  const out = new Int32Array(4);
  const count = compileFilter(greater(a, int(1)), session)(batch, out);
  t.deepEqual([...out.subarray(0, count)], [1, 3]);
  const selected = { ...batch, selection: Int32Array.of(0, 3), rowCount: 2 };
  t.is(compileFilter(greater(a, int(1)), session)(selected, out), 1);
  t.is(out[0], 3);
});

test('column references pass the same column on, computed ones lie at the physical row', (t) => {
  const selected = { ...batch, selection: Int32Array.of(1, 3), rowCount: 2 };
  const [same, sum] = compileProjection([s, call('+', [a, int(10)], intType)], session)(selected);
  t.is(same, batch.columns[2]);
  t.deepEqual(
    [1, 3].map((i) => columnReader(intType)(sum!, i)),
    [12, 14],
  );
});

test('calc keeps kinds, and gives null when no row passes', (t) => {
  const calc = compileCalc(
    greater(a, int(1)),
    [call('||', [s, literal('!', stringType)], stringType), a],
    session,
  );
  const output = {
    fields: [
      { name: 'c', type: stringType },
      { name: 'a', type: intType },
    ],
  };
  t.is(batchToText(output, calc(batch)!), '- null 2\n+ x! 4');
  t.is(compileCalc(greater(a, int(100)), [a], session)(batch), null);
});

test('a branch that is not taken does not fail', (t) => {
  const quotient = call('/', [a, b], intType);
  const guarded = call('CASE', [call('=', [b, int(0)], booleanType), int(-1), quotient], intType);
  t.deepEqual(values([guarded], batch), [[-1, 2, null, null]]);
  const chain = call(
    'AND',
    [call('<>', [b, int(0)], booleanType), greater(quotient, int(1))],
    booleanType,
  );
  t.deepEqual(values([chain], batch), [[false, true, null, null]]);
  t.throws(() => values([quotient], batch), { code: 'DIVISION_BY_ZERO' });
});

test('fields of a row are read without the row; NULL rows have NULL fields', (t) => {
  const x = call('FIELD', [r], intType, { index: 0 });
  t.deepEqual(values([x, call('+', [x, int(1)], intType)], batch), [
    [5, null, null, 7],
    [6, null, null, 8],
  ]);
});

test('texts are compared with literals by their bytes, also in IN', (t) => {
  const equal = call('=', [s, literal('x', stringType)], booleanType);
  const among = call('IN', [s, literal('y', stringType), literal('z', stringType)], booleanType);
  t.deepEqual(values([equal, among], batch), [
    [true, null, false, true],
    [false, null, true, false],
  ]);
});

test('a literal cannot become code', (t) => {
  const nasty = '"); throw 1; ("\\u2028`${1}';
  t.deepEqual(
    values(
      [call('COALESCE', [literal(null, stringType), literal(nasty, stringType)], stringType)],
      batch,
    ),
    [[nasty, nasty, nasty, nasty]],
  );
});

test('long chains and shared subexpressions compile in linear time', (t) => {
  let chain = call('=', [a, int(0)], booleanType);
  for (let i = 1; i < 3000; i++)
    chain = call('OR', [chain, call('=', [a, int(i)], booleanType)], booleanType);
  t.is(compileFilter(chain, session)(batch, new Int32Array(4)), 3);
  let doubled: Expr = call('CAST', [a], bigintType);
  for (let i = 0; i < 40; i++) doubled = call('+', [doubled, doubled], bigintType);
  t.deepEqual(values([doubled], batch), [[2n ** 40n, 2n ** 41n, null, 2n ** 42n]]);
});

test('texts that are chosen are those of the batch, however often the loop has run', (t) => {
  const chosen = call(
    'CASE',
    [greater(a, int(1)), literal('many', stringType), literal('few', stringType)],
    stringType,
  );
  const calc = compileCalc(greater(a, int(0)), [chosen], session);
  const small = batchFromText(schema, '+ 3 0 x null\n+ null 0 y null');
  for (const [input, texts, bytes] of [
    [batch, ['few', 'many', 'many'], 11],
    [small, ['many'], 4],
    [batch, ['few', 'many', 'many'], 11],
  ] as const) {
    const result = calc(input)!;
    const [one] = result.columns;
    const rows = [...result.selection!];
    t.deepEqual(
      rows.map((at) => columnReader(stringType)(one!, at)),
      texts,
    );
    t.is(one!.offsets!.at(-1), bytes); // rows that do not pass have no text
  }
});
