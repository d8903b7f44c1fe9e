/**
 * Operators of a chain put together anew. The trees of node-sql-parser hold operands and operators
 * in the right order, and parentheses, but not the right precedence (AND and OR are equals in most
 * of its grammars): only the order is taken from them.
 */
import type { BinaryOp, Expr } from '../ast/expr.js';
import { binaryPrecedence, NOT_PRECEDENCE, SIGN_PRECEDENCE } from '../precedence.js';
import type { DialectPlace } from './tree.js';
import { refused } from './tree.js';

export type Item =
  | { readonly kind: 'operand'; readonly expr: Expr }
  | { readonly kind: 'prefix'; readonly op: 'NOT' | '-' | '+' }
  | { readonly kind: 'infix'; readonly op: BinaryOp }
  /** IS NULL, IN (...), LIKE x, BETWEEN x AND y: binds as a comparison does. */
  | { readonly kind: 'postfix'; make(operand: Expr): Expr };

/** Where all dialects agree; a chain beyond is refused. */
const TEST_PRECEDENCE = 30;

/** The expression that the items spell. */
export function rebuild(items: readonly Item[], place: DialectPlace): Expr {
  checkMixed(items, place);
  const at = { next: 0 };
  const expr = climb(items, at, 0, place);
  if (at.next !== items.length) throw refused('an operator in an odd place', place);
  return expr;
}

/** `||` and arithmetic side by side: dialects differ. */
function checkMixed(items: readonly Item[], place: DialectPlace): void {
  let hasConcat = false;
  let hasArithmetic = false;
  for (const item of items) {
    if (item.kind !== 'infix') continue;
    if (binaryPrecedence[item.op] <= TEST_PRECEDENCE) hasConcat = hasArithmetic = false;
    else if (item.op === '||') hasConcat = true;
    else hasArithmetic = true;
    if (hasConcat && hasArithmetic) {
      throw refused('|| beside arithmetic without parentheses', place);
    }
  }
}

function climb(
  items: readonly Item[],
  at: { next: number },
  minimum: number,
  place: DialectPlace,
): Expr {
  let left = prefixed(items, at, place);
  let isTest = false;
  for (let item = items[at.next]; item !== undefined; item = items[at.next]) {
    if (item.kind !== 'infix' && item.kind !== 'postfix') break;
    const precedence = item.kind === 'infix' ? binaryPrecedence[item.op] : TEST_PRECEDENCE;
    if (precedence < minimum) break;
    if (precedence === TEST_PRECEDENCE) {
      if (isTest) throw refused('a comparison of a comparison without parentheses', place);
      isTest = true;
    } else if (precedence < TEST_PRECEDENCE) isTest = false;
    at.next += 1;
    if (item.kind === 'postfix') left = item.make(left);
    else {
      const right = climb(items, at, precedence + 1, place);
      left = { kind: 'binary', op: item.op, left, right, span: place.span };
    }
  }
  return left;
}

function prefixed(items: readonly Item[], at: { next: number }, place: DialectPlace): Expr {
  const item = items[at.next++];
  if (item?.kind === 'operand') return item.expr;
  if (item?.kind !== 'prefix') throw refused('an operator without an operand', place);
  const tight = item.op === 'NOT' ? NOT_PRECEDENCE : SIGN_PRECEDENCE;
  const operand = climb(items, at, tight, place);
  return { kind: 'unary', op: item.op, operand, span: place.span };
}
