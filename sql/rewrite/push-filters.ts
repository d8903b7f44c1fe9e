/** Moves conditions towards the sources, as far as they mean the same there. */
import type { Expr } from '../../engine/expr.js';
import {
  andAll,
  columnsRead,
  conjuncts,
  isDeterministic,
  moveColumns,
  substitute,
} from '../logical/expr-tools.js';
import { asIntervalJoin } from '../logical/interval-join.js';
import type { LogicalJoin, LogicalNode } from '../logical/nodes.js';
import { filterOnly, inputsOf, withInputs } from '../logical/nodes.js';
import { asWindowJoin } from '../logical/windows.js';
import type { Rewrite } from './context.js';

export const pushFilters: Rewrite = {
  name: 'push-filters',
  apply: (root) => push(root, [], new Map()),
};

type Memo = Map<LogicalNode, LogicalNode>;

/** `node` with only the rows that pass all `terms`. */
function push(node: LogicalNode, terms: readonly Expr[], memo: Memo): LogicalNode {
  if (terms.length > 0) return pushNode(node, terms, memo);
  const known = memo.get(node);
  if (known !== undefined) return known;
  const result = pushNode(node, [], memo);
  memo.set(node, result);
  return result;
}

function pushNode(node: LogicalNode, terms: readonly Expr[], memo: Memo): LogicalNode {
  switch (node.kind) {
    case 'calc': {
      const movable = terms.filter((t) =>
        columnsRead([t]).every((c) => isDeterministic(node.projections[c]!)),
      );
      const rest = terms.filter((t) => !movable.includes(t));
      const below = [
        ...conjuncts(node.filter),
        ...movable.map((t) => substitute(t, node.projections)),
      ];
      return above({ ...node, input: push(node.input, below, memo), filter: null }, rest);
    }
    case 'join':
      return pushJoin(node, terms, memo);
    case 'union':
      return { ...node, inputs: node.inputs.map((input) => push(input, terms, memo)) };
    case 'timeSort':
      return { ...node, input: push(node.input, terms, memo) };
    case 'aggregate':
      return splitAt(node, terms, memo, (c) => (c < node.keys.length ? node.keys[c]! : null));
    case 'windowAggregate':
      return splitAt(node, terms, memo, (c) =>
        c < node.keys.length && node.attached === null ? node.keys[c]! : null,
      );
    case 'windowTable': {
      const width = node.input.output.fields.length;
      const isSession = node.window.kind === 'session';
      return splitAt(node, terms, memo, (c) =>
        c < width && (!isSession || node.partition.includes(c)) ? c : null,
      );
    }
    case 'correlate': {
      const width = node.output.fields.length - node.width;
      return splitAt(node, terms, memo, (c) => (c < width ? c : null));
    }
    case 'over':
      return splitAt(node, terms, memo, (c) => (node.partition.includes(c) ? c : null));
    default: {
      const inputs = inputsOf(node).map((input) => push(input, [], memo));
      return above(withInputs(node, inputs), terms);
    }
  }
}

function above(node: LogicalNode, terms: readonly Expr[]): LogicalNode {
  const filter = andAll(terms);
  return filter === null ? node : filterOnly(node, filter);
}

/**
 * Terms over columns that `place` finds in the input go below; others stay. Terms without columns
 * stay.
 */
function splitAt(
  node: Exclude<LogicalNode, { kind: 'scan' | 'values' | 'join' | 'union' | 'unsupported' }>,
  terms: readonly Expr[],
  memo: Memo,
  place: (column: number) => number | null,
): LogicalNode {
  const isBelow = (term: Expr): boolean => {
    const read = columnsRead([term]);
    return read.length > 0 && isDeterministic(term) && read.every((c) => place(c) !== null);
  };
  const below = terms.filter(isBelow).map((t) => moveColumns(t, (c) => place(c)!));
  const input = push(node.input, below, memo);
  return above(
    withInputs(node, [input]),
    terms.filter((t) => !isBelow(t)),
  );
}

function pushJoin(node: LogicalJoin, terms: readonly Expr[], memo: Memo): LogicalNode {
  const width = node.left.output.fields.length;
  const { joinType } = node;
  const isInner = joinType === 'inner';
  const left: Expr[] = [];
  const right: Expr[] = [];
  const stay: Expr[] = [];
  const keep: Expr[] = [];
  for (const term of terms) {
    const side = sideOf(term, width);
    if (side === 'left' && joinType !== 'right' && joinType !== 'full') left.push(term);
    else if (side === 'right' && (isInner || joinType === 'right'))
      right.push(toRight(term, width));
    else if (isInner && isDeterministic(term)) keep.push(term);
    else stay.push(term);
  }
  for (const term of conjuncts(node.condition)) {
    const side = sideOf(term, width);
    if (side === 'left' && (isInner || joinType === 'right' || joinType === 'semi'))
      left.push(term);
    else if (
      side === 'right' &&
      (isInner || joinType === 'left' || joinType === 'semi' || joinType === 'anti')
    ) {
      right.push(toRight(term, width));
    } else keep.push(term);
  }
  const joined: LogicalJoin = {
    ...node,
    left: push(node.left, left, memo),
    right: push(node.right, right, memo),
    condition: andAll(keep),
  };
  return above(isInner ? asIntervalJoin(asWindowJoin(joined)) : joined, stay);
}

function sideOf(term: Expr, width: number): 'left' | 'right' | null {
  const read = columnsRead([term]);
  if (read.length === 0 || !isDeterministic(term)) return null;
  if (read.every((c) => c < width)) return 'left';
  return read.every((c) => c >= width) ? 'right' : null;
}

function toRight(term: Expr, width: number): Expr {
  return moveColumns(term, (c) => c - width);
}
