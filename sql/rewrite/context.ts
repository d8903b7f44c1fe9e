import type { SessionFacts } from '../../engine/expr.js';
import type { Facts } from '../logical/changelog.js';
import type { LogicalNode } from '../logical/nodes.js';
import { inputsOf, withInputs } from '../logical/nodes.js';

export interface RewriteContext {
  /** A sink commits by event time, so that watermarks matter even where no operator waits. */
  readonly keepsWatermarks: boolean;
  readonly facts: Facts;
  readonly session: SessionFacts;
}

/** One named step over a whole plan. */
export interface Rewrite {
  readonly name: string;
  apply(node: LogicalNode, ctx: RewriteContext): LogicalNode;
}

/** Applies `change` to every node, inputs first; shared nodes stay shared. */
export function bottomUp(
  root: LogicalNode,
  change: (node: LogicalNode) => LogicalNode,
): LogicalNode {
  const done = new Map<LogicalNode, LogicalNode>();
  const visit = (node: LogicalNode): LogicalNode => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const result = change(withInputs(node, inputsOf(node).map(visit)));
    done.set(node, result);
    return result;
  };
  return visit(root);
}
