import test from 'ava';
import { KeyFilter } from './key-filter.js';
import { hashMarkedWord } from './hash.js';

test('a key filter knows every key added, and few others', (t) => {
  const filter = new KeyFilter();
  const count = 100_000;
  for (let key = 0; key < count; key++) filter.add(hashMarkedWord(key));
  let missing = 0;
  let wrong = 0;
  for (let key = 0; key < count; key++) if (!filter.has(hashMarkedWord(key))) missing++;
  for (let key = count; key < 2 * count; key++) if (filter.has(hashMarkedWord(key))) wrong++;
  t.is(missing, 0);
  t.true(wrong < count / 50, `${wrong} of ${count} absent keys seem present`);
  t.true(filter.footprint <= count * 5, `${filter.footprint} bytes`);
  const before = filter.count;
  for (let key = 0; key < count; key++) filter.add(hashMarkedWord(key));
  t.is(filter.count, before, 'a key added again takes no room');
});

test('an empty key filter has nothing', (t) => {
  const filter = new KeyFilter();
  for (let key = 0; key < 1000; key++) t.false(filter.has(hashMarkedWord(key)));
  t.is(filter.count, 0);
});
