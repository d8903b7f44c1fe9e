/**
 * EXCEPT ALL and INTERSECT ALL: every row counts. Equal rows of both sides are counted in one
 * aggregate, and a table function gives as many copies as are left.
 */
import { bigintType, intType, notNull } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { column, literal } from '../../engine/expr.js';
import type { AggregateCall } from '../../engine/nodes.js';
import type { SessionFacts } from '../../engine/expr.js';
import { buildAggregate } from '../logical/build-aggregate.js';
import type { Correlate, LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, select, union } from '../logical/nodes.js';
import { bindFunction } from './call.js';
import type { Span } from '../../core/errors.js';

/** Sides have the same columns. EXCEPT ALL: copies left - right; INTERSECT ALL: the fewer. */
export function bagOperation(
  op: 'EXCEPT' | 'INTERSECT',
  left: LogicalNode,
  right: LogicalNode,
  session: SessionFacts,
  span: Span,
): LogicalNode {
  const width = left.output.fields.length;
  const both = union([marked(left, 1n, 0n), marked(right, 0n, 1n)]);
  const sums = [0, 1].map((i): AggregateCall => ({
    name: 'SUM',
    args: [width + i],
    distinct: false,
    filter: null,
    type: notNull(bigintType),
  }));
  const keys = left.output.fields.map((_, i) => i);
  const counted = buildAggregate(both, keys, sums, ['$left', '$right']);
  const [ours, theirs] = [0, 1].map((i) => column(width + i, notNull(bigintType)));
  const copies = bindFunction(op === 'EXCEPT' ? '-' : 'LEAST', [ours!, theirs!], { session, span });
  return select(replicated(counted, copies), keys);
}

function marked(side: LogicalNode, ours: bigint, theirs: bigint): LogicalNode {
  const marks = [ours, theirs].map((mark) => literal(mark, notNull(bigintType)));
  const names = [...side.output.fields.map((field) => field.name), '$left', '$right'];
  return calc(side, null, [...columnsOf(side.output), ...marks], names);
}

function replicated(input: LogicalNode, copies: Expr): Correlate {
  return {
    kind: 'correlate',
    input,
    function: 'REPLICATE ROWS',
    args: [copies],
    width: 1,
    isLeft: false,
    condition: null,
    output: { fields: [...input.output.fields, { name: '$copy', type: notNull(intType) }] },
  };
}
