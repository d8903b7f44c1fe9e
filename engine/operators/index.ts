/** All operators. A new one is a file and a line here (sources and sinks belong to the runtime). */
import type { PhysicalNode } from '../nodes.js';
import type { OperatorSpec } from '../operator.js';
import { calc } from './calc.js';
import { changeCodes } from './change-codes.js';
import { correlate } from './correlate.js';
import { deduplicate } from './deduplicate.js';
import { groupAggregate } from './group-aggregate.js';
import { join } from './join.js';
import { limit } from './limit.js';
import { timeSort } from './time-sort.js';
import { topN } from './top-n.js';
import { union } from './union.js';
import { windowTable } from './window-table.js';
import { windowAggregate } from './window-aggregate.js';
import { watermark } from './watermark.js';

/**
 * The spec of node kind N, seen as a spec of any node; `create` and `explain` take nodes of `kind`
 * only.
 */
function anyNode<N extends PhysicalNode>(spec: OperatorSpec<N>): OperatorSpec {
  return spec as unknown as OperatorSpec;
}

export const operators: readonly OperatorSpec[] = [
  anyNode(calc),
  anyNode(correlate),
  anyNode(watermark),
  anyNode(groupAggregate),
  anyNode(windowTable),
  anyNode(windowAggregate),
  anyNode(union),
  anyNode(join),
  anyNode(topN),
  anyNode(deduplicate),
  anyNode(timeSort),
  anyNode(limit),
  anyNode(changeCodes),
];

const byKind = new Map(operators.map((spec) => [spec.kind, spec] as const));

/** The operator of a node kind; undefined for kinds the runtime itself runs. */
export function operatorSpec(kind: PhysicalNode['kind']): OperatorSpec | undefined {
  return byKind.get(kind);
}
