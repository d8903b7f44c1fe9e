/**
 * Results must not depend on how rows are cut into batches. When a node's rows reach one node of
 * several
 * inputs by two ways (a union of two filters of one table), a batch would go whole down the first
 * way
 * before the second begins, and the first way's watermark would run ahead of the second's rows.
 * Such a
 * node hands its rows over one by one, to all its consumers in turn.
 *
 * A regular join needs none of this: its result is the same in any order, and no row is late for
 * it.
 */
import type { PhysicalNode, PhysicalPlan } from '../nodes.js';

/** Ids of the nodes that must hand over row by row. O(nodes^2). */
export function interleavedOutputs(plan: PhysicalPlan): ReadonlySet<number> {
  const consumers = consumersOf(plan);
  const found = new Set<number>();
  for (const node of plan.nodes) {
    const outgoing = consumers.get(node.id) ?? [];
    if (outgoing.length < 2) continue;
    const reached = outgoing.map((consumer) => reachedFrom(consumer, consumers));
    const meets = plan.nodes.some(
      (meeting) =>
        isOrderSensitive(meeting) && reached.filter((set) => set.has(meeting.id)).length >= 2,
    );
    if (meets) found.add(node.id);
  }
  return found;
}

/** Consumers by producer id; one that reads it on two inputs is there twice. */
export function consumersOf(plan: PhysicalPlan): ReadonlyMap<number, readonly PhysicalNode[]> {
  const consumers = new Map<number, PhysicalNode[]>();
  for (const node of plan.nodes) {
    for (const producer of node.inputs) {
      const list = consumers.get(producer);
      if (list === undefined) consumers.set(producer, [node]);
      else list.push(node);
    }
  }
  return consumers;
}

/** Ids of `from` and all nodes downstream of it. */
export function reachedFrom(
  from: PhysicalNode,
  consumers: ReadonlyMap<number, readonly PhysicalNode[]>,
): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [from];
  while (open.length > 0) {
    const node = open.pop()!;
    if (reached.has(node.id)) continue;
    reached.add(node.id);
    open.push(...(consumers.get(node.id) ?? []));
  }
  return reached;
}

function isOrderSensitive(node: PhysicalNode): boolean {
  if (node.inputs.length < 2) return false;
  return node.kind !== 'join' || node.windowEnd !== null;
}
