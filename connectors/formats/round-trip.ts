/** What tests of binary formats share: tables of every type, written and read back. */
import type { Value } from '../../core/batch.js';
import type { FileSystem } from '../../core/env.js';
import type { JsonValue } from '../../core/json.js';
import {
  bigintType,
  booleanType,
  bytesType,
  dateType,
  decimalType,
  doubleType,
  floatType,
  intType,
  notNull,
  smallintType,
  stringType,
  timestampLtzType,
  timestampType,
  tinyintType,
  type DataType,
  type Schema,
} from '../../core/types.js';
import type { Committable } from '../../engine/connector.js';
import { filesystem } from '../filesystem/filesystem.js';
import { batchOf, pollAll, sinkContext, sourceOf, testEnv, type TestTable } from '../test-rig.js';

const row: DataType = {
  id: 'row',
  nullable: true,
  fields: [
    { name: 'x', type: notNull(intType) },
    { name: 'y', type: stringType },
  ],
};
const arrayOf = (element: DataType): DataType => ({ id: 'array', nullable: true, element });
const map: DataType = { id: 'map', nullable: true, key: notNull(stringType), value: bigintType };

/** Type, then a common value and one at the edge. */
export type TypeSample = readonly [DataType, Value, Value];

/** Types that every binary format holds, by column name. */
export const commonTypes: Readonly<Record<string, TypeSample>> = {
  boo: [booleanType, true, false],
  ti: [tinyintType, 5, -128],
  si: [smallintType, 300, -32768],
  i: [intType, 70000, -2147483648],
  l: [bigintType, 9007199254740993n, -9223372036854775808n],
  f: [floatType, 1.5, -Infinity],
  d: [doubleType, 0.1, 5e-324],
  dec: [decimalType(12, 3), 12345n, -999999999999n],
  wide: [decimalType(38, 2), 10n ** 37n + 7n, -(10n ** 38n) + 1n],
  s: [stringType, 'né😀', ''],
  bin: [bytesType, new Uint8Array([0, 255]), new Uint8Array(0)],
  da: [dateType, 20000, -719162],
  tim: [{ id: 'time', precision: 3, nullable: true }, 86_399_999, 0],
  ts: [timestampType(3), 1_700_000_000_123, -1],
  ai: [arrayOf(intType), [1, null, 3], []],
  aa: [arrayOf(arrayOf(stringType)), [['a'], null, []], [[null]]],
  m: [
    map,
    [
      ['a', 1n],
      ['b', null],
    ],
    [],
  ],
  r: [row, [7, 'r'], [8, null]],
  ar: [arrayOf(row), [[1, 'x'], null], [[2, null]]],
  must: [notNull(intType), 1, 2],
  mustText: [notNull(stringType), 'x', ''],
};

/** Timestamps that not every setting of every format holds. */
export const timeTypes: Readonly<Record<string, TypeSample>> = {
  us: [timestampType(6), 1_700_000_000_123_456_000n, -1000n],
  ltz: [timestampLtzType(3), 1_700_000_000_123, -1],
  ltzUs: [timestampLtzType(6), 1_700_000_000_123_456_000n, -1000n],
};

/** Rows of sample values. */
export interface Samples {
  readonly schema: Schema;
  readonly rows: readonly (readonly Value[])[];
}

/** `times` times: common values, edges, nulls (where they may be). */
export function samplesOf(types: Readonly<Record<string, TypeSample>>, times = 1): Samples {
  const all = Object.entries(types);
  const three: Value[][] = [
    all.map(([, sample]) => sample[1]),
    all.map(([, sample]) => sample[2]),
    all.map(([, sample]) => (sample[0].nullable ? null : sample[1])),
  ];
  const rows = Array.from({ length: times }, () => three).flat();
  return { schema: { fields: all.map(([name, [type]]) => ({ name, type })) }, rows };
}

/** Writes the rows in batches of `batchRows`; one committed file holds them all. */
export async function writeSamples(
  files: FileSystem,
  options: Readonly<Record<string, string>>,
  { schema, rows }: Samples,
  batchRows = rows.length,
): Promise<TestTable> {
  const table = { env: testEnv(files), options: { path: 'out', ...options }, physical: schema };
  const sink = filesystem.sink!(sinkContext(table));
  await sink.restore([], null);
  for (let at = 0; at < rows.length; at += batchRows) {
    await sink.write(batchOf(schema, rows.slice(at, at + batchRows)));
  }
  const committable = await sink.prepare(1);
  await sink.commit(JSON.parse(JSON.stringify(committable)) as Committable);
  await sink.close();
  return table;
}

/** Rows behind every offset that reading `rowsMax` at a time passes; the first is all rows. */
export async function readFromEveryOffset(table: TestTable, rowsMax: number): Promise<Value[][][]> {
  const offsets: (JsonValue | null)[] = [null];
  const source = sourceOf(filesystem, table);
  await source.restore(null);
  for (const { offset } of await pollAll(source, rowsMax)) offsets.push(offset);
  await source.close();
  const found: Value[][][] = [];
  for (const offset of offsets) {
    const again = sourceOf(filesystem, table);
    await again.restore(offset);
    found.push((await pollAll(again, rowsMax)).flatMap((polled) => polled.rows));
    await again.close();
  }
  return found;
}
