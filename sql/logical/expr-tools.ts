/** Looking into, comparing and rebuilding expressions. */
import { booleanType, withNullable } from '../../core/types.js';
import type { DataType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call, column } from '../../engine/expr.js';
import { isVolatileCall } from '../../engine/functions/user/user-call.js';

/** Text equal for equal expressions; time attributes do not count. */
export function exprKey(expr: Expr): string {
  return JSON.stringify(expr, (key, value: unknown) => {
    if (key === 'attribute') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    if (Object.is(value, -0)) return '-0';
    return value;
  });
}

/**
 * Replaces sub-expressions from the top: `change` returns the replacement, or null to go into the
 * arguments.
 */
export function mapExpr(expr: Expr, change: (expr: Expr) => Expr | null): Expr {
  const replaced = change(expr);
  if (replaced !== null) return replaced;
  if (expr.kind !== 'call' || expr.args.length === 0) return expr;
  let isChanged = false;
  const args = expr.args.map((arg) => {
    const mapped = mapExpr(arg, change);
    if (mapped !== arg) isChanged = true;
    return mapped;
  });
  return isChanged ? { ...expr, args } : expr;
}

/** Visits every sub-expression, parents first. */
export function visitExpr(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  if (expr.kind === 'call') for (const arg of expr.args) visitExpr(arg, visit);
}

export function someExpr(expr: Expr, test: (expr: Expr) => boolean): boolean {
  return test(expr) || (expr.kind === 'call' && expr.args.some((arg) => someExpr(arg, test)));
}

/** Columns that `exprs` read, ascending. */
export function columnsRead(exprs: readonly (Expr | null)[]): readonly number[] {
  const found = new Set<number>();
  for (const expr of exprs) {
    if (expr !== null)
      visitExpr(expr, (e) => {
        if (e.kind === 'column') found.add(e.index);
      });
  }
  return [...found].sort((a, b) => a - b);
}

/** The expression with column i read from `place(i)`. */
export function moveColumns(expr: Expr, place: (index: number) => number): Expr {
  return mapExpr(expr, (e) => (e.kind === 'column' ? column(place(e.index), e.type) : null));
}

/**
 * The expression with column i replaced by `values[i]`; a bare column keeps the attribute written
 * here.
 */
export function substitute(expr: Expr, values: readonly Expr[]): Expr {
  return mapExpr(expr, (e) => (e.kind === 'column' ? retyped(values[e.index]!, e.type) : null));
}

/** A column whose attribute was dropped on the way stays without it. */
function retyped(value: Expr, type: DataType): Expr {
  if (!('attribute' in value.type) || value.type.attribute === undefined) return value;
  if ('attribute' in type && type.attribute !== undefined) return value;
  return value.kind === 'column'
    ? column(value.index, { ...value.type, attribute: undefined })
    : value;
}

export function isDeterministic(expr: Expr): boolean {
  return !someExpr(expr, (e) => e.kind === 'call' && (e.name.startsWith('$') || isVolatileCall(e)));
}

/** The terms of a chain of ANDs. */
export function conjuncts(expr: Expr | null): readonly Expr[] {
  if (expr === null) return [];
  return expr.kind === 'call' && expr.name === 'AND' ? expr.args.flatMap(conjuncts) : [expr];
}

export function andAll(terms: readonly Expr[]): Expr | null {
  const unique = [...new Map(terms.map((term) => [exprKey(term), term])).values()];
  if (unique.length < 2) return unique[0] ?? null;
  return call(
    'AND',
    unique,
    withNullable(
      booleanType,
      unique.some((term) => term.type.nullable),
    ),
  );
}

export function orAll(terms: readonly Expr[]): Expr {
  if (terms.length === 1) return terms[0]!;
  return call(
    'OR',
    terms,
    withNullable(
      booleanType,
      terms.some((term) => term.type.nullable),
    ),
  );
}

/** A test for a plain boolean constant. */
export function isLiteral(expr: Expr, value: boolean | null): boolean {
  return expr.kind === 'literal' && expr.value === value;
}
