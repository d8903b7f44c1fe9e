import test from 'ava';
import { jsonLine } from './result-text.js';

test('a JSON line keeps what JSON has no number for', (t) => {
  const row = { a: NaN, b: -Infinity, d: 9007199254740993n, e: null };
  t.is(
    jsonLine('+I', row),
    '{"kind":"+I","row":{"a":"NaN","b":"-Infinity","d":"9007199254740993","e":null}}',
  );
});
