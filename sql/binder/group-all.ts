/** GROUP BY ALL: every column of the select list that holds no aggregate is a key. */
import type { SessionFacts } from '../../engine/expr.js';
import type { Expr } from '../ast/expr.js';
import type { GroupAll, Select, WrittenGroupItem } from '../ast/query.js';
import { isAggregate } from './aggregate-call.js';
import { unsupported } from './errors.js';
import type { Scope } from './scope.js';

/** What GROUP BY ALL stands for. */
export function allKeys(
  all: GroupAll,
  node: Select,
  scope: Scope,
  session: SessionFacts,
): readonly WrittenGroupItem[] {
  return node.items.flatMap((item): WrittenGroupItem[] => {
    if (item.kind === 'select-star') {
      if (item.qualifier.length > 0 || item.except.length > 0)
        throw unsupported('GROUP BY ALL beside t.* or * EXCEPT', all.span);
      return starKeys(scope, all);
    }
    return isKey(item.expr, session) ? [item.expr] : [];
  });
}

function starKeys(scope: Scope, all: GroupAll): WrittenGroupItem[] {
  return scope.relations.flatMap((relation) =>
    relation.columns.map((column): WrittenGroupItem => {
      const names = relation.alias === null ? [column.name] : [relation.alias, column.name];
      const path = names.map((name) => ({ kind: 'identifier' as const, name, span: all.span }));
      return { kind: 'column', path, span: all.span };
    }),
  );
}

/** Constants are no keys, nor is what computes over groups or windows. */
function isKey(expr: Expr, session: SessionFacts): boolean {
  let hasColumn = false;
  let isComputed = false;
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const node = value as { readonly kind?: string };
    if (node.kind === 'query') return; // a subquery groups for itself
    if (node.kind === 'column') hasColumn = true;
    if (node.kind === 'json-aggregate' || isGroupCall(node, session)) isComputed = true;
    Object.values(value).forEach(walk);
  };
  walk(expr);
  return hasColumn && !isComputed;
}

function isGroupCall(node: { readonly kind?: string }, session: SessionFacts): boolean {
  if (node.kind !== 'call') return false;
  const call = node as Extract<Expr, { kind: 'call' }>;
  return call.over !== null || isAggregate(call.name.parts.at(-1)!.name.toUpperCase(), session);
}
