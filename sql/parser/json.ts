/** JSON_EXISTS, JSON_VALUE, JSON_QUERY, JSON_OBJECT, JSON_ARRAY and the two aggregates. */
import type { Expr } from '../ast/expr.js';
import type {
  JsonAggregateExpr,
  JsonArrayExpr,
  JsonBehavior,
  JsonExistsExpr,
  JsonExpr,
  JsonObjectExpr,
  JsonPair,
  JsonQueryExpr,
  JsonValueExpr,
} from '../ast/json.js';
import type { OrderItem } from '../ast/query.js';
import { parseFilter } from './call.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';
import { parseType } from './type.js';
import { parseOrderBy, parseOver } from './window.js';

const parsers: Readonly<Record<string, (c: Cursor, start: number) => JsonExpr>> = {
  JSON_EXISTS: parseExists,
  JSON_VALUE: parseValue,
  JSON_QUERY: parseQuery,
  JSON_OBJECT: parseObject,
  JSON_ARRAY: parseArray,
  JSON_OBJECTAGG: parseObjectAggregate,
  JSON_ARRAYAGG: parseArrayAggregate,
};

export const jsonFunctions: ReadonlySet<string> = new Set(Object.keys(parsers));

export function parseJson(c: Cursor): JsonExpr {
  const { key, start } = c.token;
  c.advance();
  c.expect('(');
  return parsers[key]!(c, start);
}

function parseInputAndPath(c: Cursor): { input: Expr; path: Expr } {
  const input = parseExpr(c);
  c.accept('FORMAT', 'JSON');
  c.expect(',');
  return { input, path: parseExpr(c) };
}

type Action = JsonBehavior['action'];
const actions: readonly (readonly [Action, readonly string[]])[] = [
  ['NULL', ['NULL']],
  ['ERROR', ['ERROR']],
  ['EMPTY ARRAY', ['EMPTY', 'ARRAY']],
  ['EMPTY OBJECT', ['EMPTY', 'OBJECT']],
  ['TRUE', ['TRUE']],
  ['FALSE', ['FALSE']],
  ['UNKNOWN', ['UNKNOWN']],
  ['DEFAULT', ['DEFAULT']],
];

function parseBehavior(c: Cursor, allowed: readonly Action[]): JsonBehavior | null {
  const start = c.token.start;
  for (const [action, keys] of actions) {
    if (!allowed.includes(action) || !c.accept(...keys)) continue;
    const value = action === 'DEFAULT' ? parseExpr(c) : null;
    return { kind: 'json-behavior', action, value, span: c.spanFrom(start) };
  }
  return null;
}

interface Behaviors {
  onEmpty: JsonBehavior | null;
  onError: JsonBehavior | null;
}

/** [x ON EMPTY] [y ON ERROR] in that order. */
function parseBehaviors(c: Cursor, allowed: readonly Action[]): Behaviors {
  const first = parseBehavior(c, allowed);
  if (first === null) return { onEmpty: null, onError: null };
  c.expect('ON');
  if (c.expectOneOf(['EMPTY', 'ERROR']) === 'ERROR') return { onEmpty: null, onError: first };
  const second = parseBehavior(c, allowed);
  if (second !== null) c.expect('ON', 'ERROR');
  return { onEmpty: first, onError: second };
}

function close(c: Cursor, expected: string): void {
  if (!c.accept(')')) c.fail(expected);
}

function parseExists(c: Cursor, start: number): JsonExistsExpr {
  const { input, path } = parseInputAndPath(c);
  const onError = parseBehavior(c, ['TRUE', 'FALSE', 'UNKNOWN', 'ERROR']);
  if (onError !== null) c.expect('ON', 'ERROR');
  close(c, 'TRUE, FALSE, UNKNOWN or ERROR with ON ERROR, or )');
  return { kind: 'json-exists', input, path, onError, span: c.spanFrom(start) };
}

function parseValue(c: Cursor, start: number): JsonValueExpr {
  const { input, path } = parseInputAndPath(c);
  const returning = c.accept('RETURNING') ? parseType(c) : null;
  const { onEmpty, onError } = parseBehaviors(c, ['NULL', 'ERROR', 'DEFAULT']);
  close(c, 'RETURNING, NULL, ERROR or DEFAULT with ON EMPTY or ON ERROR, or )');
  const span = c.spanFrom(start);
  return { kind: 'json-value', input, path, returning, onEmpty, onError, span };
}

function parseQuery(c: Cursor, start: number): JsonQueryExpr {
  const { input, path } = parseInputAndPath(c);
  const returning = c.accept('RETURNING') ? parseType(c) : null;
  const wrapper = parseWrapper(c);
  const { onEmpty, onError } = parseBehaviors(c, ['NULL', 'ERROR', 'EMPTY ARRAY', 'EMPTY OBJECT']);
  close(c, 'RETURNING, WITH or WITHOUT WRAPPER, NULL, EMPTY ARRAY, EMPTY OBJECT or ERROR, or )');
  const span = c.spanFrom(start);
  return { kind: 'json-query', input, path, returning, wrapper, onEmpty, onError, span };
}

/** WITHOUT [ARRAY] WRAPPER, WITH [CONDITIONAL | UNCONDITIONAL] [ARRAY] WRAPPER. */
function parseWrapper(c: Cursor): JsonQueryExpr['wrapper'] {
  let wrapper: JsonQueryExpr['wrapper'] = c.acceptOneOf(['WITHOUT']);
  if (wrapper === null) {
    if (!c.accept('WITH')) return null;
    wrapper = c.acceptOneOf(['CONDITIONAL', 'UNCONDITIONAL']) ?? 'UNCONDITIONAL';
  }
  c.accept('ARRAY');
  c.expect('WRAPPER');
  return wrapper;
}

/** [KEY] k VALUE v, or k : v. */
function parsePair(c: Cursor): JsonPair {
  const start = c.token.start;
  if (c.key === 'KEY' && !keyIsName.has(c.peek(1).key)) c.advance();
  const key = parseExpr(c);
  if (!c.accept(':')) {
    if (c.key === ',') c.fail('VALUE or :', { hint: "Write JSON_OBJECT(KEY 'a' VALUE 1)." });
    c.expect('VALUE');
  }
  const value = parseExpr(c);
  c.accept('FORMAT', 'JSON');
  return { kind: 'json-pair', key, value, span: c.spanFrom(start) };
}

/** What follows when KEY is a column named key. */
const keyIsName: ReadonlySet<string> = new Set(['VALUE', ':', '.', '[', ',', ')', '||']);

function parseOnNull(c: Cursor): 'NULL' | 'ABSENT' | null {
  const onNull = c.acceptOneOf(['NULL', 'ABSENT']);
  if (onNull !== null) c.expect('ON', 'NULL');
  return onNull;
}

function isOnNull(c: Cursor): boolean {
  return c.is('NULL', 'ON') || c.is('ABSENT', 'ON');
}

function parseObject(c: Cursor, start: number): JsonObjectExpr {
  const pairs = c.key === ')' || isOnNull(c) ? [] : c.separated(() => parsePair(c));
  const onNull = parseOnNull(c);
  close(c, ', NULL ON NULL, ABSENT ON NULL or )');
  return { kind: 'json-object', pairs, onNull, span: c.spanFrom(start) };
}

function parseArrayItem(c: Cursor): Expr {
  const item = parseExpr(c);
  c.accept('FORMAT', 'JSON');
  return item;
}

function parseArray(c: Cursor, start: number): JsonArrayExpr {
  const items = c.key === ')' || isOnNull(c) ? [] : c.separated(() => parseArrayItem(c));
  const onNull = parseOnNull(c);
  close(c, ', NULL ON NULL, ABSENT ON NULL or )');
  return { kind: 'json-array', items, onNull, span: c.spanFrom(start) };
}

function parseObjectAggregate(c: Cursor, start: number): JsonAggregateExpr {
  const { key, value } = parsePair(c);
  return finishAggregate(c, start, key, value, []);
}

function parseArrayAggregate(c: Cursor, start: number): JsonAggregateExpr {
  const value = parseArrayItem(c);
  return finishAggregate(c, start, null, value, parseOrderBy(c));
}

function finishAggregate(
  c: Cursor,
  start: number,
  key: Expr | null,
  value: Expr,
  inner: OrderItem[],
): JsonAggregateExpr {
  const onNull = parseOnNull(c);
  close(c, 'NULL ON NULL, ABSENT ON NULL or )');
  let orderBy = inner;
  if (c.accept('WITHIN', 'GROUP', '(')) {
    orderBy = parseOrderBy(c);
    c.expect(')');
  }
  const filter = parseFilter(c);
  const over = c.accept('OVER') ? parseOver(c) : null;
  const span = c.spanFrom(start);
  return { kind: 'json-aggregate', key, value, orderBy, onNull, filter, over, span };
}
