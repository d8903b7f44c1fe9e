import test from 'ava';
import { DataError } from '../../../core/errors.js';
import { javaPattern, javaRegExp } from './java-pattern.js';

/** Pattern, text, and the matches that java.util.regex finds (JDK 17), joined by |; null: none. */
const found: readonly (readonly [pattern: string, text: string, matches: string | null])[] = [
  ['[a-z&&[^aeiou]]+', 'banana split', 'b|n|n|spl|t'],
  ['[a-d[m-p]]+', 'xabmqop', 'abm|op'],
  ['[^a-c&&[b-z]]', 'abcd', 'a|d'],
  ['\\Qa.b*\\E!', 'aXb! a.b*!', 'a.b*!'],
  ['(?i)straße', 'STRAßE', 'STRAßE'],
  ['(?i)é', 'É', null],
  ['a(?i)b(?-i)c', 'aBc aBC Abc', 'aBc'],
  ['(?i:ab)c', 'ABc ABC', 'ABc'],
  ['(?s)a.b', 'a\nb', 'a\nb'],
  ['a.b', 'a\nb a\u2028b a b', 'a b'],
  ['(?m)^\\w+$', 'one\ntwo\r\nthree', 'one|two|three'],
  ['a$', 'b\na\n', 'a'],
  ['a\\Z', 'a\n', 'a'],
  ['a\\z', 'a\n', null],
  ['\\Aa', 'aa', 'a'],
  ['\\h+', 'a \t\u00a0b', ' \t\u00a0'],
  ['\\R', 'a\r\nb\u0085', '\r\n|\u0085'],
  ['\\x41\\u0042\\x{1F600}\\0103', 'AB😀C', 'AB😀C'],
  ['\\p{IsLatin}+', 'abcжé', 'abc|é'],
  ['\\p{Lu}\\p{javaX', 'A', 'invalid'],
  ['\\p{Punct}+', 'a.,b', '.,'],
  ['\\P{Alpha}', 'a1', '1'],
  ['a*+a', 'aaa', null],
  ['(?>a|ab)c', 'abc', null],
  ['(?>ab|a)c', 'abc', 'abc'],
  ['([\'"]).*?\\1', 'say "it\'s"', '"it\'s"'],
  ['(?<year>\\d{4})-\\k<year>', '2024-2024', '2024-2024'],
  ['\\bé', 'aé é', 'é'],
  ['\\s', 'a\u00a0b', null],
  ['(?x) a b # comment', 'ab', 'ab'],
  ['[]a]+', 'a]', 'a]'],
  ['[a\\-z]+', 'a-z', 'a-z'],
  ['a{2,3}?', 'aaaa', 'aa|aa'],
  ['}]', '}]', '}]'],
  ['(?=a)*b', 'b', 'b'],
  ['.', '😀', '😀'],
  ['[^a]', '\n', '\n'],
  ['(', '(', 'invalid'],
  ['*a', 'a', 'invalid'],
  ['a{', 'a{', 'invalid'],
  ['[b-a]', 'a', 'invalid'],
  ['\\y', 'y', 'invalid'],
  ['(?i)*', 'a', 'invalid'],
];

function matches(pattern: string, text: string): string | null {
  try {
    const { regExp } = javaPattern(pattern, { global: true });
    const all = Array.from(text.matchAll(regExp), (match) => match[0]);
    return all.length === 0 ? null : all.join('|');
  } catch (error) {
    if (error instanceof DataError && error.code === 'REGEXP_INVALID') return 'invalid';
    throw error;
  }
}

for (const [pattern, text, wanted] of found) {
  test(`${pattern} in ${JSON.stringify(text)}`, (t) => t.is(matches(pattern, text), wanted));
}

test('groups keep their numbers beside atomic groups', (t) => {
  const { regExp, groups } = javaPattern('(?>(a)x)(b)++(c)'.replace('(b)++', 'b++'));
  const match = regExp.exec('axbbc')!;
  t.deepEqual(
    groups.map((group) => match[group]),
    ['axbbc', 'a', 'c'],
  );
});

test('what RegExp cannot do is refused', (t) => {
  for (const pattern of ['\\Ga', '\\X', '(?U)\\w', '(?i)(a)\\1', '(a)++', '\\p{InGreek}']) {
    t.throws(
      () => javaPattern(pattern),
      { instanceOf: DataError, code: 'REGEXP_UNSUPPORTED' },
      pattern,
    );
  }
});

test('a whole match reaches from end to end', (t) => {
  t.true(javaRegExp('a|ab', { whole: true }).test('ab'));
  t.false(javaRegExp('a|ab', { whole: true }).test('abc'));
});
