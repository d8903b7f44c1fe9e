/** EXPLAIN JSON_EXECUTION_PLAN: the physical plan in the layout of Flink's plan visualizer. */
import type { Exchange, PhysicalNode, PhysicalPlan } from '../engine/nodes.js';
import { nodeText } from './explain.js';

/** JSON text with two-space indents. */
export function executionPlanJson(plan: PhysicalPlan): string {
  const nodes = plan.nodes.map((node) => ({
    id: node.id,
    type: node.kind,
    pact: pactOf(node),
    contents: nodeText(node, plan),
    parallelism: 1,
    ...(node.inputs.length === 0 ? {} : { predecessors: predecessors(node) }),
  }));
  return JSON.stringify({ nodes }, null, 2);
}

function pactOf({ kind }: PhysicalNode): string {
  if (kind === 'source' || kind === 'values') return 'Data Source';
  return kind === 'sink' || kind === 'collect' ? 'Data Sink' : 'Operator';
}

function predecessors(node: PhysicalNode): readonly object[] {
  return node.inputs.map((id, i) => ({
    id,
    ship_strategy: strategy(node.exchanges[i]!),
    side: i === 0 ? 'first' : 'second',
  }));
}

function strategy(exchange: Exchange): string {
  if (exchange.kind === 'hash') return 'HASH';
  return exchange.kind === 'single' ? 'GLOBAL' : 'FORWARD';
}
