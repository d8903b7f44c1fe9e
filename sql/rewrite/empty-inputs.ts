/**
 * A total over what can have no rows, as Flink has it: known at planning, one row of zero counts
 * and NULLs. (Over rows that only happen not to come a stream's total has no row.)
 */
import type { Value } from '../../core/batch.js';
import type { Aggregate, LogicalJoin, LogicalNode, ValuesRows } from '../logical/nodes.js';
import { isNever } from './contradiction.js';
import type { Rewrite } from './context.js';
import { bottomUp } from './context.js';

export const emptyInputs: Rewrite = {
  name: 'empty-inputs',
  apply: (root) =>
    bottomUp(root, (node) =>
      node.kind === 'aggregate' && isKnownTotal(node) && isEmpty(node.input)
        ? totalOfNothing(node)
        : node,
    ),
};

const KNOWN: ReadonlySet<string> = new Set(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX']);

function isKnownTotal({ keys, calls }: Aggregate): boolean {
  return keys.length === 0 && calls.length > 0 && calls.every(({ name }) => KNOWN.has(name));
}

function totalOfNothing({ calls, output }: Aggregate): ValuesRows {
  const row = calls.map(({ name }): Value => (name === 'COUNT' ? 0n : null));
  return { kind: 'values', rows: [row], output };
}

function isEmpty(node: LogicalNode): boolean {
  switch (node.kind) {
    case 'scan':
    case 'over':
    case 'changeCodes':
    case 'unsupported':
      return false;
    case 'values':
      return node.rows.length === 0;
    case 'calc':
      return isNever(node.filter) || isEmpty(node.input);
    case 'limit':
      return node.count === 0 || isEmpty(node.input);
    case 'topN':
      return node.to < node.from || isEmpty(node.input);
    case 'aggregate':
      return node.keys.length > 0 && isEmpty(node.input);
    case 'union':
      return node.inputs.every(isEmpty);
    case 'join':
      return isEmptyJoin(node);
    default:
      return isEmpty(node.input);
  }
}

function isEmptyJoin({ joinType, left, right, condition }: LogicalJoin): boolean {
  switch (joinType) {
    case 'inner':
    case 'semi':
      return isEmpty(left) || isEmpty(right) || isNever(condition);
    case 'left':
    case 'anti':
      return isEmpty(left);
    case 'right':
      return isEmpty(right);
    case 'full':
      return isEmpty(left) && isEmpty(right);
  }
}
