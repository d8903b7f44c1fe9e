/** GROUP BY and HAVING may name columns of the select list, where FROM has no such column. */
import type { Expr } from '../ast/expr.js';
import type { SessionFacts } from '../../engine/expr.js';
import type { Select, WrittenGroupItem } from '../ast/query.js';
import { invalid } from './errors.js';
import { allKeys } from './group-all.js';
import type { Scope } from './scope.js';

/** The select with GROUP BY 2, GROUP BY alias, GROUP BY ALL and aliases in HAVING written out. */
export function withAliases(node: Select, scope: Scope, session: SessionFacts): Select {
  const aliases = new Map(
    node.items.flatMap((item) =>
      item.kind === 'select-expr' && item.alias !== null
        ? [[item.alias.name, item.expr] as const]
        : [],
    ),
  );
  const replace = (expr: Expr): Expr => replaced(expr, aliases, scope);
  return {
    ...node,
    groupBy:
      node.groupBy?.flatMap((item) =>
        item.kind === 'group-all'
          ? allKeys(item, node, scope, session)
          : [groupItem(item, node, replace)],
      ) ?? null,
    having: node.having === null ? null : replace(node.having),
  };
}

function groupItem(
  item: WrittenGroupItem,
  node: Select,
  replace: (expr: Expr) => Expr,
): WrittenGroupItem {
  if (item.kind === 'grouping-set' || item.kind === 'grouping-sets') return item;
  if (item.kind !== 'number' || !/^\d+$/.test(item.text)) return replace(item);
  const place = node.items[Number(item.text) - 1];
  if (place === undefined) throw invalid(`GROUP BY ${item.text}: no such column`, item.span);
  return place.kind === 'select-expr' ? place.expr : item;
}

function isColumn(name: string, scope: Scope): boolean {
  return (
    scope.merged.some((m) => m.name === name) ||
    scope.relations.some((r) => r.alias === name || r.columns.some((c) => c.name === name)) ||
    (scope.parent !== null && isColumn(name, scope.parent))
  );
}

/** Copies the parts of an expression that hold an alias; subqueries have names of their own. */
function replaced(expr: Expr, aliases: ReadonlyMap<string, Expr>, scope: Scope): Expr {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as { readonly kind?: string };
    if (node.kind === 'query') return value;
    if (node.kind === 'column') return aliased(value as Expr & { kind: 'column' });
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]));
  };
  const aliased = (column: Expr & { kind: 'column' }): Expr => {
    const name = column.path[0]!.name;
    const known = column.path.length === 1 && !isColumn(name, scope);
    return (known ? aliases.get(name) : undefined) ?? column;
  };
  return aliases.size === 0 ? expr : (walk(expr) as Expr);
}
