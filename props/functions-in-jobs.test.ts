/** Functions that ask the job for the time or for chance, and statements about functions. */
import test from 'ava';
import { open } from '../api/open.js';

test('jobs know the time and have chance', async (t) => {
  const db = await open();
  t.teardown(() => db.close());
  const query = await db.query(`
    SELECT CURRENT_TIMESTAMP > TO_TIMESTAMP_LTZ(1700000000, 0) AS moment,
      UNIX_TIMESTAMP() > 1700000000 AS seconds, YEAR(CURRENT_DATE) > 2023 AS today,
      RAND() < 1 AS chance, RAND_INTEGER(1) AS zero, CHAR_LENGTH(UUID()) AS uuid,
      CURRENT_DATABASE() AS db
    FROM (VALUES (1), (2)) AS t(x)`);
  const row = { moment: true, seconds: true, today: true, chance: true, zero: 0, uuid: 36 };
  const wanted = { ...row, db: 'default_database' };
  t.deepEqual(await query.toArray(), [wanted, wanted]);
});

test('DESCRIBE FUNCTION tells what SHOW FUNCTIONS lists', async (t) => {
  const db = await open();
  t.teardown(() => db.close());
  const texts: unknown[] = [];
  for await (const outcome of db.run(
    "DESCRIBE FUNCTION md5; SHOW FUNCTIONS LIKE 'BITMAP_A%'; DESCRIBE FUNCTION bitmap_and_agg",
  )) {
    if (outcome.kind === 'rows') texts.push(outcome.rows);
  }
  const [md5, listed, aggregate] = texts as unknown[][][];
  t.deepEqual(md5![2], ['syntax', 'MD5(text)']);
  t.deepEqual(
    listed!.map(([name]) => name),
    ['BITMAP_AND', 'BITMAP_ANDNOT', 'BITMAP_AND_AGG', 'BITMAP_AND_CARDINALITY_AGG'],
  );
  t.deepEqual(aggregate![0], ['is system function', 'true']);
  await t.throwsAsync(() => db.execute('DESCRIBE FUNCTION md6'), { code: 'SQL_UNKNOWN_FUNCTION' });
});
