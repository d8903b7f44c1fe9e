import test from 'ava';
import { oneLine, renderTable } from './table.js';

test('numbers stand right, text left, and wide characters keep the columns aligned', (t) => {
  const columns = [
    { name: 'city', right: false },
    { name: 'n', right: true },
  ];
  const rows = [
    ['Oslo', '7'],
    ['東京', '1234'],
  ];
  t.deepEqual(renderTable(columns, rows), [
    '┌──────┬──────┐',
    '│ city │    n │',
    '├──────┼──────┤',
    '│ Oslo │    7 │',
    '│ 東京 │ 1234 │',
    '└──────┴──────┘',
  ]);
});
test('a long cell is cut with an ellipsis', (t) => {
  const lines = renderTable([{ name: 'a', right: false }], [['x'.repeat(100)]]);
  t.regex(lines[3]!, /^│ x{59}… │$/);
});
test('escape sequences in values are shown, not sent to the terminal', (t) => {
  t.is(oneLine('a\u001b[2Jb\n'), 'a\\x1b[2Jb\\n');
});
