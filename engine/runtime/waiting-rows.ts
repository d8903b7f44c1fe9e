/** Where rows wait for the watermark to pass their time. */
import type { PhysicalNode, PhysicalPlan } from '../nodes.js';

/**
 * Ids of the nodes whose rows come out when the watermark passes their event time, or come from
 * such nodes: a row of time t is emitted by a watermark of at least t, before it is announced.
 */
export function waitingRows(plan: PhysicalPlan): ReadonlySet<number> {
  const waiting = new Set<number>();
  // Inputs come before the nodes that read them.
  for (const node of plan.nodes) {
    if (waitsItself(node) || node.inputs.some((input) => waiting.has(input))) waiting.add(node.id);
  }
  return waiting;
}

function waitsItself(node: PhysicalNode): boolean {
  switch (node.kind) {
    case 'windowAggregate':
      return !node.window.processingTime;
    case 'windowTable':
      return node.window.kind === 'session' && !node.window.processingTime;
    case 'topN':
      return node.windowEnd !== null;
    case 'join':
      return node.windowEnd !== null;
    case 'deduplicate':
      return node.keep === 'first' && !node.processingTime;
    case 'timeSort':
      return true;
    default:
      return false;
  }
}
