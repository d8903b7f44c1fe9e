import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type * as Arrow from 'apache-arrow';
import { MillraceError } from '../../core/errors.js';
import { open } from '../open.js';
import type { FunctionDefinition } from './definition.js';
import { codeOf, database, rows, t } from './testing-functions.js';

test('a row function sees JavaScript values, and its result is typed', async (context) => {
  const db = await database(context, {
    describe: {
      args: ['BIGINT', 'STRING'],
      returns: 'ROW<n BIGINT, text STRING>',
      call: (n: bigint | null, s: string | null) => ({ n: (n ?? -1n) * 2n, text: s ?? 'none' }),
    },
  });
  const found = await rows(
    db,
    `SELECT d.n AS n, d.text AS s FROM (SELECT DESCRIBE_(n, s) AS d FROM ${t})`.replace(
      'DESCRIBE_',
      '`describe`',
    ),
  );
  context.deepEqual(found, [
    { n: 2n, s: 'a' },
    { n: 4n, s: 'b' },
    { n: -2n, s: 'a' },
    { n: 8n, s: 'none' },
  ]);
});

test('values of every type cross in both directions unchanged', async (context) => {
  const types: readonly (readonly [string, string])[] = [
    ['BOOLEAN', 'TRUE'],
    ['TINYINT', 'CAST(-128 AS TINYINT)'],
    ['BIGINT', '9223372036854775807'],
    ['DOUBLE', 'CAST(1.5 AS DOUBLE)'],
    ['DECIMAL(38, 4)', 'CAST(12345678901234567890.1234 AS DECIMAL(38, 4))'],
    ['STRING', "'grüße'"],
    ['BYTES', "X'00ff'"],
    ['DATE', "DATE '1969-12-31'"],
    ['TIME(3)', "TIME '23:59:59.123'"],
    ['TIMESTAMP(9)', "TIMESTAMP '1969-12-31 23:59:59.123456789'"],
    ['TIMESTAMP_LTZ(3)', "CAST(TIMESTAMP '2020-01-01 00:00:00' AS TIMESTAMP_LTZ(3))"],
    ['ARRAY<INT>', 'ARRAY[1, 2]'],
    ['MAP<STRING, INT>', "MAP['k', 1]"],
  ];
  const db = await database(context);
  for (const [i, [type, sql]] of types.entries()) {
    await db.createFunction(`same_${i}`, { args: [type], returns: type, call: (x) => x });
    const column = `CAST(v AS ${type})`;
    const found = await rows(
      db,
      `SELECT CAST(same_${i}(${column}) AS STRING) AS x, CAST(${column} AS STRING) AS y
       FROM (VALUES (${sql})) AS t(v)`,
    );
    const { x, y } = found[0] as { x: string; y: string };
    context.is(x, y, type);
    context.truthy(x, type);
  }
});

test('a vectorised function computes whole batches of Arrow vectors', async (context) => {
  const sizes: number[] = [];
  const db = await database(context, {
    plus_one: {
      args: ['INT'],
      returns: 'INT',
      vectorized(columns: readonly Arrow.Vector[], rowCount) {
        sizes.push(rowCount);
        return Array.from({ length: rowCount }, (_, i) => {
          const value = columns[0]!.get(i) as number | null;
          return value === null ? null : value + 1;
        });
      },
    },
  });
  const nested = await rows(db, `SELECT plus_one(plus_one(n)) AS x FROM ${t}`);
  context.deepEqual(nested, [{ x: 3 }, { x: 4 }, { x: null }, { x: 6 }]);
  context.deepEqual(sizes, [4, 4]);
  sizes.length = 0;
  const filtered = await rows(
    db,
    `SELECT plus_one(n) AS x FROM ${t} WHERE plus_one(n) > 2 AND s IS NOT NULL`,
  );
  context.deepEqual(filtered, [{ x: 3 }]);
  context.is(sizes.at(-1), 1, 'the projection sees the rows that passed');
});

test('a vectorised function in a branch sees only the rows that take it', async (context) => {
  const seen: (number | null)[] = [];
  const db = await database(context, {
    inverse: {
      args: ['INT'],
      returns: 'DOUBLE',
      vectorized(columns: readonly Arrow.Vector[], rowCount) {
        return Array.from({ length: rowCount }, (_, i) => {
          seen.push(columns[0]!.get(i) as number | null);
          return 1 / (columns[0]!.get(i) as number);
        });
      },
    },
  });
  await rows(db, `SELECT CASE WHEN n > 1 THEN inverse(n) END AS x FROM ${t}`);
  context.deepEqual(seen, [2, 4]);
});

test('an error names the function, the row, the arguments and the node', async (context) => {
  const db = await database(context, {
    picky: {
      args: ['INT', 'STRING'],
      returns: 'INT',
      call(n: number | null) {
        if (n === null) throw new RangeError('n is missing');
        return n;
      },
    },
    liar: { args: ['INT'], returns: 'INT', call: () => 'text' },
  });
  const failed = await context.throwsAsync(rows(db, `SELECT picky(n, s) FROM ${t}`), {
    instanceOf: MillraceError,
    code: 'FUNCTION_FAILED',
  });
  context.regex(failed!.message, /function PICKY failed in row 3 of its batch: n is missing/);
  context.regex(failed!.message, /arguments: \(null, "a"\)/);
  context.regex(failed!.message, /\[calc \d/);
  const lied = await context.throwsAsync(rows(db, `SELECT liar(n) FROM ${t}`));
  context.regex(lied!.message, /function LIAR failed in row 1.*"text" is no value of INT/);
});

test('arguments are checked and cast by their types, functions by their names', async (context) => {
  const db = await database(context, {
    half: { args: ['DOUBLE'], returns: 'DOUBLE', call: (x: number) => x / 2 },
    strict: { args: ['INT NOT NULL'], returns: 'INT NOT NULL', call: (x: number) => x },
  });
  context.deepEqual(await rows(db, 'SELECT half(3) AS x'), [{ x: 1.5 }]);
  context.is(await codeOf(rows(db, "SELECT half('a')")), 'SQL_INVALID_ARGUMENTS');
  context.is(await codeOf(rows(db, 'SELECT half(1, 2)')), 'SQL_INVALID_ARGUMENTS');
  context.is(await codeOf(rows(db, `SELECT strict(n) FROM ${t}`)), 'SQL_INVALID_ARGUMENTS');
  const unknown = await context.throwsAsync<MillraceError>(rows(db, 'SELECT hafl(1)'));
  context.is(unknown?.hint, 'Did you mean "HALF"?');
  const again = { args: [], returns: 'INT', call: () => 1 };
  context.is(await codeOf(db.createFunction('Half', again)), 'FUNCTION_EXISTS');
  context.is(await codeOf(db.createFunction('upper', again)), 'FUNCTION_EXISTS');
  context.is(await codeOf(db.createFunction('a b', again)), 'FUNCTION_INVALID');
  const typo = { args: [], returns: 'INT', cal: () => 1 } as FunctionDefinition;
  context.is(await codeOf(db.createFunction('typo', typo)), 'FUNCTION_INVALID');
  const badType = { args: [], returns: 'INTT', call: () => 1 };
  context.is(await codeOf(db.createFunction('typo', badType)), 'SQL_UNKNOWN_TYPE');
});

test('functions are called when rows flow, never while planning', async (context) => {
  let calls = 0;
  const db = await database(context, {
    tick: { args: [], returns: 'INT', deterministic: false, call: () => ++calls },
    constant: { args: ['INT'], returns: 'INT', call: (x: number) => (calls++, x) },
  });
  await db.explain(`SELECT tick(), constant(1) FROM ${t}`);
  context.is(calls, 0);
  const found = await rows(db, `SELECT tick() AS a, tick() AS b FROM (VALUES (1), (2)) AS t(n)`);
  context.deepEqual(found, [
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ]);
});

test('CREATE FUNCTION loads a module below the folder, and nothing else', async (context) => {
  const baseDir = await mkdtemp(join(tmpdir(), 'millrace-functions-'));
  context.teardown(() => rm(baseDir, { recursive: true }));
  await writeFile(
    join(baseDir, 'math.mjs'),
    `export const twice = { args: ['INT'], returns: 'INT', call: (x) => 2 * x };`,
  );
  const db = await open({ baseDir });
  context.teardown(() => db.close());
  await db.execute(`CREATE FUNCTION twice AS './math.mjs#twice' LANGUAGE JAVASCRIPT;
    CREATE FUNCTION IF NOT EXISTS twice AS 'nothing' LANGUAGE JAVASCRIPT`);
  context.deepEqual(await rows(db, 'SELECT twice(4) AS x'), [{ x: 8 }]);
  const [shown] = await db.execute('SHOW USER FUNCTIONS');
  context.deepEqual(shown?.kind === 'rows' && shown.rows, [['twice']]);
  const create = (implementation: string): Promise<string> =>
    codeOf(db.execute(`CREATE TEMPORARY FUNCTION f AS '${implementation}' LANGUAGE JAVASCRIPT`));
  context.is(await create('./math.mjs#twiec'), 'FUNCTION_EXPORT');
  context.is(await create('./missing.mjs#f'), 'FUNCTION_MODULE');
  context.is(await create(`${process.execPath}#f`), 'FUNCTION_MODULE');
  context.is(await create('../../etc/hosts#f'), 'FUNCTION_MODULE');
  context.is(await create('node:fs#rmSync'), 'FUNCTION_MODULE');
  context.is(await create('fs#rmSync'), 'FUNCTION_MODULE');
  context.is(await create('math.mjs'), 'FUNCTION_MODULE');
  context.is(await codeOf(db.execute("CREATE FUNCTION f AS 'com.x.Y'")), 'SQL_UNSUPPORTED');
  await db.execute('DROP FUNCTION twice');
  context.is(await codeOf(rows(db, 'SELECT twice(4)')), 'SQL_UNKNOWN_FUNCTION');
  context.is(await codeOf(db.execute('DROP FUNCTION twice')), 'SQL_UNKNOWN_FUNCTION');
});

test('what a function is not, and what it returns wrongly, is said', async (context) => {
  const wrong = (work: () => unknown): FunctionDefinition =>
    ({ args: ['INT'], returns: 'ROW<x INT>', rows: work }) as FunctionDefinition;
  const db = await database(context, {
    plain: { args: ['INT'], returns: 'INT', call: (x: number) => x },
    late: { args: ['INT'], returns: 'INT', call: () => Promise.resolve(1) } as FunctionDefinition,
    texts: { args: ['INT'], returns: 'INT', vectorized: () => 'abcd' } as FunctionDefinition,
    single: wrong(() => 5),
    nil: wrong(() => null),
    soon: wrong(() => Promise.resolve([])),
  });
  const refused = async (sql: string, message: RegExp): Promise<MillraceError> => {
    const error = await context.throwsAsync<MillraceError>(rows(db, sql), { message }, sql);
    return error!;
  };
  const lateral = (name: string): string => `SELECT n FROM ${t}, LATERAL TABLE(${name}(n)) AS r`;
  await refused(lateral('plain'), /^PLAIN is no table function$/);
  await refused('SELECT * FROM TABLE(plain(1))', /^PLAIN is no table function$/);
  await refused(lateral('upper'), /^UPPER is no table function$/);
  context.is((await refused(lateral('singel'), /^no function "SINGEL"$/)).hint, didYou('SINGLE'));
  const scalar = await refused('SELECT single(1)', /^no scalar function "SINGLE": it is a table/);
  context.regex(scalar.hint!, /LATERAL TABLE\(SINGLE/);
  await refused(`SELECT late(n) FROM ${t}`, /a promise \(that is for "callAsync"\) is no value of/);
  await refused(`SELECT texts(n) FROM ${t}`, /vector of 4 results was wanted, not "abcd"/);
  await refused(lateral('single'), /"rows" must return or generate rows .*, not 5;/);
  await refused(lateral('nil'), /"rows" must return or generate rows .*, not null;/);
  await refused(lateral('soon'), /"rows" must .*, not a promise/);
});

test('a type in a definition that is none is named at CREATE FUNCTION', async (context) => {
  const baseDir = await mkdtemp(join(tmpdir(), 'millrace-functions-'));
  context.teardown(() => rm(baseDir, { recursive: true }));
  const source = "export const f = { args: ['INTT'], returns: 'INT', call: (x) => x };";
  await writeFile(join(baseDir, 'f.mjs'), source);
  const db = await open({ baseDir });
  context.teardown(() => db.close());
  const sql = "CREATE FUNCTION f AS './f.mjs#f' LANGUAGE JAVASCRIPT";
  const error = await context.throwsAsync<MillraceError>(db.execute(sql));
  context.is(error!.message, `function F, type 'INTT': no type "INTT"`);
  context.is(error!.hint, didYou('INT'));
  context.is(sql.slice(error!.span!.start, error!.span!.end), "'./f.mjs#f'");
});

function didYou(name: string): string {
  return `Did you mean "${name}"?`;
}
