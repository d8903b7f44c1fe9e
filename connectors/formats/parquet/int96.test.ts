import test from 'ava';
import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timestampLtzType, timestampType, type DataType } from '../../../core/types.js';
import { nodeFiles } from '../../../storage/node-files.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { readAll, testEnv } from '../../test-rig.js';

/** As Spark and Impala write timestamps: nanoseconds of the day, then the Julian day. */
function int96(nanosOfDay: bigint, julianDay: number): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setBigInt64(0, nanosOfDay, true);
  view.setInt32(8, julianDay, true);
  return bytes;
}

const timestamp: Pick<SchemaElement, 'repetition_type' | 'type' | 'type_length'> = {
  repetition_type: 'OPTIONAL',
  type: 'FIXED_LEN_BYTE_ARRAY',
  type_length: 12,
};

/**
 * A file with INT96 at the top (f), in a list (a), a struct (r) and a list of structs (s). The
 * writer knows no INT96: it writes 12 bytes each, which are the same in the pages, and the type
 * (7 -> 3, in thrift's zigzag 14 -> 6) is changed in the footer.
 */
function fileOf(early: Uint8Array, late: Uint8Array): Buffer {
  const list = (name: string): SchemaElement[] => [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ];
  const schema: SchemaElement[] = [
    { name: 'root', num_children: 4 },
    { name: 'f', ...timestamp },
    ...list('a'),
    { name: 'element', ...timestamp },
    { name: 'r', repetition_type: 'OPTIONAL', num_children: 1 },
    { name: 't', ...timestamp },
    ...list('s'),
    { name: 'element', repetition_type: 'OPTIONAL', num_children: 1 },
    { name: 't', ...timestamp },
  ];
  const bytes = Buffer.from(
    parquetWriteBuffer({
      schema,
      statistics: false,
      columnData: [
        { name: 'f', data: [early, late, null] },
        { name: 'a', data: [[early, null, late], null, []] },
        { name: 'r', data: [{ t: late }, { t: null }, null] },
        { name: 's', data: [[{ t: early }, { t: late }], [{ t: null }], null] },
      ],
    }),
  );
  for (const behind of ['1518', '19']) {
    const from = Buffer.from(`150e${behind}`, 'hex');
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at)) bytes[at + 1] = 6;
  }
  return bytes;
}

/** The last nanosecond of 1969, and the first of a day in 2024 and one more. */
const EARLY = -1n;
const LATE = 19_800n * 86_400_000_000_000n + 1n;

for (const [name, of, value] of [
  ['TIMESTAMP(9)', timestampType(9), (nanos: bigint) => nanos],
  ['TIMESTAMP_LTZ(9)', timestampLtzType(9), (nanos: bigint) => nanos],
  [
    'TIMESTAMP(3)',
    timestampType(3),
    (nanos: bigint) => (nanos < 0n ? -1 : Number(nanos / 1_000_000n)),
  ],
] as const) {
  test(`INT96 is read as ${name} within lists and structs, too`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-int96-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'f.parquet');
    const day = 86_400_000_000_000n;
    writeFileSync(path, fileOf(int96(day - 1n, 2_440_587), int96(1n, 2_440_588 + 19_800)));
    const row: DataType = { id: 'row', nullable: true, fields: [{ name: 't', type: of }] };
    const types: [string, DataType][] = [
      ['f', of],
      ['a', { id: 'array', nullable: true, element: of }],
      ['r', row],
      ['s', { id: 'array', nullable: true, element: row }],
    ];
    const physical = { fields: types.map(([field, type]) => ({ name: field, type })) };
    const [early, late] = [value(EARLY), value(LATE)];
    const table = { env: testEnv(nodeFiles), options: { path, format: 'parquet' }, physical };
    t.deepEqual(await readAll(filesystem, table), [
      [early, [early, null, late], [late], [[early], [late]]],
      [late, null, [null], [[null]]],
      [null, [], null, null],
    ]);
  });
}
