import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import type { Value } from '../../../core/batch.js';
import {
  bigintType,
  booleanType,
  dateType,
  decimalType,
  doubleType,
  intType,
  stringType,
  timestampLtzType,
  timestampType,
  tinyintType,
  type DataType,
  type Field,
  type Schema,
} from '../../../core/types.js';
import { checkProperty } from '../../../props/check-property.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { diskWith, readAll, testEnv } from '../../test-rig.js';
import { jsonFormat } from './json.js';
import { decodeChunks } from './testing/decode-chunks.js';

const array = (element: DataType): DataType => ({ id: 'array', element, nullable: true });
const map = (value: DataType): DataType => ({ id: 'map', key: stringType, value, nullable: true });
const row = (...fields: Field[]): DataType => ({ id: 'row', fields, nullable: true });
const col = (name: string, type: DataType): Field => ({ name, type });

async function read(
  text: string | Uint8Array,
  fields: Field[],
  options: Record<string, string> = {},
  projection?: string[][],
): Promise<Value[][]> {
  const disk = await diskWith({ '/base/f': text });
  return readAll(filesystem, {
    env: testEnv(disk.mount()),
    options: { path: 'f', format: 'json', ...options },
    physical: { fields },
    ...(projection === undefined ? {} : { projection }),
  });
}

const ignore = { 'json.ignore-parse-errors': 'true' };

test('scalars written as other scalars are taken where they fit, else null', async (t) => {
  const text = [
    '{"n":"42","f":"2.5","b":"true","s":17,"d":"1234.567"}',
    '{"n":42.0,"f":3,"b":"False","s":true,"d":1e3}',
    '{"n":" 7 ","f":"1e-3","b":"TRUE","s":{"k":[1,"two"]},"d":"-0.005"}',
    '{"n":"seven","f":"NaN","b":false,"s":[1,2.50,null],"d":99999999.994}',
    '{"n":true,"f":false,"b":null,"s":1.10,"d":99999999.996}',
    '{"n":"","f":"","b":true,"s":"","d":""}',
    '{"n":1.5e1,"f":-0,"b":true,"s":12345678901234567890123.40,"d":"1,5"}',
    '{"n":7.9,"b":1,"f":[1],"d":{}}',
  ].join('\n');
  const fields = [
    col('n', intType),
    col('f', doubleType),
    col('b', booleanType),
    col('s', stringType),
    col('d', decimalType(10, 2)),
  ];
  t.deepEqual(await read(text, fields, ignore), [
    [42, 2.5, true, '17', 123457n],
    [42, 3, false, 'true', 100000n],
    [7, 0.001, true, '{"k":[1,"two"]}', -1n],
    [null, NaN, false, '[1,2.5,null]', 9999999999n],
    [null, null, null, '1.10', null],
    [null, null, true, '', null],
    [15, -0, true, '12345678901234567890123.40', null],
    [null, null, null, null, null],
  ]);
});

test('big numbers keep every digit; integers out of range do not fit', async (t) => {
  const text = [
    '9223372036854775807',
    '-9223372036854775808',
    '9223372036854775808',
    '9007199254740993',
    '1e3',
    '0',
    '-0',
  ]
    .map((n) => `{"l":${n},"d":${n},"i":${n},"t":${n}}`)
    .join('\n');
  t.deepEqual(
    await read(
      text,
      [col('l', bigintType), col('d', decimalType(38, 2)), col('t', tinyintType)],
      ignore,
    ),
    [
      [9223372036854775807n, 922337203685477580700n, null],
      [-9223372036854775808n, -922337203685477580800n, null],
      [null, 922337203685477580800n, null],
      [9007199254740993n, 900719925474099300n, null],
      [1000n, 100000n, null],
      [0n, 0n, 0],
      [0n, 0n, 0],
    ],
  );
});

test('times: SQL has a blank and a Z for zones, ISO a T; anything else does not fit', async (t) => {
  const fields = [col('t', timestampType(3)), col('z', timestampLtzType(6)), col('d', dateType)];
  const sql =
    '{"t":"2024-05-06 07:08:09","z":"2024-05-06 07:08:09.1234567Z","d":"2024-02-29"}\n' +
    '{"t":"1969-12-31 23:59:59.9999","z":"2024-05-06 07:08:09","d":"2023-02-29"}\n' +
    '{"t":"2024-05-06T07:08:09","z":1714979289000,"d":"2024-2-9"}\n{"t":"2024-05-06 24:00:00"}\n';
  t.deepEqual(await read(sql, fields, ignore), [
    [1714979289000, 1714979289123456000n, 19782],
    [-1, null, null],
    [null, null, null],
    [null, null, null],
  ]);
  const iso =
    '{"t":"2024-05-06T07:08:09.5","z":"1969-12-31T23:59:59.999Z"}\n{"t":"2024-05-06 07:08:09"}\n';
  t.deepEqual(
    await read(iso, fields, { ...ignore, 'json.timestamp-format.standard': 'iso-8601' }),
    [
      [1714979289500, -1000000n, null],
      [null, null, null],
    ],
  );
});

test('the last of equal keys counts; text behind the object breaks the line', async (t) => {
  const fields = [col('id', intType), col('r', row(col('a', intType), col('b', intType)))];
  const text =
    '{"id":7,"id":8}\n{"id":1} and more\n{"ID":5}\n{"r":{"a":1},"r":{"b":2},"id":null}\n';
  t.deepEqual(await read(text, fields, ignore, [['id'], ['r', 'a'], ['r', 'b']]), [
    [8, null, null],
    [null, null, null],
    [null, null, 2],
  ]);
});

test('nested values: a projected field, a whole row, arrays and maps', async (t) => {
  const who = row(
    col('name', stringType),
    col('home', row(col('city', stringType), col('geo', array(doubleType)))),
  );
  const fields = [col('who', who), col('tags', array(stringType)), col('m', map(bigintType))];
  const text =
    '{"who":{"name":"ann","home":{"city":"Oslo","geo":[59.9,null]}},' +
    '"tags":["a",null],"m":{"x":1,"y":null}}\n' +
    '{"who":{"home":null},"tags":[],"m":{}}\n{"who":null,"tags":null}\n{}\n';
  t.deepEqual(
    await read(text, fields, {}, [
      ['who', 'home', 'city'],
      ['who'],
      ['who', 'name'],
      ['tags'],
      ['m'],
    ]),
    [
      [
        'Oslo',
        ['ann', ['Oslo', [59.9, null]]],
        'ann',
        ['a', null],
        [
          ['x', 1n],
          ['y', null],
        ],
      ],
      [null, [null, null], null, [], []],
      [null, null, null, null, null],
      [null, null, null, null, null],
    ],
  );
});

test('a field misses only where it may: fail-on-missing-field', async (t) => {
  const options = { 'json.fail-on-missing-field': 'true' };
  t.deepEqual(await read('{"id":null}\n', [col('id', intType)], options), [[null]]);
  const error = await t.throwsAsync(() =>
    read('{"id":1}\n{"ID":1}\n', [col('id', intType)], options),
  );
  t.regex(error!.message, /line 2.*column "id": the field is missing/);
});

test('broken lines are errors, each where it breaks', async (t) => {
  const broken = [
    '',
    '   ',
    '{"id":1',
    '{"id":tru}',
    '{"id":01}',
    '{"id":1.}',
    '{"x":"\\q","id":1,"s":"\\q"}',
    '{"id" 1}',
    '{"id":1,}',
    '[{"id":1},]',
    '"text"',
    '{"s":"cut',
    '{"a":{"b":[1,2}}}',
    'null',
    '{"id":-}',
    '{id:1}',
  ];
  for (const line of broken) {
    const fields = [col('id', intType), col('s', stringType)];
    const error = await t.throwsAsync(
      () => read(`{"id":1}\n${line}\n{"id":2}\n`, fields),
      undefined,
      line,
    );
    t.like(error, { code: 'CORRUPT_ROW' }, line);
    t.regex(error!.message, /line 2, byte/, line);
    t.deepEqual(
      (await read(`{"id":1}\n${line}\n{"id":2}\n`, fields, ignore)).map((values) => values[0]),
      [1, 2],
      line,
    );
  }
});

test('text that is not UTF-8 is a corrupt row', async (t) => {
  const bytes = Buffer.concat([
    Buffer.from('{"s":"'),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('"}\n{"s":"ü"}\n'),
  ]);
  t.deepEqual(await read(bytes, [col('s', stringType)], ignore), [[null], ['ü']]);
  await t.throwsAsync(() => read(bytes, [col('s', stringType)]), { code: 'CORRUPT_ROW' });
});

test('500 objects and arrays within each other are read, more are refused', async (t) => {
  const line = (id: number, arrays: number): string =>
    `{"x":${'['.repeat(arrays)}${']'.repeat(arrays)},"id":${id}}\n`;
  const first = '{"x":1,"id":0}\n'; // its layout is known to the lines behind it
  for (const before of ['', first]) {
    const ids = (
      await read(before + line(1, 499) + line(2, 500) + line(3, 499), [col('id', intType)], ignore)
    ).flat();
    t.deepEqual(ids, before === '' ? [1, 3] : [0, 1, 3]);
  }
});

test('lone surrogates become U+FFFD, control characters may stand in strings', async (t) => {
  const strings = [
    '"\\ud800x"',
    '"a\\udc00"',
    '"\\ud800\\ud83d\\ude00"',
    '"\t\u0002*\u001f"',
    '"\\u0000"',
  ];
  const text = strings.map((string) => `{"s":${string}}\n`).join('');
  const want = ['\ufffdx', 'a\ufffd', '\ufffd😀', '\t\u0002*\u001f', '\0'];
  t.deepEqual(
    await read(text, [col('s', stringType)]),
    want.map((value) => [value]),
  );
});

test('a bad escape breaks the line in columns that nobody reads, too', async (t) => {
  for (const bad of ['\\q', '\\u12g4', '\\u123', '\\']) {
    const values = ['"a"', `"${bad}"`, `{"y":["${bad}"]}`, '"b"'];
    const text = values.map((value, i) => `{"x":${value},"id":${i + 1}}\n`).join('');
    t.deepEqual(await read(text, [col('id', intType)], ignore), [[1], [4]], bad);
  }
});

test('values that do not fit are dropped row by row, wherever they are in a block', async (t) => {
  const isBad = (row: number): boolean => row % 700 === 511 || row === 3000;
  const lines = Array.from(
    { length: 3100 },
    (_, row) => `{"s":"t${row}","id":${isBad(row) ? '"no"' : row},"a":[${row}]}\n`,
  );
  const fields = [col('s', stringType), col('id', intType), col('a', array(intType))];
  const rows = await read(lines.join(''), fields, { 'error.policy': 'skip' });
  const good = lines.map((_, row) => row).filter((row) => !isBad(row));
  t.deepEqual(
    rows,
    good.map((row) => [`t${row}`, row, [row]]),
  );
  const error = await t.throwsAsync(() => read(lines.join(''), fields));
  t.regex(
    error!.message,
    /line 512, byte \d+, column "id": does not fit INT: "no"; .*\{"s":"t511"/,
  );
});

test('option values are checked before anything runs', (t) => {
  for (const options of [
    { 'json.ignore-parse-errors': 'sometimes' },
    { 'json.timestamp-format.standard': 'RFC' },
  ]) {
    t.throws(() => jsonFormat.check(options, { fields: [] }), { code: 'OPTION_VALUE' });
  }
});

const jsonText = fc.string({
  unit: fc.constantFrom(
    'a',
    'é',
    '😀',
    '"',
    '\\',
    '\n',
    '\t',
    '/',
    ' ',
    '{',
    ']',
    ',',
    ':',
    '\u0000',
  ),
});
const anyJson = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 3 });
const record = fc.record(
  {
    a: fc.oneof(fc.integer(), fc.constant(null)),
    s: jsonText,
    f: fc.double({ noNaN: true, noDefaultInfinity: true }),
    b: fc.boolean(),
    deep: fc.record({ n: fc.maxSafeInteger(), t: jsonText }, { requiredKeys: [] }),
    x: anyJson,
    'k"\\é': jsonText,
  },
  { requiredKeys: [] },
);

test('the scanner reads what JSON.parse reads, for any chunks and wanted columns', async (t) => {
  const schema: Schema = {
    fields: [
      col('a', bigintType),
      col('s', stringType),
      col('f', doubleType),
      col('b', booleanType),
      col('deep', row(col('n', bigintType), col('t', stringType))),
      col('k"\\é', stringType),
    ],
  };
  const all = [['a'], ['s'], ['f'], ['b'], ['deep', 'n'], ['deep', 't'], ['k"\\é'], ['deep']];
  await checkProperty(
    t,
    fc.property(
      fc.array(record, { maxLength: 12 }),
      fc.subarray(all),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 5 }),
      (records, projection, isSpaced, cuts, rowsMax) => {
        const lines = records.map((item) =>
          JSON.stringify(item, null, isSpaced ? 1 : 0).replaceAll('\n', '\t'),
        );
        const { rows: got } = decodeChunks(Buffer.from(lines.map((line) => `${line}\n`).join('')), {
          fields: schema.fields,
          projection,
          cuts,
          rowsMax,
          skipCorrupt: false,
        });
        const want = lines.map((line) => projection.map((path) => wanted(JSON.parse(line), path)));
        assert.deepEqual(got, want);
      },
    ),
    300,
  );
});

function wanted(object: Record<string, unknown>, path: readonly string[]): Value {
  let value: unknown = object;
  for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name];
  if (value === undefined || value === null) return null;
  if (path.join() === 'deep') return [wanted(object, ['deep', 'n']), wanted(object, ['deep', 't'])];
  if (typeof value === 'string') return Buffer.from(value).toString(); // lone surrogates
  return typeof value === 'number' && path[0] !== 'f' ? BigInt(value) : (value as Value);
}
