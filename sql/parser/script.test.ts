import test from 'ava';
import {
  isCompleteStatement,
  parseExpression,
  parseScript,
  parseStatement,
  parseType,
} from './parse.js';

test('semicolons in texts, names and comments end no statement', (t) => {
  const script = `
    -- first; comment
    SET 'a' = 'x;y';; /* ; */
    SELECT \`a;b\` FROM t; // last; comment
    ;
  `;
  t.deepEqual(
    parseScript(script).map(({ kind }) => kind),
    ['set', 'query-statement'],
  );
});

test('statement sets hold their semicolons in both forms', (t) => {
  const [first, second, third] = parseScript(`
    EXECUTE STATEMENT SET BEGIN
      INSERT INTO a SELECT CASE WHEN x THEN 1 END;
      INSERT INTO b SELECT 2;
    END;
    BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END;
    SELECT 3`);
  t.true(first!.kind === 'statement-set' && first!.inserts.length === 2);
  t.true(second!.kind === 'statement-set' && second!.inserts.length === 1);
  t.is(third!.kind, 'query-statement');
});

test('the text of a statement is its span', (t) => {
  const script = "SET 'a' = 'b';  SELECT 1 ; -- end";
  t.deepEqual(
    parseScript(script).map(({ span }) => script.slice(span.start, span.end)),
    ["SET 'a' = 'b'", 'SELECT 1'],
  );
});

test('one statement, expression or type is all there may be', (t) => {
  t.is(parseStatement('SELECT 1;').kind, 'query-statement');
  t.throws(() => parseStatement('SELECT 1; SELECT 2'), { message: /end of the statement/ });
  t.throws(() => parseExpression('a b'), { message: /end of the text/ });
  t.throws(() => parseType('INT STRING'), { message: /end of the type/ });
  t.deepEqual(parseScript(' -- nothing'), []);
});

const completeness: readonly (readonly [string, boolean])[] = [
  ['', false],
  [' -- a', false],
  [';', false],
  ['SELECT 1', false],
  ['SELECT 1;', true],
  ['SELECT 1; -- done', true],
  ["SELECT 'a;", false],
  ["SELECT 'a;';", true],
  ['SELECT `a;', false],
  ['SELECT /* ;', false],
  ['SELECT 1 /* ; */', false],
  ['SELECT 1; SELECT', false],
  ['EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1;', false],
  ['EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE WHEN b THEN 1 END;', false],
  ['EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; END;', true],
  ['EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; END', false],
  ['BEGIN STATEMENT SET; INSERT INTO a SELECT 1;', false],
  ['BEGIN STATEMENT SET;', false],
  ['BEGIN STATEMENT SET; INSERT INTO a SELECT 1; END;', true],
  ['SELECT #;', true],
];

for (const [text, complete] of completeness) {
  test(`a REPL ${complete ? 'runs' : 'waits after'} ${JSON.stringify(text)}`, (t) => {
    t.is(isCompleteStatement(text), complete);
  });
}
