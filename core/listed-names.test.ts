import test from 'ava';
import { listedNames } from './errors.js';

test('a few names are listed as they are, of many the nearest', (t) => {
  t.is(listedNames(['b', 'a'], 'a'), 'b, a');
  const many = Array.from({ length: 500 }, (_, i) => `column_${i}`);
  const listed = listedNames(many, 'column_321x');
  t.true(listed.startsWith('column_321, '), listed);
  t.true(listed.endsWith(' and 490 others'), listed);
  t.is(listedNames(many, '').split(', ')[0], 'column_0');
  t.true(listedNames(many, 'x'.repeat(100_000)).length < 200);
});
