/** First names of the column paths that an expression of the AST mentions. */
import type { Expr } from '../ast/expr.js';

export function columnsIn(expr: Expr): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      const node = value as {
        readonly kind?: string;
        readonly path?: readonly { readonly name: string }[];
      };
      if (node.kind === 'column' && node.path !== undefined) found.add(node.path[0]!.name);
      Object.values(value).forEach(walk);
    }
  };
  walk(expr);
  return found;
}
