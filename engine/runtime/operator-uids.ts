/** Names of operators on disk. */
import type { PhysicalPlan } from '../nodes.js';

/**
 * Uid by node id. Two nodes that compute the same thing have the same uid in the plan; the second
 * one
 * in the plan's order gets '#2', and so on.
 */
export function operatorUids(plan: PhysicalPlan): ReadonlyMap<number, string> {
  const counts = new Map<string, number>();
  const uids = new Map<number, string>();
  for (const { id, uid } of plan.nodes) {
    const count = (counts.get(uid) ?? 0) + 1;
    counts.set(uid, count);
    uids.set(id, count === 1 ? uid : `${uid}#${count}`);
  }
  return uids;
}
