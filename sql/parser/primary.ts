/**
 * Literals, names, calls and what can stand before an operator, with `.field` and `[index]`
 * behind.
 */
import type {
  CaseBranch,
  CastExpr,
  CollectionQueryExpr,
  ColumnRef,
  Expr,
  TemporalLiteral,
} from '../ast/expr.js';
import type { Identifier } from '../ast/node.js';
import { bareFunctions, loneFunctions, reservedFunctions } from '../keywords.js';
import { parseCall } from './call.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';
import { parseInterval, parseQualifier } from './interval.js';
import { jsonFunctions, parseJson } from './json.js';
import { isExprs, parseParenthesised, parseParenthesisedExpr } from './parenthesised.js';
import { isQueryStart } from './query.js';
import { parseSpecialCall, specialFunctions } from './special-call.js';
import { parseType } from './type.js';

export function parsePrimary(c: Cursor): Expr {
  const start = c.token.start;
  let expr = parseAtom(c);
  for (;;) {
    if (c.accept('[')) {
      const index = parseExpr(c);
      c.expect(']');
      expr = { kind: 'element', object: expr, index, span: c.spanFrom(start) };
    } else if (c.key === '.' && c.isIdentifier(1)) {
      c.advance();
      const field = c.identifier('a field name');
      expr = { kind: 'field', object: expr, field, span: c.spanFrom(start) };
    } else {
      return expr;
    }
  }
}

function parseAtom(c: Cursor): Expr {
  const { kind, value, start, end } = c.token;
  switch (kind) {
    case 'string':
      return c.string('a text');
    case 'number':
      c.advance();
      return { kind: 'number', text: value, span: { start, end } };
    case 'binary':
      c.advance();
      return { kind: 'bytes', hex: value, span: { start, end } };
    case 'quoted':
      return parseName(c);
    case 'word':
      return parseWord(c);
    case 'op':
      return c.key === '(' ? parseGroup(c) : c.fail('an expression');
    default:
      return c.fail('an expression');
  }
}

const dateSubtractionUnits: ReadonlySet<string> = new Set([
  'YEAR',
  'MONTH',
  'DAY',
  'HOUR',
  'MINUTE',
  'SECOND',
]);

/** (...), with the old form `(a - b) DAY`. */
function parseGroup(c: Cursor): Expr {
  const start = c.token.start;
  const operand = parseParenthesisedExpr(c);
  const isDifference = operand.kind === 'binary' && operand.op === '-';
  if (!isDifference || !c.isOneOf(dateSubtractionUnits)) return operand;
  const qualifier = parseQualifier(c);
  return { kind: 'interval-of', operand, qualifier, difference: true, span: c.spanFrom(start) };
}

function parseWord(c: Cursor): Expr {
  const { key, start, end } = c.token;
  const span = { start, end };
  const opens = c.peek(1).key === '(';
  switch (key) {
    case 'NULL':
      c.advance();
      return { kind: 'null', span };
    case 'TRUE':
      c.advance();
      return { kind: 'boolean', value: true, span };
    case 'FALSE':
      c.advance();
      return { kind: 'boolean', value: false, span };
    case 'UNKNOWN':
      c.advance();
      return { kind: 'boolean', value: null, span };
    case 'CASE':
      return parseCase(c);
    case 'CAST':
    case 'TRY_CAST':
      if (opens) return parseCast(c);
      break;
    case 'EXISTS':
    case 'UNIQUE':
      if (opens) return parseExists(c);
      break;
    case 'ROW':
      if (opens) return parseRow(c);
      break;
    case 'ARRAY':
    case 'MAP':
    case 'MULTISET': {
      if (c.peek(1).key === '[') return parseCollection(c);
      if (opens && (key !== 'MAP' || isMapQuery(c))) return parseCollection(c);
      break;
    }
    case 'INTERVAL':
      return parseInterval(c);
    case 'DECIMAL':
      if (c.peek(1).kind === 'string') return parseDecimal(c);
      break;
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      if (isTemporalLiteral(c)) return parseTemporal(c);
      break;
    case 'RUNNING':
    case 'FINAL':
      if (isCallAhead(c)) return parseCall(c);
      break;
    default:
  }
  if (opens && jsonFunctions.has(key)) return parseJson(c);
  if (opens && specialFunctions.has(key)) return parseSpecialCall(c);
  return parseName(c);
}

/** The word after the current one is a function's name with its parenthesis. */
function isCallAhead(c: Cursor): boolean {
  const name = c.peek(1);
  return c.peek(2).key === '(' && (c.isIdentifier(1) || reservedFunctions.has(name.key));
}

/** MAP(SELECT ...); MAP(TABLE t) is a call. */
function isMapQuery(c: Cursor): boolean {
  return c.peek(2).key !== 'TABLE' && isQueryStart(c, 2);
}

/** A column path or a function call. */
function parseName(c: Cursor): Expr {
  const { key, kind, start } = c.token;
  const opens = c.peek(1).key === '(';
  if (kind === 'word' && opens && reservedFunctions.has(key)) return parseCall(c);
  if (bareFunctions.has(key)) return parseCall(c);
  if (loneFunctions.has(key) && c.peek(1).key !== '.') return parseCall(c);
  if (!c.isIdentifier()) c.fail('an expression');
  const path: Identifier[] = [];
  const mark = c.mark;
  do path.push(c.identifier('a column name'));
  while (isPathDot(c) && c.accept('.'));
  if (c.key !== '(') return { kind: 'column', path, span: c.spanFrom(start) } satisfies ColumnRef;
  c.reset(mark);
  return parseCall(c);
}

/** A dot before a name; the one of `t.*` belongs to the select list. */
function isPathDot(c: Cursor): boolean {
  if (c.key !== '.' || c.peek(1).key === '*') return false;
  if (!c.isIdentifier(1)) {
    c.advance();
    c.fail('a name', { hint: 'A name after a dot that is a reserved word needs backticks.' });
  }
  return true;
}

function isTemporalLiteral(c: Cursor): boolean {
  return c.peek(1).kind === 'string' || c.is('TIMESTAMP', 'WITH', 'LOCAL', 'TIME', 'ZONE');
}

function parseTemporal(c: Cursor): TemporalLiteral {
  const start = c.token.start;
  let type = c.advance().key as TemporalLiteral['type'];
  if (c.accept('WITH', 'LOCAL', 'TIME', 'ZONE')) type = 'TIMESTAMP_LTZ';
  const text = c.string('a text').value;
  return { kind: 'temporal', type, text, span: c.spanFrom(start) };
}

/** DECIMAL '-1.50': the number 1.50 with its sign. */
function parseDecimal(c: Cursor): Expr {
  const start = c.token.start;
  c.expect('DECIMAL');
  const [, sign, text] = /^([+-]?)(\d+\.?\d*|\.\d+)$/.exec(c.token.value) ?? [];
  if (text === undefined) return c.fail("digits in quotes, like DECIMAL '1.50'");
  c.advance();
  const span = c.spanFrom(start);
  const number: Expr = { kind: 'number', text, span };
  return sign === '-' ? { kind: 'unary', op: '-', operand: number, span } : number;
}

function parseCase(c: Cursor): Expr {
  const start = c.token.start;
  c.expect('CASE');
  const operand = c.key === 'WHEN' ? null : parseExpr(c);
  const branches: CaseBranch[] = [];
  while (c.key === 'WHEN') branches.push(parseBranch(c, operand !== null));
  if (branches.length === 0) c.fail('WHEN');
  const otherwise = c.accept('ELSE') ? parseExpr(c) : null;
  if (!c.accept('END')) c.fail(otherwise === null ? 'WHEN, ELSE or END' : 'END');
  return { kind: 'case', operand, branches, otherwise, span: c.spanFrom(start) };
}

function parseBranch(c: Cursor, isSimple: boolean): CaseBranch {
  const start = c.token.start;
  c.expect('WHEN');
  const when = isSimple ? c.separated(() => parseExpr(c)) : [parseExpr(c)];
  c.expect('THEN');
  const result = parseExpr(c);
  return { kind: 'case-branch', when, result, span: c.spanFrom(start) };
}

function parseCast(c: Cursor): CastExpr {
  const start = c.token.start;
  const safe = c.advance().key === 'TRY_CAST';
  c.expect('(');
  const operand = parseExpr(c);
  c.expect('AS');
  const type = parseType(c);
  c.expect(')');
  return { kind: 'cast', operand, type, safe, span: c.spanFrom(start) };
}

function parseExists(c: Cursor): Expr {
  const start = c.token.start;
  const test = c.advance().key as 'EXISTS' | 'UNIQUE';
  const mark = c.mark;
  const query = parseParenthesised(c);
  if (!isExprs(query)) return { kind: 'exists', test, query, span: c.spanFrom(start) };
  c.reset(mark + 1);
  return c.fail('a query');
}

function parseRow(c: Cursor): Expr {
  const start = c.token.start;
  c.expect('ROW');
  if (c.accept('(', ')')) return { kind: 'row', items: [], span: c.spanFrom(start) };
  const items = c.list(() => parseExpr(c));
  return { kind: 'row', items, span: c.spanFrom(start) };
}

/** ARRAY[...], MAP[...], MULTISET[...], ARRAY(query). */
function parseCollection(c: Cursor): Expr {
  const start = c.token.start;
  const collection = c.advance().key as CollectionQueryExpr['collection'];
  const mark = c.mark;
  if (c.is('(')) {
    const source = parseParenthesised(c);
    if (!isExprs(source))
      return { kind: 'collection', collection, source, span: c.spanFrom(start) };
    c.reset(mark + 1);
    c.fail('a query', { hint: `A list goes in brackets: ${collection}[1, 2].` });
  }
  c.expect('[');
  const items = c.key === ']' ? [] : c.separated(() => parseExpr(c));
  c.expect(']');
  const span = c.spanFrom(start);
  if (collection === 'ARRAY') return { kind: 'array', items, span };
  if (collection === 'MAP') return { kind: 'map', items, span };
  return { kind: 'collection', collection, source: items, span };
}
