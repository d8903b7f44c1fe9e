/**
 * Collects physical nodes. A node equal to one that is there already is that node: shared plans
 * stay shared.
 */
import type { Schema } from '../../core/types.js';
import type { ChangelogMode, Exchange, PhysicalNode, PhysicalPlan } from '../../engine/nodes.js';
import { formatType } from '../../core/types.js';
import { hashText } from './hash.js';

/** What a node is apart from its place in the plan. */
type Own<N> = N extends PhysicalNode
  ? Omit<N, 'id' | 'uid' | 'inputs' | 'exchanges' | 'output' | 'changelog'>
  : never;
export type NodeParts = Own<PhysicalNode>;

export interface Place {
  readonly inputs: readonly number[];
  readonly exchanges: readonly Exchange[];
  readonly output: Schema;
  readonly changelog: ChangelogMode;
}

export class PlanBuilder {
  readonly #nodes: PhysicalNode[] = [];
  readonly #byUid = new Map<string, PhysicalNode>();
  #sendsEveryChange = false;

  node(id: number): PhysicalNode {
    return this.#nodes[id]!;
  }

  /** Adds the node, or finds its equal. Names of columns do not make a difference. */
  add(parts: NodeParts, place: Place): number {
    const uid = this.#uid(parts, place);
    const known = this.#byUid.get(uid);
    return known === undefined ? this.#push(parts, place, uid) : known.id;
  }

  /** Adds an end of the plan (sink, collect): never shared; equal ones are numbered. */
  addEnd(parts: NodeParts, place: Place): number {
    const base = this.#uid(parts, place);
    let uid = base;
    for (let copy = 2; this.#byUid.has(uid); copy++) uid = `${base}-${copy}`;
    return this.#push(parts, place, uid);
  }

  /** A sink of changes records each of them, also those that a batch would have made void. */
  sendEveryChange(): void {
    this.#sendsEveryChange = true;
  }

  build(): PhysicalPlan {
    return {
      nodes: this.#sendsEveryChange ? this.#nodes.map(sendingEveryChange) : this.#nodes,
      fingerprint: hashText(this.#nodes.map((node) => node.uid).join(' ')),
    };
  }

  #push(parts: NodeParts, place: Place, uid: string): number {
    const node = { id: this.#nodes.length, uid, ...parts, ...place } as PhysicalNode;
    this.#nodes.push(node);
    this.#byUid.set(uid, node);
    return node.id;
  }

  #uid(parts: NodeParts, place: Place): string {
    const inputs = place.inputs.map((id) => this.#nodes[id]!.uid);
    const types = place.output.fields.map((field) => formatType(field.type));
    return hashText(
      JSON.stringify([sorted(parts), inputs, place.exchanges, types, place.changelog], plain),
    );
  }
}

function sendingEveryChange(node: PhysicalNode): PhysicalNode {
  return node.kind === 'groupAggregate' || node.kind === 'topN' || node.kind === 'deduplicate'
    ? { ...node, everyChange: true }
    : node;
}

/** Parts with keys in a fixed order, so that equal parts give equal text. */
function sorted(parts: NodeParts): readonly (readonly [string, unknown])[] {
  return Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
}

function plain(key: string, value: unknown): unknown {
  if (key === 'attribute') return undefined;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
