import test from 'ava';
import type { Value } from '../../../core/batch.js';
import {
  bigintType,
  bytesType,
  dateType,
  decimalType,
  doubleType,
  floatType,
  intType,
  smallintType,
  stringType,
  timestampLtzType,
  timestampType,
  type DataType,
  type Field,
} from '../../../core/types.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { batchOf, diskWith, readAll, testEnv } from '../../test-rig.js';
import { jsonFormat } from './json.js';

const array = (element: DataType): DataType => ({ id: 'array', element, nullable: true });
const map = (value: DataType): DataType => ({ id: 'map', key: stringType, value, nullable: true });
const row = (...fields: Field[]): DataType => ({ id: 'row', fields, nullable: true });
const col = (name: string, type: DataType): Field => ({ name, type });

async function readBack(text: string, fields: Field[]): Promise<Value[][]> {
  const disk = await diskWith({ '/base/f': text });
  return readAll(filesystem, {
    env: testEnv(disk.mount()),
    options: { path: 'f', format: 'json' },
    physical: { fields },
  });
}

test('rows are written as Flink writes them', async (t) => {
  const fields = [
    col('s', stringType),
    col('y', bytesType),
    col('d', decimalType(20, 2)),
    col('f', floatType),
    col('g', doubleType),
    col('i', smallintType),
    col('l', bigintType),
    col('t', timestampType(9)),
    col('z', timestampLtzType(3)),
    col('dt', dateType),
    col('a', array(intType)),
    col('m', map(intType)),
    col('r', row(col('x', intType), col('y', stringType))),
  ];
  const rows: Value[][] = [
    [
      'a"\n',
      Uint8Array.of(0, 1, 2, 255),
      100000000n,
      1.5,
      -2.25e10,
      1,
      2n ** 62n,
      123456789n,
      1000,
      19782,
      [1, null],
      [
        ['a', 1],
        ['b', null],
      ],
      [7, 'deep'],
    ],
    [null, null, 0n, 0, 0, 0, 0n, 0n, 0, 0, [], [], [0, null]],
  ];
  const text = await written(fields, rows, {});
  t.is(
    text,
    '{"s":"a\\"\\n","y":"AAEC/w==","d":1E+6,"f":1.5,"g":-2.25E10,"i":1,"l":4611686018427387904,' +
      '"t":"1970-01-01 00:00:00.123456789",' +
      '"z":"1970-01-01 00:00:01Z","dt":"2024-02-29","a":[1,null],"m":{"a":1,"b":null},' +
      '"r":{"x":7,"y":"deep"}}\n' +
      '{"s":null,"y":null,"d":0,"f":0.0,"g":0.0,"i":0,"l":0,"t":"1970-01-01 00:00:00",' +
      '"z":"1970-01-01 00:00:00Z","dt":"1970-01-01",' +
      '"a":[],"m":{},"r":{"x":0,"y":null}}\n',
  );
  t.deepEqual(await readBack(text, fields), rows);
  t.is(
    await written(fields.slice(2, 3), [[-150n], [null]], {
      'json.encode.decimal-as-plain-number': 'true',
      'json.encode.ignore-null-fields': 'true',
    }),
    '{"d":-1.50}\n{}\n',
  );
});

test('null keys of maps fail, are dropped or named', async (t) => {
  const fields = [col('m', map(intType))];
  const rows: Value[][] = [
    [
      [
        ['a', 1],
        [null, 0],
      ],
    ],
  ];
  await t.throwsAsync(() => written(fields, rows, {}), { code: 'MAP_NULL_KEY' });
  t.is(await written(fields, rows, { 'json.map-null-key.mode': 'DROP' }), '{"m":{"a":1}}\n');
  t.is(
    await written(fields, rows, {
      'json.map-null-key.mode': 'LITERAL',
      'json.map-null-key.literal': 'no',
    }),
    '{"m":{"a":1,"no":0}}\n',
  );
});

async function written(
  fields: Field[],
  rows: Value[][],
  options: Record<string, string>,
): Promise<string> {
  const encoder = jsonFormat.encoder!({
    options,
    fields,
    indexes: fields.map((_, i) => i),
  });
  const bytes = encoder.encode(
    batchOf({ fields }, rows),
    Int32Array.from(rows, (_, i) => i),
    rows.length,
  );
  return Buffer.from(bytes).toString();
}
