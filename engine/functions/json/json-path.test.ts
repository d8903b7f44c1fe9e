import test from 'ava';
import { DataError } from '../../../core/errors.js';
import { evaluatePath } from './evaluate-path.js';
import { parsePath } from './path-parser.js';
import { parseJson, writeJson } from './tree.js';

const document = parseJson(`{
  "a": [10, 20, 30], "n": null, "e": [], "o": {"b": 5, "c": {"b": 7}},
  "l": [{"b": 1, "c": "x"}, {"b": 2.0, "c": "yy", "t": ["p", "q"]}, {"c": "z", "b": null}],
  "sp ace": {"q\\"": 1}
}`);

/** Path, and what it leads to; undefined: nothing. */
const led: readonly (readonly [path: string, json: string | undefined])[] = [
  ['$.a[1]', '20'],
  ['$.a[-1]', '30'],
  ['lax $.a[3]', undefined],
  ['$.a[0,2]', '[10,30]'],
  ['$.a[1:]', '[20,30]'],
  ['$.a[:-1]', '[10,20]'],
  ['$.a[*]', '[10,20,30]'],
  ['$..b', '[5,7,1,2.0,null]'],
  ['$.l[*].t[0]', '["p"]'],
  ["$['sp ace']['q\\\"']", '1'],
  ["$.o['b','c']", '{"b":5,"c":{"b":7}}'],
  ['$.n', 'null'],
  ['lax $.n.x', undefined],
  ['lax $.missing[*]', '[]'],
  ['$.l[?(@.b == 2)].c', '["yy"]'],
  ["$.l[?(@.c != 'x' && @.b)].c", '["yy","z"]'],
  ['$.l[?(@.t)].c', '["yy"]'],
  ['$.l[?(!@.t)].c', '["x","z"]'],
  ['$.l[?(@.b == null)].c', '["z"]'],
  ['$.l[?(@.c =~ /Y+/i)].b', '[2.0]'],
  ["$.l[?(@.c in ['x', 'z'])].c", '["x","z"]'],
  ["$.l[?(@.t contains 'q')].c", '["yy"]'],
  ['$.l[?(@.c size 2)].c', '["yy"]'],
  ['$.a[?(@ > $.o.b)]', '[10,20,30]'],
  ["$.l[?(@.c == 'x' || (@.b > 1 && @.b < 3))].c", '["x","yy"]'],
  ['$.a.length()', '3'],
  ['$.a.sum()', '60.0'],
  ['$.o.keys()', '["b","c"]'],
  ['$', writeJson(document)],
];

for (const [path, json] of led) {
  test(path, (t) => {
    const found = evaluatePath(document, parsePath(path));
    t.is(found === undefined ? undefined : writeJson(found), json);
  });
}

test('a strict path must fit; behind a step to many, what does not fit is left out', (t) => {
  for (const path of ['$.x', '$.a.b', 'strict $.o[0]', '$.a[9]', '$.x[*]', '$.n.y'])
    t.throws(() => evaluatePath(document, parsePath(path)), { code: 'JSON_PATH_MISSING' }, path);
});

test('what is no path is refused', (t) => {
  for (const path of [
    '',
    '$.',
    '$[',
    '$.a[x]',
    '$.a b',
    '$[?(@.b ==)]',
    '$[?(@.b == 1]',
    '$.a[0 to 1]',
  ])
    t.throws(() => parsePath(path), { code: 'JSON_PATH_INVALID' }, path);
  t.throws(() => parsePath('$.a.concat("x")'), { code: 'JSON_PATH_UNSUPPORTED' });
});

test('numbers keep their text, as java.math writes it', (t) => {
  const written = (text: string): string => writeJson(parseJson(text));
  for (const text of ['12.50', '9007199254740993', '-0.10', '0']) t.is(written(text), text);
  t.is(written('1e5'), '1E+5');
  t.is(written('1.250E3'), '1250');
  t.is(written('1.25e-10'), '1.25E-10');
  t.is(written('0.00000001'), '1E-8');
  t.is(written('-0'), '0');
});

test('keys are sorted, the last of equal ones counts, escapes are the shortest', (t) => {
  t.is(writeJson(parseJson('{"b":1,"a":{"y":1,"x":2},"b":3}')), '{"a":{"x":2,"y":1},"b":3}');
  t.is(writeJson(parseJson('"\\u00e9\\/\\n\\u001f\\ud83d\\ude00"')), '"é/\\n\\u001F😀"');
});

test('other text is no JSON', (t) => {
  const texts = [
    '',
    ' ',
    '{',
    '[1,]',
    "{'a':1}",
    '01',
    '1.',
    'nul',
    '"\n"',
    '"\\x"',
    '[1] 2',
    '+1',
  ];
  for (const text of texts) t.throws(() => parseJson(text), { code: 'JSON_INVALID' }, text);
  t.throws(() => parseJson('['.repeat(1001) + ']'.repeat(1001)), { instanceOf: DataError });
  t.notThrows(() => parseJson('['.repeat(1000) + ']'.repeat(1000)));
});
