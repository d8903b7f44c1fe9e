/** TO_CHANGELOG and FROM_CHANGELOG, as a real Flink 2.3 answers. */
import test, { type ExecutionContext } from 'ava';
import { open } from '../api/open.js';
import { MillraceError } from '../core/errors.js';

const UPDATES = `CREATE VIEW v AS SELECT id, LAST_VALUE(name) AS name
  FROM (VALUES (1, 'a'), (1, 'b'), (2, 'c')) AS t(id, name) GROUP BY id;`;

async function changes(sql: string, batchRows?: number): Promise<unknown[]> {
  const db = await open();
  try {
    for await (const outcome of db.run(sql, batchRows === undefined ? {} : { batchRows })) {
      if (outcome.kind !== 'query') continue;
      const found: unknown[] = [];
      for await (const { kind, row } of outcome.query) found.push([kind, ...Object.values(row)]);
      return found;
    }
    return [];
  } finally {
    await db.close();
  }
}

async function refusal(t: ExecutionContext, sql: string, code: string): Promise<void> {
  const error = await t.throwsAsync(changes(sql), { instanceOf: MillraceError });
  t.is((error as MillraceError).code, code, error!.message);
}

for (const batchRows of [undefined, 1]) {
  test(`every change becomes a row with its code (${batchRows ?? 'many'} a batch)`, async (t) => {
    t.deepEqual(
      await changes(`${UPDATES} SELECT * FROM TO_CHANGELOG(input => TABLE v)`, batchRows),
      [
        ['+I', 'INSERT', 1, 'a'],
        ['+I', 'UPDATE_BEFORE', 1, 'a'],
        ['+I', 'UPDATE_AFTER', 1, 'b'],
        ['+I', 'INSERT', 2, 'c'],
      ],
    );
  });
}

test('codes can be named, shared and left out', async (t) => {
  const sql = `${UPDATES} SELECT * FROM TO_CHANGELOG(input => TABLE v, op => DESCRIPTOR(k),
    op_mapping => MAP['INSERT, UPDATE_AFTER', 'false', 'DELETE', 'true'])`;
  t.deepEqual(await changes(sql), [
    ['+I', 'false', 1, 'a'],
    ['+I', 'false', 1, 'b'],
    ['+I', 'false', 2, 'c'],
  ]);
});

test('columns nobody reads do not hide changes', async (t) => {
  const sql = `${UPDATES} SELECT op FROM TO_CHANGELOG(TABLE v)`;
  t.is((await changes(sql)).length, 4);
});

const CODED = `CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a', 'c'), (1, 'a', 'ub'), (1, 'b', 'ua'),
  (2, 'c', 'r'), (2, 'c', 'd')) AS t(id, name, o);`;
const MAPPING = `MAP['c, r', 'INSERT', 'ub', 'UPDATE_BEFORE', 'ua', 'UPDATE_AFTER', 'd', 'DELETE']`;
const READ = `FROM_CHANGELOG(input => TABLE v, op => DESCRIPTOR(o), op_mapping => ${MAPPING})`;

test('rows with codes become changes', async (t) => {
  t.deepEqual(await changes(`${CODED} SELECT * FROM ${READ}`), [
    ['+I', 1, 'a'],
    ['-U', 1, 'a'],
    ['+U', 1, 'b'],
    ['+I', 2, 'c'],
    ['-D', 2, 'c'],
  ]);
  const counted = await changes(`${CODED} SELECT COUNT(*) AS n FROM ${READ}`, 1);
  t.deepEqual(counted.at(-1), ['+U', 1n]);
});

test('writing changes down and reading them gives the table back', async (t) => {
  const sql = `${UPDATES} CREATE VIEW w AS SELECT * FROM TO_CHANGELOG(input => TABLE v);
    SELECT * FROM FROM_CHANGELOG(input => TABLE w)`;
  t.deepEqual(await changes(sql, 1), [
    ['+I', 1, 'a'],
    ['-U', 1, 'a'],
    ['+U', 1, 'b'],
    ['+I', 2, 'c'],
  ]);
});

test('what makes no sense is refused', async (t) => {
  const from = (args: string): string => `${CODED} SELECT * FROM FROM_CHANGELOG(${args})`;
  await refusal(t, from('input => TABLE v'), 'SQL_UNKNOWN_COLUMN');
  await refusal(t, from('input => TABLE v, op => DESCRIPTOR(zap)'), 'SQL_UNKNOWN_COLUMN');
  const mapped = (map: string): string => from(`TABLE v, DESCRIPTOR(o), ${map}`);
  await refusal(t, mapped("MAP['c', 'BLA']"), 'SQL_INVALID');
  await refusal(t, mapped("MAP['c', 'UPDATE_AFTER']"), 'SQL_INVALID');
  await refusal(t, mapped("MAP['c', 'INSERT']"), 'CHANGELOG_CODE');
  await refusal(t, from('input => TABLE v, zip => 3'), 'SQL_INVALID');
  await refusal(t, from('input => TABLE v PARTITION BY id, op => DESCRIPTOR(o)'), 'SQL_INVALID');
  const changing = `${UPDATES} SELECT * FROM FROM_CHANGELOG(TABLE v, DESCRIPTOR(name))`;
  await refusal(t, changing, 'PLAN_CHANGELOG_OF_CHANGES');
});
