/** An expression as Flink shows it: columns and functions that are no operators in backticks. */
import { findFunction } from '../../engine/functions/registry.js';
import type { CallExpr, Expr } from '../ast/expr.js';
import { printExpr } from '../printer/expression.js';
import { quotedFunctions } from './quoted-functions.js';
import { rewritten } from './rewritten-expression.js';
import { MARK, withoutMarks } from './shown-text.js';

export function expressionText(expr: Expr): string {
  return withoutMarks(printExpr(mark(expr) as Expr));
}

function mark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mark);
  if (typeof value !== 'object' || value === null) return value;
  const node = value as { readonly kind?: string; readonly path?: readonly { name: string }[] };
  if (node.kind === 'column' && node.path !== undefined) {
    return { ...node, path: node.path.map((part) => ({ ...part, name: MARK + part.name })) };
  }
  const parts = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mark(part)]));
  if (node.kind !== 'call') return rewritten(parts as unknown as Expr);
  return rewritten({ ...parts, name: markFunction(value as CallExpr) } as CallExpr);
}

/** TRANSLATE is TRANSLATE3 there, and CEILING CEIL; an operator's name stands in capitals. */
function markFunction({ name, args }: CallExpr): CallExpr['name'] {
  const [only, ...more] = name.parts;
  if (only === undefined || more.length > 0) return name;
  const upper = only.name.toUpperCase();
  const shown = shownName(only.name, upper, args);
  return shown === only.name ? name : { ...name, parts: [{ ...only, name: shown }] };
}

function shownName(written: string, upper: string, args: CallExpr['args']): string {
  if (quotedFunctions.has(upper)) return MARK + written;
  const using = args.some((arg) => arg.kind === 'symbol');
  if (upper === 'TRANSLATE' && !using) return `${MARK}TRANSLATE3`;
  if (upper === 'CEILING') return 'CEIL';
  return findFunction(upper) === undefined ? written : upper;
}
