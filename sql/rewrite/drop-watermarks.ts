/**
 * A table whose event time nobody waits for is read without its WATERMARK, and so without the
 * columns
 * that only the watermark needs. Nodes that wait: windows, sessions, event-time sorts, keep-first.
 */
import { someExpr } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { inputsOf } from '../logical/nodes.js';
import { bottomUp } from './context.js';

/** Over all plans of one statement. */
export function dropWatermarks(roots: readonly LogicalNode[]): readonly LogicalNode[] {
  const needed = new Set<LogicalNode>();
  const seen = new Set<LogicalNode>();
  const keep = (node: LogicalNode): void => {
    if (needed.has(node)) return;
    needed.add(node);
    inputsOf(node).forEach(keep);
  };
  const visit = (node: LogicalNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (waits(node)) keep(node);
    inputsOf(node).forEach(visit);
  };
  roots.forEach(visit);
  return roots.map((root) => bottomUp(root, (node) => (needed.has(node) ? node : without(node))));
}

function without(node: LogicalNode): LogicalNode {
  if (node.kind !== 'scan' || node.table.watermark === null) return node;
  return { ...node, table: { ...node.table, watermark: null } };
}

function waits(node: LogicalNode): boolean {
  switch (node.kind) {
    case 'windowAggregate':
    case 'timeSort':
    case 'over':
    case 'unsupported':
      return true;
    case 'windowTable':
      return node.window.kind === 'session';
    case 'deduplicate':
      return node.keep === 'first';
    case 'topN':
      return node.windowEnd !== null;
    case 'join':
      return node.windowEnd !== null || node.unsupported !== null;
    case 'calc':
      return [...node.projections, ...(node.filter === null ? [] : [node.filter])].some((expr) =>
        someExpr(expr, (e) => e.kind === 'call' && e.name === 'CURRENT_WATERMARK'),
      );
    default:
      return false;
  }
}
