import test from 'ava';
import { isKeywordToken, tokenize } from './lexer.js';
import { isReserved, keywords } from './keywords.js';

const shape = (sql: string): string[] => tokenize(sql).map(({ kind, value }) => `${kind} ${value}`);

test('tokens cover words, names, texts, numbers, operators and comments', (t) => {
  t.deepEqual(shape("SELECT `a``b`, 'x''y', 1.5e-3 <> .5 -- c"), [
    'word SELECT',
    'quoted a`b',
    'op ,',
    "string x'y",
    'op ,',
    'number 1.5e-3',
    'op <>',
    'number .5',
    'comment -- c',
  ]);
});

test('a hint is no comment, and its end is no multiplication', (t) => {
  t.deepEqual(shape('/*+ A */ a*/b'), [
    'op /*+',
    'word A',
    'op */',
    'word a',
    'op *',
    'op /',
    'word b',
  ]);
});

test('letters of any alphabet make names, a dollar inside too', (t) => {
  t.deepEqual(shape('größe 名前 EXPR$0 _x'), ['word größe', 'word 名前', 'word EXPR$0', 'word _x']);
});

test('what cannot be read is one token, and the rest goes on', (t) => {
  t.deepEqual(
    tokenize('a # b').map(({ kind }) => kind),
    ['word', 'error', 'word'],
  );
  t.deepEqual(
    tokenize("a 'b").map(({ kind }) => kind),
    ['word', 'error'],
  );
  t.deepEqual(
    tokenize('\ud83d').map(({ kind }) => kind),
    ['error'],
  );
});

test('tokens are in order and their offsets rebuild the text', (t) => {
  const sql = "SELECT a /* b */ FROM `t` WHERE x = 'y' -- z\n AND b >= 1.";
  const blanked = tokenize(sql)
    .map(({ start, end }) => sql.slice(start, end))
    .join('');
  t.is(blanked.replaceAll(/\s/g, ''), sql.replaceAll(/\s/g, ''));
});

test('keywords are known in any case; the reserved ones need backticks', (t) => {
  t.true(tokenize('select').every(isKeywordToken));
  t.false(tokenize('`select`').some(isKeywordToken));
  for (const name of [
    'at',
    'dec',
    'one',
    'old',
    'raw',
    'second',
    'value',
    'user',
    'timestamp',
    'count',
    'year',
    'large',
    'prev',
    'running',
    'views',
    'quarters',
    'buckets',
    'no',
  ]) {
    t.true(isReserved(name), name);
  }
  for (const name of [
    'a',
    'key',
    'name',
    'type',
    'data',
    'first',
    'last',
    'level',
    'source',
    'week',
    'quarter',
    'metadata',
    'statistics',
    'days',
    'plan',
    'state',
    'bid',
    'price',
  ]) {
    t.false(isReserved(name), name);
  }
  t.true(keywords.includes('WATERMARK') && keywords.includes('TUMBLE'));
});

test('lexing is linear: a megabyte of the worst is quick', (t) => {
  for (const piece of ["'", '`', '/*', '"', "x'", '-- ', '(', "U&'", "''"]) {
    t.true(tokenize(piece.repeat(200_000)).length >= 0, piece);
  }
});
