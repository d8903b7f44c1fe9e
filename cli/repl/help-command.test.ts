import test from 'ava';
import { open } from '../../api/open.js';
import { helpOn, helpTopic } from './help-command.js';

test('HELP is asked with or without a topic and a semicolon', (t) => {
  t.deepEqual(
    ['help', ' HELP;', 'Help lpad ;', 'help `UPPER`;', 'helpme', "SELECT 'help'"].map(helpTopic),
    ['', '', 'lpad', '`UPPER`', null, null],
  );
});

test('a function is shown with its syntax, sense and examples, from its one entry', async (t) => {
  const none = new Map();
  t.regex(helpOn('', none), /HELP name;/);
  t.regex(helpOn('lpad', none), /^LPAD\(.+\n {2}.+\n {2}LPAD\(.+ {2}= {2}/);
  t.regex(helpOn('`listagg`', none), /^LISTAGG\(/);
  t.regex(helpOn('json_', none), /^JSON_VALUE {2}.+\nJSON_QUERY {2}/m);
  t.regex(helpOn('substr(', none), /^SUBSTRING\(/);
  t.regex(helpOn('LPADD', none), /no help on LPADD\. Did you mean "LPAD"\?/);
  t.is(helpOn('zzzzzzzz', none), 'no help on zzzzzzzz. HELP; tells what there is.');
  const db = await open();
  t.teardown(() => db.close());
  await db.createFunction('twice', { args: ['INT'], returns: 'INT', call: (n: number) => 2 * n });
  t.regex(helpOn('twice', db.session.facts.functions), /TWICE\(INT\) -> INT\n.*scalar/);
});
