/**
 * LATERAL (SELECT aggregates FROM ...): one row beside every row of the left side, also where
 * nothing matches: a count is 0 there, all else NULL. The aggregate is joined from the left, what
 * stands above it is computed behind the join.
 */
import type { Span } from '../../core/errors.js';
import { bigintType, notNull, withNullable } from '../../core/types.js';
import type { Expr, SessionFacts } from '../../engine/expr.js';
import { column, literal } from '../../engine/expr.js';
import { andAll, substitute } from '../logical/expr-tools.js';
import type { Aggregate, LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, join } from '../logical/nodes.js';
import { bindFunction } from './call.js';
import { overBoth, pullUp } from './correlation.js';
import { unsupported } from './errors.js';
import { ownRows } from './outer-rows.js';

/** Output: the columns of `left`, those of `plan`. `plan`: projections over one aggregate. */
export function joinAggregate(
  left: LogicalNode,
  plan: LogicalNode,
  session: SessionFacts,
  span: Span,
): LogicalNode {
  const { aggregate, over } = partsOf(plan, span);
  const pulled = pullUp(ownRows(aggregate, left, span), span);
  const width = left.output.fields.length;
  const on = andAll(pulled.predicates.map((predicate) => overBoth(predicate, width)));
  const joined = join(left, pulled.node, 'left', on, span);
  const values = aggregate.calls.map(({ name, type }, i): Expr => {
    const value = column(width + i, withNullable(type, true));
    if (type.nullable) return value;
    if (name !== 'COUNT') throw unsupported(`${name} in LATERAL`, span);
    const zero = literal(0n, notNull(bigintType));
    return bindFunction('COALESCE', [value, zero], { session, span });
  });
  return calc(
    joined,
    null,
    [...columnsOf(left.output), ...over(values)],
    [...left.output.fields, ...plan.output.fields].map((field) => field.name),
  );
}

interface Parts {
  readonly aggregate: Aggregate;
  /** The plan's columns from the values of the aggregate's calls. */
  readonly over: (values: readonly Expr[]) => readonly Expr[];
}

function partsOf(plan: LogicalNode, span: Span): Parts {
  if (plan.kind === 'aggregate') return { aggregate: plan, over: (values) => values };
  if (plan.kind !== 'calc' || plan.filter !== null)
    throw unsupported('HAVING of an aggregate without GROUP BY in LATERAL', span);
  const below = partsOf(plan.input, span);
  const { projections } = plan;
  return {
    aggregate: below.aggregate,
    over: (values) => {
      const inner = below.over(values);
      return projections.map((projection) => substitute(projection, inner));
    },
  };
}
