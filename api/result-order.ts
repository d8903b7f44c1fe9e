/**
 * The order that a query's final rows are shown in: that of its outermost ORDER BY, as far as it is
 * selected.
 */
import type { Value } from '../core/batch.js';
import { compareValues } from '../core/compare.js';
import type { PhysicalNode, PhysicalPlan, SortKey } from '../engine/nodes.js';

/** Compares boxed rows of the result; null when the query orders nothing. */
export function resultOrder(
  plan: PhysicalPlan,
): ((a: readonly Value[], b: readonly Value[]) => number) | null {
  const collect = plan.nodes.find((node) => node.kind === 'collect');
  if (collect === undefined) return null;
  const keys = orderOf(plan, collect);
  if (keys.length === 0) return null;
  const types = collect.output.fields.map((field) => field.type);
  return (a, b) => {
    for (const { column, ascending, nullsFirst } of keys) {
      const [x, y] = [a[column]!, b[column]!];
      if (x === null && y === null) continue;
      if (x === null || y === null) return (x === null) === nullsFirst ? -1 : 1;
      const order = compareValues(types[column]!, x, y);
      if (order !== 0) return ascending ? order : -order;
    }
    return 0;
  };
}

/** Leading sort keys of `node`'s output. */
function orderOf(plan: PhysicalPlan, node: PhysicalNode): readonly SortKey[] {
  if (node.kind === 'topN') return node.partition.length === 0 ? node.order : [];
  if (node.kind === 'timeSort') return node.order;
  if (node.kind !== 'calc' && node.kind !== 'collect' && node.kind !== 'limit') return [];
  const below = orderOf(
    plan,
    plan.nodes.find((n) => n.id === node.inputs[0])!,
  );
  if (node.kind !== 'calc') return below;
  const keys: SortKey[] = [];
  for (const key of below) {
    const column = node.projections.findIndex((e) => e.kind === 'column' && e.index === key.column);
    if (column < 0) break;
    keys.push({ ...key, column });
  }
  return keys;
}
