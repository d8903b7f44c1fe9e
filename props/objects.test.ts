/** OBJECT_OF and OBJECT_UPDATE, with the types a real Flink 2.3 gives. */
import test from 'ava';
import { open } from '../api/open.js';
import { formatType } from '../core/types.js';

test('objects bear their class, and their fields can be read and changed', async (t) => {
  const db = await open();
  t.teardown(() => db.close());
  const query = await db.query(`
    SELECT o, o.age AS age, OBJECT_UPDATE(o, 'n', 'Alexander', 'age', CAST(NULL AS INT)) AS p
    FROM (SELECT OBJECT_OF('U', 'n', 'Bob', 'age', x) AS o FROM (VALUES (42), (7)) AS t(x))`);
  t.deepEqual(
    query.schema.fields.map((field) => formatType(field.type)),
    [
      "STRUCTURED<'U', `n` CHAR(3) NOT NULL, `age` INT NOT NULL>",
      'INT',
      "STRUCTURED<'U', `n` CHAR(9) NOT NULL, `age` INT>",
    ],
  );
  t.deepEqual(await query.toArray(), [
    { o: { n: 'Bob', age: 42 }, age: 42, p: { n: 'Alexander', age: null } },
    { o: { n: 'Bob', age: 7 }, age: 7, p: { n: 'Alexander', age: null } },
  ]);
});

test('fields that are not there, or twice, are refused', async (t) => {
  const db = await open();
  t.teardown(() => db.close());
  for (const call of [
    "OBJECT_OF('U', 'n', 'Bob', 'n', 42)",
    "OBJECT_OF('U', 'n')",
    "OBJECT_UPDATE(OBJECT_OF('U', 'n', 'Bob'), 'zip', 3)",
    "OBJECT_UPDATE(ROW(1), 'a', 3)",
  ])
    await t.throwsAsync(db.query(`SELECT ${call}`), { code: 'SQL_INVALID_ARGUMENTS' }, call);
});
