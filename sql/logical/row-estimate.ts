/** How many rows a node gives, where the sources know: for EXPLAIN ESTIMATED_COST. */
import type { LogicalNode } from './nodes.js';
import { inputsOf } from './nodes.js';

/** Rows of a node over its whole life, changes counted as the rows they leave. */
export interface RowEstimate {
  readonly rows: number;
  /** false: at most so many. */
  readonly isExact: boolean;
}

/** null: not known. `ofScan`: rows of a table, null when its connector does not know. */
export function rowEstimate(
  node: LogicalNode,
  ofScan: (node: LogicalNode & { kind: 'scan' }) => number | null,
): RowEstimate | null {
  if (node.kind === 'scan') {
    const rows = ofScan(node);
    return rows === null ? null : { rows, isExact: true };
  }
  if (node.kind === 'values') return { rows: node.rows.length, isExact: true };
  if (node.kind === 'aggregate' && node.keys.length === 0) return { rows: 1, isExact: true };
  const inputs = inputsOf(node).map((input) => rowEstimate(input, ofScan));
  if (node.kind === 'union') return sum(inputs);
  const input = inputs[0] ?? null;
  switch (node.kind) {
    case 'calc':
      return node.filter === null ? input : atMost(input);
    case 'over':
    case 'timeSort':
    case 'asyncCalls':
      return input;
    case 'windowTable':
      return node.window.kind === 'tumble' || node.window.kind === 'session' ? input : null;
    case 'limit':
      return limited(input, node.count);
    case 'topN':
      return node.partition.length === 0 ? limited(input, node.to - node.from + 1) : atMost(input);
    case 'aggregate':
    case 'deduplicate':
      return atMost(input);
    case 'windowAggregate':
      return node.window.kind === 'tumble' ? atMost(input) : null;
    case 'join':
      return node.joinType === 'semi' || node.joinType === 'anti' ? atMost(input) : null;
    default:
      return null;
  }
}

/** `rows = 5`, `rows <= 5`, or that nothing is known. */
export function estimateText(estimate: RowEstimate | null): string {
  if (estimate === null) return 'rows unknown';
  return `rows ${estimate.isExact ? '=' : '<='} ${estimate.rows}`;
}

function atMost(input: RowEstimate | null): RowEstimate | null {
  return input === null ? null : { rows: input.rows, isExact: input.rows === 0 };
}

function limited(input: RowEstimate | null, count: number): RowEstimate {
  if (input === null) return { rows: count, isExact: false };
  return { rows: Math.min(input.rows, count), isExact: input.isExact && input.rows <= count };
}

function sum(inputs: readonly (RowEstimate | null)[]): RowEstimate | null {
  let rows = 0;
  for (const input of inputs) {
    if (input === null) return null;
    rows += input.rows;
  }
  return { rows, isExact: inputs.every((input) => input!.isExact) };
}
