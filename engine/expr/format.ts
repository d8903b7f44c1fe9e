/** Expressions as text for EXPLAIN: `UPPER($0)`, `($1 > 5)`; $n is input column n. Not SQL. */
import { valueFormatter } from '../../core/value-text.js';
import type { CallExpr, Expr } from '../expr.js';

/** One line; literals as `CAST(... AS STRING)` prints them, texts in quotes. */
export function formatExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'column':
      return `$${expr.index}`;
    case 'literal': {
      const text = valueFormatter(expr.type)(expr.value);
      return typeof expr.value === 'string' ? `'${text.replaceAll("'", "''")}'` : text;
    }
    case 'call':
      return formatCall(expr);
  }
}

function formatCall(expr: CallExpr): string {
  const args = expr.args.map(formatExpr);
  const isSymbol = /^[^A-Za-z]+$/.test(expr.name) || expr.name === 'AND' || expr.name === 'OR';
  if (isSymbol && args.length >= 2) return `(${args.join(` ${expr.name} `)})`;
  return `${expr.name}(${args.join(', ')})`;
}
