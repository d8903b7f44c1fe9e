import test from 'ava';
import fc from 'fast-check';
import { compileLike } from './like.js';

/** LIKE by its definition: does `value` from `i` on fit `pattern` from `j` on? No escapes. */
function fits(value: readonly string[], pattern: readonly string[], i = 0, j = 0): boolean {
  if (j === pattern.length) return i === value.length;
  if (pattern[j] === '%') {
    for (let k = i; k <= value.length; k++) if (fits(value, pattern, k, j + 1)) return true;
    return false;
  }
  if (i === value.length) return false;
  const isOne = pattern[j] === '_' && value[i] !== '\n';
  return (isOne || pattern[j] === value[i]) && fits(value, pattern, i + 1, j + 1);
}

test('LIKE fits what its definition fits', (t) => {
  const letters = fc.constantFrom('a', 'b', '😀', '\n', '.', '\\');
  const value = fc.array(letters, { maxLength: 8 });
  const pattern = fc.array(fc.oneof(letters, fc.constantFrom('%', '_')), { maxLength: 7 });
  fc.assert(
    fc.property(value, pattern, (text, wanted) => {
      const found = compileLike(wanted.join(''), null)(text.join(''));
      t.is(found, fits(text, wanted), `${text.join('')} LIKE ${wanted.join('')}`);
    }),
    { numRuns: 2000 },
  );
});

test('many % do not make LIKE try all ways to place them', (t) => {
  const like = compileLike(`${'%a_'.repeat(300)}%b`, null);
  t.false(like('a'.repeat(3000)));
  t.true(like(`${'ac'.repeat(300)}b`));
});
