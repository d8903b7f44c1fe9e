import test from 'ava';
import { Int32, tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import {
  bigintType,
  doubleType,
  intType,
  notNull,
  stringType,
  timestampType,
  type DataType,
} from '../../../core/types.js';
import { DataError } from '../../../core/errors.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { diskWith, readAll, testEnv, type TestTable } from '../../test-rig.js';
import {
  commonTypes,
  readFromEveryOffset,
  samplesOf,
  timeTypes,
  writeSamples,
} from '../round-trip.js';

const bagType: DataType = { id: 'multiset', nullable: true, element: notNull(stringType) };
const daysType: DataType = { id: 'interval_day_time', nullable: true, qualifier: 'DAY' };
const types = {
  ...commonTypes,
  ...timeTypes,
  ns: [timestampType(9), 1_700_000_000_123_456_789n, -1n] as const,
  bag: [bagType, [['a', 2]], []] as const,
  days: [daysType, 86_400_000, -1] as const,
};

test('arrow: every type with nulls comes back, from every offset', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const samples = samplesOf(types, 7);
  const table = await writeSamples(files, { format: 'arrow' }, samples, 5);
  const found = await readFromEveryOffset(table, 3);
  t.is(found.length, 10); // of 5 rows: 3 and 2
  let ahead = 0;
  for (const rest of found) {
    t.deepEqual(rest, samples.rows.slice(ahead));
    ahead += Math.min(3, 5 - (ahead % 5));
  }
});

test('arrow: the library reads what we write', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  await writeSamples(files, { format: 'arrow' }, samplesOf(types, 2), 4);
  const part = (await files.list('/base/out')).find((name) => name.startsWith('part-'))!;
  const table = tableFromIPC(await files.readFile(`/base/out/${part}`));
  t.is(table.numRows, 6);
  t.is(table.getChild('l')!.get(4), -9223372036854775808n);
  t.is(table.getChild('s')!.get(3), 'né😀');
  t.is(table.getChild('s')!.get(5), null);
  t.is(table.schema.fields.find((field) => field.name === 'must')!.nullable, false);
});

async function foreign(
  kind: 'file' | 'stream',
  fields: readonly (readonly [string, DataType])[],
): Promise<TestTable> {
  const source = tableFromArrays({ extra: Int32Array.of(1, 2, 3) });
  const table = source
    .assign(tableFromArrays({ f: Float64Array.of(0.5, 1, 2) }))
    .assign(tableFromArrays({ s: ['a', 'b', 'a'] }))
    .assign(tableFromArrays({ i: vectorFromArray([1, null, 3], new Int32()) as never }));
  return {
    env: testEnv((await diskWith({ '/base/in/f.arrow': tableToIPC(table, kind) })).mount()),
    options: { path: 'in', format: 'arrow' },
    physical: { fields: fields.map(([name, type]) => ({ name, type })) },
  };
}

for (const kind of ['file', 'stream'] as const) {
  test(`arrow: a ${kind} of others: dictionaries, wider types, missing columns`, async (t) => {
    const table = await foreign(kind, [
      ['i', bigintType],
      ['gone', stringType],
      ['s', stringType],
      ['f', doubleType],
    ]);
    t.deepEqual(await readAll(filesystem, table), [
      [1n, null, 'a', 0.5],
      [null, null, 'b', 1],
      [3n, null, 'a', 2],
    ]);
  });
}

test('arrow: wrong types, missing columns and damaged files are errors', async (t) => {
  for (const field of [['s', intType] as const, ['gone', notNull(intType)] as const]) {
    const table = await foreign('file', [field]);
    await t.throwsAsync(() => readAll(filesystem, table), { code: 'ARROW_COLUMN' });
  }
  const table = await foreign('file', [['i', intType]]);
  await table.env.files.writeFile('/base/in/f.arrow', Buffer.from('{"a": 1}\n'.repeat(100)));
  await t.throwsAsync(() => readAll(filesystem, table), { code: 'CORRUPT_FILE' });
  for (const kind of ['file', 'stream'] as const) {
    const whole = await foreign(kind, [['i', intType]]);
    const bytes = await whole.env.files.readFile('/base/in/f.arrow');
    for (const cut of [0, 5, 9, bytes.length >> 1, bytes.length - 300, bytes.length - 1]) {
      await whole.env.files.writeFile('/base/in/f.arrow', bytes.slice(0, cut));
      const read = readAll(filesystem, whole);
      await t.throwsAsync(read, { code: 'CORRUPT_FILE' }, `a ${kind} cut at ${cut}`);
    }
  }
});

test('arrow: a file that promises more rows than it holds is an error', async (t) => {
  const whole = tableToIPC(tableFromArrays({ f: Float64Array.of(0.5, 1, 2) }), 'file');
  const table: TestTable = {
    env: testEnv((await diskWith({ '/base/in/f.arrow': whole })).mount()),
    options: { path: 'in', format: 'arrow' },
    physical: { fields: [{ name: 'f', type: doubleType }] },
  };
  let refused = 0;
  for (let at = 8; at < whole.length; at++) {
    if (whole[at] !== 3) continue; // a number of rows, among others
    const bytes = whole.slice();
    bytes[at + 1] = 1; // 259
    await table.env.files.writeFile('/base/in/f.arrow', bytes);
    try {
      t.is((await readAll(filesystem, table)).length, 3, `byte ${at}`);
    } catch (error) {
      t.true(error instanceof DataError, `byte ${at}`);
      t.notRegex((error as Error).message, /undefined|not a function|null/, `byte ${at}`);
      refused++;
    }
  }
  t.true(refused > 0);
});

test('arrow: text that is not UTF-8 is an error', async (t) => {
  const table = await foreign('file', [['s', stringType]]);
  const bytes = (await table.env.files.readFile('/base/in/f.arrow')).slice();
  const at = Buffer.from(bytes).indexOf('ab\0\0\0\0\0\0', 0, 'latin1');
  bytes[at] = 0xff;
  await table.env.files.writeFile('/base/in/f.arrow', bytes);
  await t.throwsAsync(() => readAll(filesystem, table), {
    code: 'CORRUPT_FILE',
    message: /not UTF-8/,
  });
});
