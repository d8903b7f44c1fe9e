import test from 'ava';
import { SqlError } from '../../core/errors.js';
import { planLast } from '../testing/plan-script.js';

async function refusal(sql: string): Promise<readonly [string, string, string | undefined]> {
  const error = await planLast(sql).catch((thrown: unknown) => thrown);
  if (!(error instanceof SqlError)) throw new TypeError(`not refused: ${sql}`);
  const { start, end } = error.span!;
  return [error.code, sql.slice(start, end), error.hint];
}

const own = 'CREATE FUNCTION adds functions of your own.';

test('an unknown module is refused at its name, with a hint', async (t) => {
  t.deepEqual(await refusal('UNLOAD MODULE cor'), [
    'SQL_UNKNOWN_MODULE',
    'cor',
    `Did you mean "core"? ${own}`,
  ]);
  t.deepEqual(await refusal('USE MODULES core, hive'), [
    'SQL_UNKNOWN_MODULE',
    'hive',
    `The only module is core. ${own}`,
  ]);
  t.deepEqual(await refusal(`LOAD MODULE hive WITH ('hive-version' = '3')`), [
    'SQL_UNKNOWN_MODULE',
    'hive',
    `The only module is core. ${own}`,
  ]);
});

test('core is loaded once, used only when loaded, and takes no options', async (t) => {
  t.is((await refusal('LOAD MODULE core'))[0], 'SQL_EXISTS');
  t.deepEqual(await refusal('UNLOAD MODULE core; USE MODULES core'), [
    'SQL_UNKNOWN_MODULE',
    'core',
    'LOAD MODULE core brings it back.',
  ]);
  const optioned = await refusal(`UNLOAD MODULE core; LOAD MODULE core WITH ('a' = 'b')`);
  t.deepEqual(optioned.slice(0, 2), ['SQL_UNKNOWN_OPTION', `'a'`]);
});

test('without core no built-in function is listed', async (t) => {
  const result = await planLast('UNLOAD MODULE core; SHOW FUNCTIONS');
  t.is(result.kind, 'rows');
  t.deepEqual(result.kind === 'rows' ? result.rows : null, []);
});
