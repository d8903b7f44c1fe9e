/** What each node's inputs are read for: the first pass of pruning. */
import { EngineBug } from '../../core/errors.js';
import type { AggregateCall } from '../../engine/nodes.js';
import { columnsRead } from '../logical/expr-tools.js';
import type { Correlate, LogicalJoin, LogicalNode, TopN } from '../logical/nodes.js';
import { inputsOf } from '../logical/nodes.js';

export type Wanted = ReadonlySet<number>;

/** For every node below `roots`, the columns that its consumers read. */
export function demands(roots: readonly LogicalNode[]): ReadonlyMap<LogicalNode, Wanted> {
  const wanted = new Map<LogicalNode, Set<number>>();
  for (const root of roots) want(root, [...root.output.fields.keys()], wanted);
  for (const node of topological(roots)) demand(node, wanted.get(node)!, wanted);
  return wanted;
}

function want(
  node: LogicalNode,
  columns: readonly number[],
  wanted: Map<LogicalNode, Set<number>>,
): void {
  const set = wanted.get(node) ?? new Set<number>();
  for (const c of columns) set.add(c);
  wanted.set(node, set);
}

/** Consumers before producers. */
function topological(roots: readonly LogicalNode[]): readonly LogicalNode[] {
  const order: LogicalNode[] = [];
  const seen = new Set<LogicalNode>();
  const visit = (node: LogicalNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const input of inputsOf(node)) visit(input);
    order.push(node);
  };
  roots.forEach(visit);
  return order.reverse();
}

function callColumns(calls: readonly AggregateCall[]): readonly number[] {
  return calls.flatMap((c) => (c.filter === null ? c.args : [...c.args, c.filter]));
}

/** Tells the inputs of `node` what is read of them. */
function demand(node: LogicalNode, needed: Wanted, wanted: Map<LogicalNode, Set<number>>): void {
  switch (node.kind) {
    case 'scan':
    case 'values':
      return;
    case 'calc':
      return want(
        node.input,
        columnsRead([node.filter, ...node.projections.filter((_, i) => needed.has(i))]),
        wanted,
      );
    case 'aggregate': {
      const calls = node.calls.filter((_, i) => needed.has(node.keys.length + i));
      return want(node.input, [...node.keys, ...callColumns(calls)], wanted);
    }
    case 'windowAggregate': {
      const calls = node.calls.filter((_, i) => needed.has(node.keys.length + i));
      const own =
        node.attached === null
          ? [node.window.time]
          : [node.attached.start, node.attached.end, node.window.time];
      return want(node.input, [...node.keys, ...callColumns(calls), ...own], wanted);
    }
    case 'windowTable': {
      const width = node.input.output.fields.length;
      return want(
        node.input,
        [...[...needed].filter((c) => c < width), node.window.time, ...node.partition],
        wanted,
      );
    }
    case 'over': {
      const width = node.input.output.fields.length;
      const calls = node.calls.filter((_, i) => needed.has(width + i));
      const keys =
        calls.length === 0 ? [] : [...node.partition, ...node.order.map((k) => k.column)];
      return want(
        node.input,
        [...[...needed].filter((c) => c < width), ...keys, ...callColumns(calls)],
        wanted,
      );
    }
    case 'topN':
      return demandTopN(node, needed, wanted);
    case 'deduplicate':
      return want(node.input, [...needed, ...node.keys, node.time], wanted);
    case 'changeCodes':
      // every change counts, also of columns that nobody reads
      return want(node.input, [...node.input.output.fields.keys()], wanted);
    case 'timeSort':
      return want(node.input, [...needed, ...node.order.map((k) => k.column)], wanted);
    case 'limit':
      return want(node.input, [...needed], wanted);
    case 'correlate':
      return demandCorrelate(node, needed, wanted);
    case 'asyncCalls':
      throw new EngineBug('async calls are split off last');
    case 'union':
      return node.inputs.forEach((input) => want(input, [...needed], wanted));
    case 'join':
      return demandJoin(node, needed, wanted);
    case 'unsupported':
      if (node.input !== null)
        want(
          node.input,
          node.input.output.fields.map((_, i) => i),
          wanted,
        );
  }
}

function demandCorrelate(
  node: Correlate,
  needed: Wanted,
  wanted: Map<LogicalNode, Set<number>>,
): void {
  const width = node.output.fields.length - node.width;
  const read = [...needed, ...columnsRead([...node.args, node.condition])];
  want(
    node.input,
    read.filter((c) => c < width),
    wanted,
  );
}

function demandTopN(node: TopN, needed: Wanted, wanted: Map<LogicalNode, Set<number>>): void {
  const width = node.input.output.fields.length;
  const own = [...node.partition, ...node.order.map((k) => k.column)];
  if (node.toColumn !== null) own.push(node.toColumn);
  if (node.windowEnd !== null) own.push(node.windowEnd);
  want(node.input, [...[...needed].filter((c) => c < width), ...own], wanted);
}

function demandJoin(
  node: LogicalJoin,
  needed: Wanted,
  wanted: Map<LogicalNode, Set<number>>,
): void {
  const width = node.left.output.fields.length;
  const used = [...needed, ...columnsRead([node.condition])];
  want(
    node.left,
    [
      ...used.filter((c) => c < width),
      ...node.leftKeys,
      ...(node.windowEnd === null ? [] : [node.windowEnd.left]),
    ],
    wanted,
  );
  want(
    node.right,
    [
      ...used.filter((c) => c >= width).map((c) => c - width),
      ...node.rightKeys,
      ...(node.windowEnd === null ? [] : [node.windowEnd.right]),
    ],
    wanted,
  );
}
