/** An expression as Flink shows it: every column in backticks. */
import type { Expr } from '../ast/expr.js';
import { printExpr } from '../printer/expression.js';

/** Stands before a name to make the printer quote it; no name holds it. */
const MARK = '\u0001';

export function expressionText(expr: Expr): string {
  const mark = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mark);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as { readonly kind?: string; readonly path?: readonly { name: string }[] };
    if (node.kind !== 'column' || node.path === undefined) {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mark(part)]));
    }
    return { ...node, path: node.path.map((part) => ({ ...part, name: MARK + part.name })) };
  };
  return printExpr(mark(expr) as Expr).replaceAll(MARK, '');
}
