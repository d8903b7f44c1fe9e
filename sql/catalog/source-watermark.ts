/** SOURCE_WATERMARK(): a table's watermarks come from its connector. */
import type { Expr } from '../ast/expr.js';

/** Is it the whole expression, without arguments? */
export function isSourceWatermark(expr: Expr): boolean {
  if (expr.kind !== 'call' || expr.args.length > 0 || !expr.parens) return false;
  const [name, ...more] = expr.name.parts;
  return more.length === 0 && name!.name.toUpperCase() === 'SOURCE_WATERMARK';
}
