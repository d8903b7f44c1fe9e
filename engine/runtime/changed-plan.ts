/** What a checkpoint of another plan means for this one: operators are matched by uid. */
import type { CheckpointManifest } from '../../storage/manifest.js';
import type { PhysicalNode, PhysicalPlan } from '../nodes.js';
import { operatorUids } from './operator-uids.js';

/** One operator in `CheckpointManifest.plan`. */
export interface SavedNode {
  readonly uid: string;
  readonly kind: PhysicalNode['kind'];
  /** Of sinks: see sink-target.ts. Absent in older checkpoints. */
  readonly target?: string;
}

export interface PlanChange {
  /** Operators that go on with their state. */
  readonly kept: readonly string[];
  /** Operators of this plan that have no state in the checkpoint. */
  readonly empty: readonly string[];
  /** Operators of the checkpoint whose state nobody claims. */
  readonly dropped: readonly string[];
}

/** Kinds that hold something over a checkpoint: state, an offset, or what is to be committed. */
const STATEFUL: ReadonlySet<PhysicalNode['kind']> = new Set<PhysicalNode['kind']>([
  'source',
  'values',
  'watermark',
  'groupAggregate',
  'windowTable',
  'windowAggregate',
  'join',
  'topN',
  'deduplicate',
  'timeSort',
  'limit',
  'sink',
]);

/** null when the plans are the same. Each entry reads 'join 1f3a'. */
export function planChange(plan: PhysicalPlan, manifest: CheckpointManifest): PlanChange | null {
  if (plan.fingerprint === manifest.planFingerprint) return null;
  const uids = operatorUids(plan);
  const now = plan.nodes
    .map(({ id, kind }): SavedNode => ({ uid: uids.get(id)!, kind }))
    .filter(isStateful);
  const then = (manifest.plan as unknown as { nodes: readonly SavedNode[] }).nodes.filter(
    isStateful,
  );
  const has = (list: readonly SavedNode[], node: SavedNode): boolean =>
    list.some((other) => other.uid === node.uid && other.kind === node.kind);
  return {
    kept: now.filter((node) => has(then, node)).map(name),
    empty: now.filter((node) => !has(then, node)).map(name),
    dropped: then.filter((node) => !has(now, node)).map(name),
  };
}

/** One sentence for messages. */
export function describeChange(change: PlanChange): string {
  const list = (names: readonly string[]): string =>
    names.length === 0 ? 'none' : names.join(', ');
  return (
    `keep their state: ${list(change.kept)}; start empty: ${list(change.empty)}; ` +
    `state without an operator: ${list(change.dropped)}`
  );
}

function isStateful(node: SavedNode): boolean {
  return STATEFUL.has(node.kind);
}

function name(node: SavedNode): string {
  return `${node.kind} ${node.uid}`;
}
