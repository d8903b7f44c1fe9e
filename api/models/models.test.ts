import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { MillraceError } from '../../core/errors.js';
import type { Database } from '../database.js';
import { codeOf, database, rows } from '../functions/testing-functions.js';
import type { Model } from './model-provider.js';

interface Asked {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}
interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

const KEY = 'sk-very-secret';

/** A service on the loopback interface that speaks OpenAI's interface as `answer` says. */
async function service(
  context: ExecutionContext,
  answer: (asked: Asked, count: number) => Answer | Promise<Answer>,
): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then(async (text) => {
      const body = JSON.parse(text) as Asked['body'];
      asked.push({ path: request.url!, key: request.headers.authorization, body });
      const { status = 200, body: told } = await answer(asked.at(-1)!, asked.length);
      response.writeHead(status, { 'content-type': 'application/json', 'x-tried': '1' });
      response.end(typeof told === 'string' ? told : JSON.stringify(told));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, asked };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const said = (content: string): Answer => ({ body: { choices: [{ message: { content } }] } });
const lastMessage = ({ body }: Asked): string =>
  (body['messages'] as { content: string }[]).at(-1)!.content;

function chat(url: string, more = ''): string {
  return `CREATE MODEL m INPUT (q STRING) OUTPUT (a STRING) WITH ('provider' = 'openai',
    'endpoint' = '${url}/chat/completions', 'api-key' = '${KEY}', 'model' = 'tiny' ${more})`;
}

const texts = `(SELECT * FROM (VALUES (1, 'x'), (2, CAST(NULL AS STRING)), (3, 'y')) AS t(n, s))`;
const ask = (config = ''): string =>
  `SELECT n, a FROM ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(s)${config})`;

async function withTexts(context: ExecutionContext): Promise<Database> {
  const db = await database(context);
  await db.execute(`CREATE VIEW t AS ${texts}`);
  return db;
}

test('a chat model answers rows in order, NULL for NULL, with its settings', async (context) => {
  const { url, asked } = await service(context, (one) => said(`<${lastMessage(one)}>`));
  const db = await withTexts(context);
  await db.execute(
    chat(url, ", 'system-prompt' = 'Be short.', 'temperature' = '0.5', 'seed' = '7'"),
  );
  context.deepEqual(await rows(db, ask()), [
    { n: 1, a: '<x>' },
    { n: 2, a: null },
    { n: 3, a: '<y>' },
  ]);
  context.is(asked.length, 2, 'NULL is not asked');
  const first = asked.find((one) => lastMessage(one) === 'x')!;
  context.is(first.path, '/v1/chat/completions');
  context.is(first.key, `Bearer ${KEY}`);
  context.deepEqual(first.body, {
    model: 'tiny',
    temperature: 0.5,
    seed: 7,
    messages: [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'x' },
    ],
  });
});

test('an embedding model gives arrays; a row is asked once for all uses', async (context) => {
  const { url, asked } = await service(context, () => ({
    body: { data: [{ embedding: [0.5, -1, 0.1] }] },
  }));
  const db = await withTexts(context);
  await db.execute(`CREATE MODEL e INPUT (q STRING) OUTPUT (v ARRAY<FLOAT>) WITH (
    'provider' = 'openai', 'endpoint' = '${url}/embeddings', 'api-key' = '${KEY}',
    'model' = 'tiny', 'dimension' = '3')`);
  const found = await rows(
    db,
    `SELECT n, v[1] AS x, CARDINALITY(v) AS c FROM ML_PREDICT(TABLE t, MODEL e, DESCRIPTOR(s))
     WHERE s IS NOT NULL AND v[2] < 0`,
  );
  context.deepEqual(found, [
    { n: 1, x: 0.5, c: 3 },
    { n: 3, x: 0.5, c: 3 },
  ]);
  context.is(asked.length, 2);
  context.deepEqual(asked[0]!.body, {
    model: 'tiny',
    input: asked[0]!.body['input'],
    dimensions: 3,
  });
});

test('busy and broken services are asked again, wrong requests are not', async (context) => {
  let failures = 2;
  const { url, asked } = await service(context, () => {
    if (failures-- > 0) return { status: failures === 1 ? 429 : 503, body: 'later' };
    return said('ok');
  });
  const db = await withTexts(context);
  await db.execute(chat(url));
  context.is((await rows(db, `${ask()} WHERE n = 1`)).length, 1);
  context.is(asked.length, 3);
  const refusing = await service(context, () => ({ status: 401, body: `no such key: ${KEY}` }));
  await db.execute(`DROP MODEL m; ${chat(refusing.url)}`);
  const failed = await context.throwsAsync<MillraceError>(rows(db, `${ask()} WHERE n = 1`));
  context.is(failed!.code, 'FUNCTION_FAILED');
  context.regex(failed!.message, /of model m failed in row 1 .*answers 401: no such key: \*{6};/);
  context.is(refusing.asked.length, 1);
});

test('failures that are ignored leave NULL and tell why in metadata columns', async (context) => {
  const { url } = await service(context, (one) =>
    lastMessage(one) === 'x' ? { status: 400, body: 'too odd' } : said('fine'),
  );
  const db = await withTexts(context);
  await db.execute(`CREATE MODEL m INPUT (q STRING) OUTPUT (a STRING, \`error-string\` STRING,
      \`http-status-code\` INT, \`http-headers-map\` MAP<STRING, ARRAY<STRING>>)
    WITH ('provider' = 'openai', 'endpoint' = '${url}/chat/completions', 'api-key' = '${KEY}',
      'model' = 'tiny', 'error-handling-strategy' = 'ignore')`);
  const found = await rows(
    db,
    `SELECT a, \`http-status-code\` AS code, \`http-headers-map\`['x-tried'] AS tried,
       \`error-string\` LIKE '%answers 400: too odd' AS told
     FROM ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(s)) WHERE n <> 2`,
  );
  context.deepEqual(found, [
    { a: null, code: 400, tried: ['1'], told: true },
    { a: 'fine', code: null, tried: null, told: null },
  ]);
});

test('answers that are none, and redirects, are errors', async (context) => {
  const db = await withTexts(context);
  for (const [answer, told] of [
    [{ body: 'no json' }, /answers with what is no JSON: no json/],
    [{ body: { choices: [] } }, /has no choices\[0\]\.message\.content/],
    [{ status: 302, body: '' }, /redirect|302/],
  ] as const) {
    const { url } = await service(context, () => answer);
    await db.execute(`DROP MODEL IF EXISTS m; ${chat(url, ", 'retry-num' = '0'")}`);
    const failed = await context.throwsAsync(rows(db, `${ask()} WHERE n = 1`));
    context.regex(failed!.message, told);
  }
});

test('a query bounds the calls under way and their time', async (context) => {
  let underWay = 0;
  let most = 0;
  const db = await database(context);
  await db.createModelProvider('js', {
    options: [],
    open: (): Model => ({
      async predict(row) {
        most = Math.max(most, ++underWay);
        for (let i = 0; i < 5; i++) await Promise.resolve();
        underWay -= 1;
        return { y: (row['x'] as number) * 2, label: `n${String(row['x'])}` };
      },
    }),
  });
  await db.createModelProvider('never', {
    options: [],
    open: () => ({ predict: () => new Promise(() => undefined) }),
  });
  const numbers = Array.from({ length: 30 }, (_, i) => `(${i})`).join(', ');
  await db.execute(`
    CREATE VIEW n AS SELECT * FROM (VALUES ${numbers}) AS t(x);
    CREATE MODEL js INPUT (x BIGINT) OUTPUT (y DOUBLE, label STRING) WITH ('provider' = 'js');
    CREATE MODEL never INPUT (x INT) OUTPUT (x INT) WITH ('provider' = 'never')`);
  const failed = context.throwsAsync(
    rows(db, 'SELECT y FROM ML_PREDICT(TABLE n, MODEL js, DESCRIPTOR(x))'),
  );
  context.regex((await failed)!.message, /Cannot mix BigInt/);
  await db.execute(`DROP MODEL js;
    CREATE MODEL js INPUT (x INT) OUTPUT (y DOUBLE, label STRING) WITH ('provider' = 'js')`);
  most = 0;
  const found = await rows(
    db,
    `SELECT * FROM ML_PREDICT(INPUT => TABLE n, MODEL => MODEL js, ARGS => DESCRIPTOR(x),
       CONFIG => MAP['async', 'true', 'max-concurrent-operations', '3'])`,
  );
  context.deepEqual(found[29], { x: 29, y: 58, label: 'n29' });
  context.is(most, 3);
  const late = await context.throwsAsync(
    rows(
      db,
      `SELECT x0 FROM ML_PREDICT(TABLE n, MODEL never, DESCRIPTOR(x), MAP['timeout', '1 ms'])`,
    ),
  );
  context.regex(late!.message, /no answer within 1 ms/);
});

test('models are created, shown with hidden keys, altered and dropped', async (context) => {
  const db = await database(context);
  const told = async (sql: string): Promise<unknown> => {
    for await (const outcome of db.run(sql)) if (outcome.kind === 'rows') return outcome.rows;
    return null;
  };
  await db.execute(chat('http://localhost:1', ", 'retry-num' = '3'"));
  context.deepEqual(await told('SHOW MODELS'), [['m']]);
  context.deepEqual(await told('SHOW USER FUNCTIONS'), []);
  context.deepEqual(await told('DESCRIBE MODEL m'), [
    ['q', 'STRING', true, true, null],
    ['a', 'STRING', true, false, null],
  ]);
  const shown = String(await told('SHOW CREATE MODEL m'));
  context.regex(shown, /'api-key' = '\*{6}'/);
  context.notRegex(shown, /secret/);
  await db.execute("ALTER MODEL m SET ('model' = 'big'); ALTER MODEL m RESET ('retry-num')");
  await db.execute('ALTER MODEL m RENAME TO n');
  context.regex(String(await told('SHOW CREATE MODEL n')), /'model' = 'big'/);
  context.is(await codeOf(db.execute("ALTER MODEL n SET ('modle' = 'x')")), 'MODEL_OPTION');
  context.is(await codeOf(db.execute("ALTER MODEL n RESET ('api-key')")), 'MODEL_OPTION');
  context.is(await codeOf(db.execute('DROP MODEL m')), 'SQL_UNKNOWN_MODEL');
  await db.execute(
    'CREATE DATABASE d; CREATE MODEL IF NOT EXISTS n INPUT (x INT) OUTPUT (y INT) ' +
      "WITH ('provider' = 'none'); DROP MODEL IF EXISTS m; DROP MODEL n",
  );
  context.deepEqual(await told('SHOW MODELS'), []);
});

test('what models and ML_PREDICT are not is refused', async (context) => {
  const db = await withTexts(context);
  const model = (columns: string, options: string): Promise<string> =>
    codeOf(db.execute(`CREATE MODEL b ${columns} WITH (${options})`));
  const all = "'endpoint' = 'http://h/chat/completions', 'api-key' = 'k', 'model' = 'm'";
  const plain = 'INPUT (q STRING) OUTPUT (a STRING)';
  context.is(await model(plain, "'provider' = 'opneai'"), 'MODEL_PROVIDER');
  context.is(await model(plain, "'endpoint' = 'x'"), 'SQL_INVALID_OPTION');
  context.is(await model(plain, "'provider' = 'openai', 'model' = 'm'"), 'MODEL_OPTION');
  for (const wrong of [
    "'temperature' = 'warm'",
    "'retry-num' = '1.5'",
    "'dimension' = '3'",
    "'error-handling-strategy' = 'pray'",
    "'max-context-size' = '5'",
  ])
    context.is(
      await model(plain, `'provider' = 'openai', ${all}, ${wrong}`),
      'MODEL_OPTION',
      wrong,
    );
  const ftp = all.replace('http:', 'ftp:');
  context.is(await model(plain, `'provider' = 'openai', ${ftp}`), 'MODEL_OPTION');
  const two = 'INPUT (q STRING, r STRING) OUTPUT (a STRING)';
  context.is(await model(two, `'provider' = 'openai', ${all}`), 'MODEL_COLUMNS');
  context.is(await model('INPUT (q STRING)', `'provider' = 'openai', ${all}`), 'SQL_INVALID_MODEL');
  const nobody = chat('http://localhost:1', ", 'error-handling-strategy' = 'failover'");
  await db.execute(nobody);
  context.is(await codeOf(db.execute(nobody)), 'SQL_EXISTS');
  for (const [sql, code] of [
    ['ML_PREDICT(TABLE t, MODEL nope, DESCRIPTOR(s))', 'SQL_UNKNOWN_MODEL'],
    ['ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(n))', 'SQL_INVALID_ARGUMENTS'],
    ['ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(x))', 'SQL_UNKNOWN_COLUMN'],
    ['ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(n, s))', 'SQL_INVALID'],
    ['ML_PREDICT(TABLE t, MODEL m)', 'SQL_INVALID'],
    ["ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(s), MAP['async', 'false'])", 'SQL_INVALID'],
    ["ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(s), MAP['asink', 'true'])", 'SQL_INVALID'],
    ["ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(s), MAP['timeout', '0 s'])", 'SQL_INVALID'],
  ] as const) {
    context.is(await codeOf(rows(db, `SELECT * FROM ${sql}`)), code, sql);
  }
  const changing = `SELECT a, c FROM ML_PREDICT(
    (SELECT s, COUNT(*) AS c FROM t GROUP BY s), MODEL m, DESCRIPTOR(s))`;
  context.is(await codeOf(rows(db, changing)), 'PLAN_FUNCTION_NOT_DETERMINISTIC');
});
