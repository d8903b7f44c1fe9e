import assert from 'node:assert/strict';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import type { Value } from '../../../core/batch.js';
import {
  booleanType,
  bytesType,
  dateType,
  decimalType,
  doubleType,
  intType,
  stringType,
  timestampLtzType,
  timestampType,
  type DataType,
  type Field,
} from '../../../core/types.js';
import { checkProperty } from '../../../props/check-property.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { batchOf, diskWith, readAll, testEnv } from '../../test-rig.js';
import { csvFormat } from './csv.js';

const col = (name: string, type: DataType): Field => ({ name, type });
const three = [col('id', intType), col('a', stringType), col('n', intType)];
const ignore = { 'csv.ignore-parse-errors': 'true' };
const pair: DataType = {
  id: 'row',
  fields: [col('x', intType), col('y', stringType)],
  nullable: true,
};
const texts: DataType = { id: 'array', element: stringType, nullable: true };

async function read(
  text: string,
  fields: Field[],
  options: Record<string, string> = {},
  projection?: string[][],
  rowsMax = 4096,
): Promise<Value[][]> {
  const disk = await diskWith({ '/base/f': text });
  return readAll(
    filesystem,
    {
      env: testEnv(disk.mount()),
      options: { path: 'f', format: 'csv', ...options },
      physical: { fields },
      ...(projection === undefined ? {} : { projection }),
    },
    rowsMax,
  );
}

function written(fields: Field[], rows: Value[][], options: Record<string, string> = {}): string {
  const encoder = csvFormat.encoder!({ options, fields, indexes: fields.map((_, i) => i) });
  const bytes = encoder.encode(
    batchOf({ fields }, rows),
    Int32Array.from(rows, (_, i) => i),
    rows.length,
  );
  return Buffer.from(bytes).toString();
}

test('quotes, numbers, dates and timestamps; only wanted columns are decoded', async (t) => {
  const fields = [
    col('id', intType),
    col('name', stringType),
    col('price', decimalType(8, 2)),
    col('ok', booleanType),
    col('d', dateType),
    col('t', timestampType(3)),
  ];
  const text =
    '1,ann,12.50,true,2024-03-01,2024-03-01 09:00:00\r\n' +
    '3,,0,TRUE,1970-01-01,1970-01-01 00:00:00.5\n' +
    '4,"dee, ""the"" fourth",1e2,False,0001-01-01,9999-12-31 23:59:59';
  t.deepEqual(await read(text, fields), [
    [1, 'ann', 1250n, true, 19783, 1709283600000],
    [3, '', 0n, true, 0, 500],
    [4, 'dee, "the" fourth', 10000n, false, -719162, 253402300799000],
  ]);
  t.deepEqual(await read(text, fields, {}, [['name']]), [['ann'], [''], ['dee, "the" fourth']]);
});

test('line breaks inside quotes belong to the field, wherever polls cut', async (t) => {
  const text = '1,"first line\nsecond line",1\n2,"a\r\nb",2\n3,plain,3\n4,"z\n",4\n';
  for (const rowsMax of [1, 2, 100]) {
    t.deepEqual(
      (await read(text, three, {}, undefined, rowsMax)).map((values) => values[1]),
      ['first line\nsecond line', 'a\r\nb', 'plain', 'z\n'],
    );
  }
});

test('too few and too many columns', async (t) => {
  const few = '1,a,10\n2,b\n4\n5,e,\n';
  await t.throwsAsync(() => read(few, three), {
    code: 'CORRUPT_ROW',
    message: /line 2.*has 2 columns, not 3/,
  });
  t.deepEqual(await read(few, three, ignore), [
    [1, 'a', 10],
    [2, 'b', null],
    [4, null, null],
    [5, 'e', null],
  ]);
  const many = '1,a,10\n2,b,20,extra\n4,d,40,\n';
  t.deepEqual(await read(many, three, ignore), [
    [1, 'a', 10],
    [4, 'd', 40],
  ]);
  t.deepEqual(await read(many, three, { ...ignore, 'csv.allow-trailing-comma': 'false' }), [
    [1, 'a', 10],
  ]);
  t.deepEqual((await read(many, three, { 'csv.ignore-trailing-unmappable': 'true' })).length, 3);
});

test('nulls: a literal also in quotes, the empty text on request', async (t) => {
  const text = '1,NA,NA\n3,"NA",5\n5,na,7\n';
  t.deepEqual(await read(text, three, { 'csv.null-literal': 'NA' }), [
    [1, null, null],
    [3, null, 5],
    [5, 'na', 7],
  ]);
  t.deepEqual(await read('1,,\n2,"",3\n', three, { 'csv.empty-string-as-null': 'true' }), [
    [1, null, null],
    [2, null, 3],
  ]);
});

test("delimiters, quotes, escapes, comments, spaces of one's own", async (t) => {
  t.deepEqual(await read('1\tone\t2\n', three, { 'csv.field-delimiter': '\\t' }), [[1, 'one', 2]]);
  t.deepEqual(
    await read("1|'it''s|\"'|2\n", three, {
      'csv.field-delimiter': '|',
      'csv.quote-character': "'",
    }),
    [[1, 'it\'s|"', 2]],
  );
  t.deepEqual(
    await read('1,a\\,b,2\n2,"say \\"hi\\"",3\n3,back\\\\slash,4\n', three, {
      'csv.escape-character': '\\',
    }),
    [
      [1, 'a,b', 2],
      [2, 'say "hi"', 3],
      [3, 'back\\slash', 4],
    ],
  );
  t.deepEqual(await read('1,"a",2\n', three, { 'csv.disable-quote-character': 'true' }), [
    [1, '"a"', 2],
  ]);
  t.deepEqual(await read('# x\n1,#a,2\n#2,b,3\n', three, { 'csv.allow-comments': 'true' }), [
    [1, '#a', 2],
  ]);
  t.deepEqual(await read(' 1 , a ,2\n3, "  c  " , 4\n', three, { 'csv.trim-spaces': 'true' }), [
    [1, 'a', 2],
    [3, '  c  ', 4],
  ]);
  t.deepEqual(await read('1, a , 2 \n', three), [[1, ' a ', 2]]);
});

test('rows and arrays in a field; a null one is the null literal', async (t) => {
  const fields = [col('id', intType), col('r', pair), col('a', texts)];
  t.deepEqual(
    await read('1,1;one,p;q\n2,-,-\n3,"2;-",x;;z\n', fields, { 'csv.null-literal': '-' }, [
      ['id'],
      ['r'],
      ['a'],
      ['r', 'y'],
    ]),
    [
      [1, [1, 'one'], ['p', 'q'], 'one'],
      [2, null, null, null],
      [3, [2, null], ['x', '', 'z'], null],
    ],
  );
  await t.throwsAsync(() => read('1,1,p\n', fields), {
    code: 'CORRUPT_ROW',
    message: /column "r"/,
  });
});

test('rows and arrays within rows and arrays are refused before the job', (t) => {
  const list = (element: DataType): DataType => ({ id: 'array', nullable: true, element });
  for (const type of [list(list(intType)), list(pair)]) {
    t.throws(() => csvFormat.check({}, { fields: [col('deep', type)] }), {
      code: 'FORMAT_SCHEMA',
      message: /no form for the column deep\[\]/,
    });
  }
  const inner: DataType = {
    id: 'row',
    nullable: true,
    fields: [{ name: 'x', type: list(intType) }],
  };
  t.throws(() => csvFormat.check({}, { fields: [col('deep', inner)] }), {
    message: /no form for the column deep\.x of type ARRAY<INT>/,
  });
});

test('what does not fit is an error or null, a broken record is skipped', async (t) => {
  const fields = [col('id', intType), col('ok', booleanType)];
  await t.throwsAsync(() => read('1,true\ntwo,false\n', fields), {
    code: 'CORRUPT_ROW',
    message: /line 2, byte 7, column "id".*two/,
  });
  t.deepEqual(await read('1,maybe\n2,1\ntwo,false\n3,\n', fields, ignore), [
    [1, null],
    [2, null],
    [null, false],
    [3, null],
  ]);
  t.deepEqual(await read('1,"true"x\n2,true\n3,"tr\n4,false\n', fields, ignore), [
    [2, true],
    [4, false],
  ]);
  t.deepEqual(await read('\n1,true\n\n\r\n2,false\n', fields), [
    [1, true],
    [2, false],
  ]);
});

test('option values are checked', (t) => {
  const bad = [
    { 'csv.field-delimiter': '||' },
    { 'csv.field-delimiter': '"' },
    { 'csv.field-delimiter': '|', 'csv.escape-character': '|' },
    { 'csv.ignore-parse-errors': 'x' },
    { 'csv.quote-character': 'é' },
    { 'csv.quote-character': "'", 'csv.disable-quote-character': 'true' },
  ];
  for (const options of bad)
    t.throws(() => csvFormat.check(options, { fields: [] }), { code: 'OPTION_VALUE' });
  const map: DataType = { id: 'map', key: stringType, value: intType, nullable: true };
  t.throws(() => csvFormat.check({}, { fields: [col('m', map)] }), { code: 'FORMAT_SCHEMA' });
});

test('quotes are written where Flink writes them', (t) => {
  const words = [
    'plain',
    'two words',
    'a-b',
    'a+b',
    'say "hi"',
    'a,b',
    'exactly-24-letters-long.',
    'exactly-25-letters-long..',
    ' ',
    '',
    'ünï',
  ];
  t.is(
    written(
      [col('s', stringType)],
      words.map((word) => [word]),
    ),
    'plain\n"two words"\na-b\n"a+b"\n"say ""hi"""\n"a,b"\nexactly-24-letters-long.\n' +
      '"exactly-25-letters-long.."\n" "\n\nünï\n',
  );
  const fields = [
    col('d', decimalType(20, 0)),
    col('f', doubleType),
    col('t', timestampType(9)),
    col('z', timestampLtzType(3)),
    col('b', bytesType),
    col('a', texts),
    col('r', pair),
  ];
  t.is(
    written(fields, [
      [100000n, 12.5 / 3, 123456000000n, 345, Buffer.from('text'), ['1', '2'], [-2, 'A, "Q"']],
    ]),
    '1E+5,4.166666666666667,"1970-01-01 00:02:03.456","1970-01-01 00:00:00.345Z",' +
      'dGV4dA==,1;2,"-2;A, ""Q"""\n',
  );
  t.is(
    written(fields.slice(0, 1), [[100000n], [0n], [-120n], [null]], {
      'csv.write-bigdecimal-in-scientific-notation': 'false',
    }),
    '100000\n0\n-120\n\n',
  );
});

const fieldText = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', ' ', '\\', '😀'),
});

test('what csv-parse reads is read, and what is written is read back', async (t) => {
  const fields = [col('a', stringType), col('b', stringType), col('c', stringType)];
  await checkProperty(
    t,
    fc.asyncProperty(
      fc.array(fc.tuple(fieldText, fieldText, fieldText), { maxLength: 8 }),
      fc.subarray([['a'], ['b'], ['c']]),
      fc.integer({ min: 1, max: 4 }),
      async (rows, projection, rowsMax) => {
        const quoted = rows
          .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',') + '\n')
          .join('');
        const want = (parse(quoted) as string[][]).map((row) =>
          projection.map(([name]) => row['abc'.indexOf(name!)]!),
        );
        assert.deepEqual(await read(quoted, fields, {}, projection, rowsMax), want);
        if (rows.length > 0) assert.deepEqual(await read(written(fields, rows), fields), rows);
        const escape = { 'csv.escape-character': '\\' };
        if (rows.length > 0)
          assert.deepEqual(await read(written(fields, rows, escape), fields, escape), rows);
      },
    ),
    100,
  );
});
