/**
 * Binding strength of operators, as in Calcite: higher binds tighter. Shared by parser and
 * printer.
 */
import type { BinaryOp } from './ast/expr.js';

export const binaryPrecedence: Readonly<Record<BinaryOp, number>> = {
  'MULTISET UNION': 14,
  'MULTISET EXCEPT': 14,
  'MULTISET INTERSECT': 18,
  OR: 22,
  AND: 24,
  '=': 30,
  '<>': 30,
  '<': 30,
  '<=': 30,
  '>': 30,
  '>=': 30,
  'MEMBER OF': 30,
  'SUBMULTISET OF': 30,
  CONTAINS: 30,
  EQUALS: 30,
  PRECEDES: 30,
  SUCCEEDS: 30,
  'IMMEDIATELY PRECEDES': 30,
  'IMMEDIATELY SUCCEEDS': 30,
  '+': 40,
  '-': 40,
  '*': 60,
  '/': 60,
  '%': 60,
  '||': 60,
};

/** NOT x. */
export const NOT_PRECEDENCE = 26;
/** x IS NULL and its kind. */
export const IS_PRECEDENCE = 28;
/** x IS DISTINCT FROM y, x = ANY (...), x OVERLAPS y. */
export const COMPARISON_PRECEDENCE = 30;
/** BETWEEN, IN, LIKE. */
export const RANGE_PRECEDENCE = 32;
/** x AT TIME ZONE z. */
export const ZONE_PRECEDENCE = 70;
/** -x and +x. */
export const SIGN_PRECEDENCE = 80;
/** Literals, names, calls, a[1], r.f. */
export const PRIMARY_PRECEDENCE = 100;
/** What an operand must have to hold any expression at all. */
export const ANY_PRECEDENCE = 0;
