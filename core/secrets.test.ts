import test from 'ava';
import { formatError, SqlError } from './errors.js';
import { isSecretOption, shownOption, withoutSecrets } from './secrets.js';

test('names tell what is secret', (t) => {
  for (const name of [
    'password',
    'jdbc.Password',
    'properties.sasl.jaas.config',
    'lookup.auth-token',
    's3.access-key',
    'client_secret',
    'api-key',
  ])
    t.true(isSecretOption(name), name);
  for (const name of ['path', 'key.format', 'key.fields', 'primary-key', 'format'])
    t.false(isSecretOption(name), name);
  t.is(shownOption('password', 'hunter2'), '******');
  t.is(shownOption('path', 'a/b'), 'a/b');
});

test('SQL text is shown without the values of secret options', (t) => {
  t.is(
    withoutSecrets("WITH ('password' = 'it''s', 'path' = 'password')"),
    "WITH ('password' = '******', 'path' = 'password')",
  );
});

test('the line above a caret has no secret, and the caret stays in place', (t) => {
  const sql = "CREATE TABLE t WITH ('password' =\n 'hunter2', 'x' = 'y' WHAT";
  const at = sql.indexOf('WHAT');
  const error = new SqlError('SQL_PARSE', {
    message: 'expected )',
    span: { start: at, end: at + 4 },
  });
  error.sql = sql;
  t.is(
    formatError(error),
    "SQL_PARSE: expected )\n2 |  '*******', 'x' = 'y' WHAT\n  |                       ^^^^",
  );
});
