/** Expressions as SQL, with the parentheses that precedence needs and no others. */
import type {
  CallExpr,
  CaseExpr,
  Expr,
  InExpr,
  IntervalOfExpr,
  LikeExpr,
  Literal,
  QuantifiedExpr,
  TemporalLiteral,
} from '../ast/expr.js';
import {
  ANY_PRECEDENCE,
  binaryPrecedence,
  COMPARISON_PRECEDENCE,
  IS_PRECEDENCE,
  NOT_PRECEDENCE,
  PRIMARY_PRECEDENCE,
  RANGE_PRECEDENCE,
  SIGN_PRECEDENCE,
  ZONE_PRECEDENCE,
} from '../precedence.js';
import { printCall } from './call.js';
import { printJson } from './json.js';
import { printIdentifier, quoteText, words } from './name.js';
import { printQuery } from './query.js';
import { printType, printUnits } from './type.js';

/** `expr` as SQL on one line. */
export function printExpr(expr: Expr): string {
  return printCore(expr);
}

/** `expr` as an operand that must bind at least as tight as `minimum`. */
export function printOperand(expr: Expr, minimum: number): string {
  const text = printCore(expr);
  return precedenceOf(expr) < minimum ? `(${text})` : text;
}

/** Expressions with commas between. */
export function printList(exprs: readonly Expr[]): string {
  return exprs.map(printExpr).join(', ');
}

function precedenceOf(expr: Expr): number {
  switch (expr.kind) {
    case 'binary':
      return binaryPrecedence[expr.op];
    case 'unary':
      return expr.op === 'NOT' ? NOT_PRECEDENCE : SIGN_PRECEDENCE;
    case 'is':
      return IS_PRECEDENCE;
    case 'distinct-from':
    case 'quantified':
    case 'overlaps':
      return COMPARISON_PRECEDENCE;
    case 'between':
    case 'in':
    case 'like':
      return RANGE_PRECEDENCE;
    case 'at-time-zone':
      return ZONE_PRECEDENCE;
    default:
      return PRIMARY_PRECEDENCE;
  }
}

function printCore(expr: Expr): string {
  switch (expr.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'bytes':
    case 'temporal':
    case 'interval':
      return printLiteral(expr);
    case 'column':
      return expr.path.map(printIdentifier).join('.');
    case 'field':
      return `${printObject(expr.object)}.${printIdentifier(expr.field)}`;
    case 'element':
      return `${printOperand(expr.object, PRIMARY_PRECEDENCE)}[${printExpr(expr.index)}]`;
    case 'unary':
      return printUnary(expr.op, expr.operand);
    case 'binary':
      return printBinary(expr.left, expr.op, expr.right, binaryPrecedence[expr.op]);
    case 'overlaps':
      return printBinary(expr.left, 'OVERLAPS', expr.right, COMPARISON_PRECEDENCE);
    case 'distinct-from': {
      const op = expr.negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM';
      return printBinary(expr.left, op, expr.right, COMPARISON_PRECEDENCE);
    }
    case 'is': {
      const operand = printOperand(expr.operand, IS_PRECEDENCE);
      return words(operand, 'IS', expr.negated && 'NOT', expr.test);
    }
    case 'between':
    case 'in':
    case 'like':
      return printRange(expr);
    case 'quantified':
      return printQuantified(expr);
    case 'at-time-zone': {
      const operand = printOperand(expr.operand, ZONE_PRECEDENCE);
      if (expr.zone === null) return `${operand} AT LOCAL`;
      return `${operand} AT TIME ZONE ${printOperand(expr.zone, ZONE_PRECEDENCE + 1)}`;
    }
    case 'interval-of':
      return printIntervalOf(expr);
    case 'exists':
      return `${expr.test} (${printQuery(expr.query)})`;
    case 'case':
      return printCase(expr);
    case 'cast': {
      const name = expr.safe ? 'TRY_CAST' : 'CAST';
      return `${name}(${printExpr(expr.operand)} AS ${printType(expr.type)})`;
    }
    case 'row':
      return `ROW(${printList(expr.items)})`;
    case 'array':
      return `ARRAY[${printList(expr.items)}]`;
    case 'map':
      return `MAP[${printList(expr.items)}]`;
    case 'collection': {
      if (isList(expr.source)) return `${expr.collection}[${printList(expr.source)}]`;
      return `${expr.collection}(${printQuery(expr.source)})`;
    }
    case 'subquery':
      return `(${printQuery(expr.query)})`;
    case 'call':
      return printCall(expr satisfies CallExpr);
    default:
      return printJson(expr);
  }
}

function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return quoteText(literal.value);
    case 'number':
      return literal.text;
    case 'boolean':
      return literal.value === null ? 'UNKNOWN' : literal.value ? 'TRUE' : 'FALSE';
    case 'null':
      return 'NULL';
    case 'bytes':
      return `X'${literal.hex}'`;
    case 'temporal':
      return printTemporal(literal);
    case 'interval': {
      const sign = literal.negative ? '-' : '';
      return `INTERVAL ${sign}${quoteText(literal.text)} ${printUnits(literal.qualifier)}`;
    }
  }
}

function printTemporal({ type, text }: TemporalLiteral): string {
  const name = type === 'TIMESTAMP_LTZ' ? 'TIMESTAMP WITH LOCAL TIME ZONE' : type;
  return `${name} ${quoteText(text)}`;
}

/** The object of a field: a dotted name in parentheses, or the field would become part of it. */
function printObject(object: Expr): string {
  const text = printOperand(object, PRIMARY_PRECEDENCE);
  const isName = object.kind === 'column' || object.kind === 'number' || isBare(object);
  return isName ? `(${text})` : text;
}

function isBare(expr: Expr): boolean {
  return expr.kind === 'call' && !expr.parens;
}

function printUnary(op: '-' | '+' | 'NOT', operand: Expr): string {
  if (op === 'NOT') return `NOT ${printOperand(operand, NOT_PRECEDENCE)}`;
  const text = printOperand(operand, SIGN_PRECEDENCE);
  return text.startsWith('-') || text.startsWith('+') ? `${op}(${text})` : op + text;
}

/** Operators of one strength group to the left. */
function printBinary(left: Expr, op: string, right: Expr, precedence: number): string {
  return `${printOperand(left, precedence)} ${op} ${printOperand(right, precedence + 1)}`;
}

function printRange(expr: Extract<Expr, { kind: 'between' | 'in' | 'like' }>): string {
  const operand = printOperand(expr.operand, RANGE_PRECEDENCE);
  const not = expr.negated && 'NOT';
  const side = (part: Expr): string => printOperand(part, RANGE_PRECEDENCE + 1);
  if (expr.kind === 'like') return words(operand, not, printLike(expr, side));
  if (expr.kind === 'in') return words(operand, not, 'IN', printSource(expr.source));
  const symmetric = expr.symmetric && 'SYMMETRIC';
  return words(operand, not, 'BETWEEN', symmetric, side(expr.low), 'AND', side(expr.high));
}

function printLike(expr: LikeExpr, side: (part: Expr) => string): string {
  const escape = expr.escape === null ? '' : `ESCAPE ${side(expr.escape)}`;
  return words(expr.operator, side(expr.pattern), escape);
}

function printSource(source: InExpr['source']): string {
  return `(${isList(source) ? printList(source) : printQuery(source)})`;
}

function isList(source: InExpr['source']): source is readonly Expr[] {
  return Array.isArray(source);
}

function printQuantified({ left, op, quantifier, source }: QuantifiedExpr): string {
  return `${printOperand(left, COMPARISON_PRECEDENCE)} ${op} ${quantifier} ${printSource(source)}`;
}

function printIntervalOf({ operand, qualifier, difference }: IntervalOfExpr): string {
  const units = printUnits(qualifier);
  if (difference) return `(${printOperand(operand, ANY_PRECEDENCE)}) ${units}`;
  const isSimple = operand.kind === 'number' || operand.kind === 'column';
  const text = printExpr(operand);
  return `INTERVAL ${isSimple ? text : `(${text})`} ${units}`;
}

function printCase({ operand, branches, otherwise }: CaseExpr): string {
  const parts = branches.map(
    ({ when, result }) => `WHEN ${printList(when)} THEN ${printExpr(result)}`,
  );
  const end = otherwise === null ? '' : `ELSE ${printExpr(otherwise)}`;
  return words('CASE', operand === null ? '' : printExpr(operand), ...parts, end, 'END');
}
