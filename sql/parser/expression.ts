/** Operators, by precedence climbing. Primaries are in primary.ts. */
import type { BinaryOp, Expr, InExpr, IsTest, LikeExpr, QuantifiedExpr } from '../ast/expr.js';
import {
  ANY_PRECEDENCE,
  binaryPrecedence,
  COMPARISON_PRECEDENCE,
  IS_PRECEDENCE,
  NOT_PRECEDENCE,
  RANGE_PRECEDENCE,
  SIGN_PRECEDENCE,
  ZONE_PRECEDENCE,
} from '../precedence.js';
import type { Cursor } from './cursor.js';
import { parseParenthesised } from './parenthesised.js';
import { parsePrimary } from './primary.js';

/** Any expression. */
export function parseExpr(c: Cursor): Expr {
  return parseOperand(c, ANY_PRECEDENCE);
}

/** An expression of operators that bind at least as tight as `minimum`. */
export function parseOperand(c: Cursor, minimum: number): Expr {
  return c.nested(() => {
    const start = c.token.start;
    let left = parsePrefix(c);
    for (;;) {
      const next = parseInfix(c, left, start, minimum);
      if (next === null) return left;
      left = next;
    }
  });
}

function parsePrefix(c: Cursor): Expr {
  const start = c.token.start;
  if (c.accept('NOT')) {
    const operand = parseOperand(c, NOT_PRECEDENCE);
    return { kind: 'unary', op: 'NOT', operand, span: c.spanFrom(start) };
  }
  const sign = c.acceptOneOf(['-', '+']);
  if (sign === null) return parsePrimary(c);
  const operand = parseOperand(c, SIGN_PRECEDENCE);
  return { kind: 'unary', op: sign, operand, span: c.spanFrom(start) };
}

/** `left` joined with the operator that is next, or null when it binds looser than `minimum`. */
function parseInfix(c: Cursor, left: Expr, start: number, minimum: number): Expr | null {
  switch (c.key) {
    case '':
      return null;
    case 'IS':
      return parseIs(c, left, start, minimum);
    case 'BETWEEN':
    case 'IN':
    case 'LIKE':
    case 'ILIKE':
    case 'RLIKE':
    case 'SIMILAR':
      return RANGE_PRECEDENCE < minimum ? null : parseRange(c, left, start, false);
    case 'NOT':
      return parseNegatedInfix(c, left, start, minimum);
    case 'OVERLAPS': {
      if (COMPARISON_PRECEDENCE < minimum) return null;
      c.advance();
      const right = parseOperand(c, COMPARISON_PRECEDENCE + 1);
      return { kind: 'overlaps', left, right, span: c.spanFrom(start) };
    }
    case 'AT':
      return ZONE_PRECEDENCE < minimum ? null : parseAtTimeZone(c, left, start);
    default:
      return parseBinary(c, left, start, minimum);
  }
}

function parseBinary(c: Cursor, left: Expr, start: number, minimum: number): Expr | null {
  const mark = c.mark;
  const op = acceptBinaryOp(c);
  if (op === null) return null;
  const precedence = binaryPrecedence[op];
  if (precedence < minimum) {
    c.reset(mark);
    return null;
  }
  if (isComparison(op) && (c.key === 'ANY' || c.key === 'SOME' || c.key === 'ALL')) {
    return parseQuantified(c, left, op, start);
  }
  const right = parseOperand(c, precedence + 1);
  return { kind: 'binary', op, left, right, span: c.spanFrom(start) };
}

const plainOps = new Set<string>([
  'OR',
  'AND',
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '||',
  'CONTAINS',
  'EQUALS',
  'PRECEDES',
  'SUCCEEDS',
]);

function acceptBinaryOp(c: Cursor): BinaryOp | null {
  const key = c.key;
  if (plainOps.has(key)) return c.advance().key as BinaryOp;
  if (c.accept('!=')) return '<>';
  if (c.accept('MEMBER', 'OF') || c.accept('MEMBER')) return 'MEMBER OF';
  if (c.accept('SUBMULTISET', 'OF') || c.accept('SUBMULTISET')) return 'SUBMULTISET OF';
  if (c.accept('IMMEDIATELY', 'PRECEDES')) return 'IMMEDIATELY PRECEDES';
  if (c.accept('IMMEDIATELY', 'SUCCEEDS')) return 'IMMEDIATELY SUCCEEDS';
  if (key !== 'MULTISET') return null;
  for (const op of ['UNION', 'INTERSECT', 'EXCEPT'] as const) {
    if (c.accept('MULTISET', op)) {
      c.accept('ALL');
      return `MULTISET ${op}`;
    }
  }
  return null;
}

type ComparisonOp = QuantifiedExpr['op'];
const comparisons: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
function isComparison(op: BinaryOp): op is ComparisonOp {
  return comparisons.has(op);
}

function parseQuantified(c: Cursor, left: Expr, op: ComparisonOp, start: number): Expr {
  const quantifier = c.advance().key === 'ALL' ? 'ALL' : 'ANY';
  const source = parseParenthesised(c);
  return { kind: 'quantified', op, quantifier, left, source, span: c.spanFrom(start) };
}

const isTests: readonly (readonly [IsTest, readonly string[]])[] = [
  ['NULL', ['NULL']],
  ['TRUE', ['TRUE']],
  ['FALSE', ['FALSE']],
  ['UNKNOWN', ['UNKNOWN']],
  ['A SET', ['A', 'SET']],
  ['EMPTY', ['EMPTY']],
  ['JSON VALUE', ['JSON', 'VALUE']],
  ['JSON OBJECT', ['JSON', 'OBJECT']],
  ['JSON ARRAY', ['JSON', 'ARRAY']],
  ['JSON SCALAR', ['JSON', 'SCALAR']],
  ['JSON', ['JSON']],
];

function parseIs(c: Cursor, left: Expr, start: number, minimum: number): Expr | null {
  const negatedDistinct = c.is('IS', 'NOT', 'DISTINCT');
  if (negatedDistinct || c.is('IS', 'DISTINCT')) {
    if (COMPARISON_PRECEDENCE < minimum) return null;
    c.expect(...(negatedDistinct ? ['IS', 'NOT'] : ['IS']), 'DISTINCT', 'FROM');
    const right = parseOperand(c, COMPARISON_PRECEDENCE + 1);
    return {
      kind: 'distinct-from',
      left,
      right,
      negated: negatedDistinct,
      span: c.spanFrom(start),
    };
  }
  if (IS_PRECEDENCE < minimum) return null;
  c.advance();
  const negated = c.accept('NOT');
  for (const [test, keys] of isTests) {
    if (c.accept(...keys)) {
      return { kind: 'is', operand: left, test, negated, span: c.spanFrom(start) };
    }
  }
  return c.fail('NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM or JSON');
}

function parseNegatedInfix(c: Cursor, left: Expr, start: number, minimum: number): Expr | null {
  const after = c.peek(1).key;
  if (after === 'SUBMULTISET' && COMPARISON_PRECEDENCE >= minimum) {
    c.advance();
    const operand = parseBinary(c, left, start, minimum)!;
    return { kind: 'unary', op: 'NOT', operand, span: c.spanFrom(start) };
  }
  if (!rangeWords.has(after) || RANGE_PRECEDENCE < minimum) return null;
  c.advance();
  return parseRange(c, left, start, true);
}

const rangeWords: ReadonlySet<string> = new Set([
  'BETWEEN',
  'IN',
  'LIKE',
  'ILIKE',
  'RLIKE',
  'SIMILAR',
]);

/** BETWEEN, IN, LIKE and their kind, after a NOT if there was one. */
function parseRange(c: Cursor, operand: Expr, start: number, negated: boolean): Expr {
  const word = c.advance().key;
  if (word === 'IN') return parseIn(c, operand, start, negated);
  if (word === 'BETWEEN') return parseBetween(c, operand, start, negated);
  if (word === 'SIMILAR') c.expect('TO');
  const operator = (word === 'SIMILAR' ? 'SIMILAR TO' : word) as LikeExpr['operator'];
  const pattern = parseOperand(c, RANGE_PRECEDENCE + 1);
  const escape = c.accept('ESCAPE') ? parseOperand(c, RANGE_PRECEDENCE + 1) : null;
  return { kind: 'like', operator, operand, pattern, escape, negated, span: c.spanFrom(start) };
}

function parseIn(c: Cursor, operand: Expr, start: number, negated: boolean): InExpr {
  const source = parseParenthesised(c);
  return { kind: 'in', operand, source, negated, span: c.spanFrom(start) };
}

function parseBetween(c: Cursor, operand: Expr, start: number, negated: boolean): Expr {
  const symmetric = c.acceptOneOf(['SYMMETRIC', 'ASYMMETRIC']) === 'SYMMETRIC';
  const low = parseOperand(c, RANGE_PRECEDENCE + 1);
  c.expect('AND');
  const high = parseOperand(c, RANGE_PRECEDENCE + 1);
  return { kind: 'between', operand, low, high, symmetric, negated, span: c.spanFrom(start) };
}

function parseAtTimeZone(c: Cursor, operand: Expr, start: number): Expr {
  c.expect('AT');
  if (c.accept('LOCAL'))
    return { kind: 'at-time-zone', operand, zone: null, span: c.spanFrom(start) };
  c.expect('TIME', 'ZONE');
  const zone = parseOperand(c, ZONE_PRECEDENCE + 1);
  return { kind: 'at-time-zone', operand, zone, span: c.spanFrom(start) };
}
