/**
 * Results must not depend on how rows are cut into batches. When a node's rows reach one node of
 * several
 * inputs by two ways (a union of two filters of one table), a batch would go whole down the first
 * way
 * before the second begins, and the first way's watermark would run ahead of the second's rows.
 * Such a
 * node cuts its batches, and hands each piece to all its consumers before the next one.
 *
 * A regular join needs none of this: its result is the same in any order, and no row is late for
 * it.
 */
import type { PhysicalNode, PhysicalPlan } from '../nodes.js';

/**
 * Where a batch is cut. 'rows': behind every row. Else in ms: where the watermark passes a multiple
 * of `cellMs`,
 * less 1 ms, as windows on that grid open and close there and nowhere else.
 */
export type Cut = 'rows' | { readonly cellMs: number };

/**
 * The nodes that must hand over piece by piece. Before a window join the rows of two ways may
 * arrive in any
 * order as long as the watermark closes no window between them. O(nodes^2).
 */
export function interleavedOutputs(plan: PhysicalPlan): ReadonlyMap<number, Cut> {
  const consumers = consumersOf(plan);
  const found = new Map<number, Cut>();
  for (const node of plan.nodes) {
    const outgoing = consumers.get(node.id) ?? [];
    if (outgoing.length < 2) continue;
    const reached = outgoing.map((consumer) => reachedFrom(consumer, consumers));
    const meetings = plan.nodes.filter(
      (meeting) =>
        isOrderSensitive(meeting) && reached.filter((set) => set.has(meeting.id)).length >= 2,
    );
    if (meetings.length === 0) continue;
    if (meetings.some((meeting) => meeting.kind !== 'join')) found.set(node.id, 'rows');
    else found.set(node.id, { cellMs: cellOf(reached, meetings, plan, consumers) });
  }
  return found;
}

/**
 * Greatest grid that all windows between the output and the meetings lie on; 1 when there is none.
 */
function cellOf(
  reached: readonly ReadonlySet<number>[],
  meetings: readonly PhysicalNode[],
  plan: PhysicalPlan,
  consumers: ReadonlyMap<number, readonly PhysicalNode[]>,
): number {
  let cellMs = 0;
  for (const node of plan.nodes) {
    if (!reached.some((set) => set.has(node.id))) continue;
    const ahead = reachedFrom(node, consumers);
    if (!meetings.some((meeting) => ahead.has(meeting.id))) continue;
    const steps = stepsOf(node);
    if (steps === null) return 1;
    for (const step of steps) cellMs = gcd(cellMs, Math.abs(step));
  }
  return cellMs === 0 ? 1 : cellMs;
}

/** The ms that a node's windows are laid out by; null when it may tell other watermarks apart. */
function stepsOf(node: PhysicalNode): readonly number[] | null {
  if (node.kind === 'calc') return [];
  if (node.kind === 'join') return node.windowEnd !== null && !isZoned(node) ? [] : null;
  if (node.kind !== 'windowAggregate') return null;
  const { kind, sizeMs, slideMs, offsetMs, timeZone, processingTime } = node.window;
  if (kind === 'session' || timeZone !== null || processingTime) return null;
  return [sizeMs, slideMs, offsetMs];
}

function isZoned(node: { readonly windowTimeZone?: string | null }): boolean {
  return (node.windowTimeZone ?? null) !== null;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
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
