/**
 * How large a plan becomes when everything that is named once and used often (WITH, views) is
 * written out: each use of a name may double it.
 */
import { SqlError, type Span } from '../../core/errors.js';
import { inputsOf, type LogicalNode } from './nodes.js';

const NODES_MAX = 10_000;

/** Throws SQL_TOO_LARGE. O(nodes), shared ones counted once. */
export function checkPlanSize(roots: readonly LogicalNode[], span: Span | undefined): void {
  const sizes = new Map<LogicalNode, number>();
  const total = roots.reduce((sum, root) => sum + sizeOf(root, sizes), 0);
  if (total <= NODES_MAX) return;
  throw new SqlError('SQL_TOO_LARGE', {
    message: `a plan of ${total} operators with its views and WITH queries, above ${NODES_MAX}`,
    span,
    hint: 'write the parts that are used often into tables of their own',
  });
}

function sizeOf(node: LogicalNode, sizes: Map<LogicalNode, number>): number {
  const known = sizes.get(node);
  if (known !== undefined) return known;
  const size = inputsOf(node).reduce((sum, input) => sum + sizeOf(input, sizes), 1);
  sizes.set(node, size);
  return size;
}
