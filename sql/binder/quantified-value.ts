/** x > ALL (query) and its like as a value: by the query's extremes and counts. */
import {
  bigintType,
  booleanType,
  notNull,
  withNullable,
  withoutAttribute,
} from '../../core/types.js';
import { aggregateFunction } from '../../engine/aggregates/registry.js';
import type { Expr } from '../../engine/expr.js';
import { literal } from '../../engine/expr.js';
import type { AggregateCall } from '../../engine/nodes.js';
import type * as Ast from '../ast/expr.js';
import type { Query } from '../ast/query.js';
import { buildAggregate } from '../logical/build-aggregate.js';
import type { LogicalNode } from '../logical/nodes.js';
import { select } from '../logical/nodes.js';
import { argumentFacts, bindFunction } from './call.js';
import type { ExprContext } from './context.js';
import { unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import { bindSubquery, checkInColumns, pend } from './subquery-expression.js';

/** Aggregates whose comparison decides; of two, ALL wants both and ANY either. */
const DECIDING: Readonly<Record<string, readonly ('MIN' | 'MAX')[]>> = {
  '> ALL': ['MAX'],
  '>= ALL': ['MAX'],
  '< ALL': ['MIN'],
  '<= ALL': ['MIN'],
  '= ALL': ['MIN', 'MAX'],
  '> ANY': ['MIN'],
  '>= ANY': ['MIN'],
  '< ANY': ['MAX'],
  '<= ANY': ['MAX'],
  '<> ANY': ['MIN', 'MAX'],
};

/**
 * Of no rows ALL is TRUE and ANY FALSE; else the comparison with the extreme where it decides, else
 * NULL when a NULL is compared, else the same as of no rows. Throws SQL_UNSUPPORTED.
 */
export function quantifiedValue(node: Ast.QuantifiedExpr, ctx: ExprContext): Expr {
  const { op, quantifier, span } = node;
  const isAll = quantifier === 'ALL';
  const deciding = DECIDING[`${op} ${isAll ? 'ALL' : 'ANY'}`];
  if (deciding === undefined) throw unsupported(`${op} ${quantifier} (query) as a value`, span);
  const operand = bindExpr(node.left, ctx);
  const plan = bindSubquery(node.source as Query, ctx);
  checkInColumns([operand], plan, span);
  const apply = (name: string, args: readonly Expr[]): Expr =>
    bindFunction(name, args, { session: ctx.env.session, span });
  const counts = [count([]), count([0])];
  const extremes = deciding.map((name) => extreme(name, plan, node));
  const calls = [...counts, ...extremes];
  const names = calls.map((_, i) => `$q${i}`);
  const aggregate = buildAggregate(plan, [], calls, names);
  const values = calls.map(({ type }, i) => {
    const one = select(aggregate, [i]);
    return pend({ form: 'scalar', node: one, operands: [], type, span }, ctx);
  });
  const [rows, known, ...others] = values as [Expr, Expr, ...Expr[]];
  const compared = others.map((other) => apply(op, [operand, other]));
  const all = compared.length === 1 ? compared[0]! : apply(isAll ? 'AND' : 'OR', compared);
  const ofNothing = literal(isAll, notNull(booleanType));
  const isUnsure = apply('OR', [apply('IS NULL', [operand]), apply('<', [known, rows])]);
  return apply('CASE', [
    apply('=', [rows, literal(0n, notNull(bigintType))]),
    ofNothing,
    apply(isAll ? 'IS FALSE' : 'IS TRUE', [all]),
    literal(!isAll, notNull(booleanType)),
    isUnsure,
    literal(null, booleanType),
    ofNothing,
  ]);
}

function count(args: readonly number[]): AggregateCall {
  return { name: 'COUNT', args, distinct: false, filter: null, type: notNull(bigintType) };
}

function extreme(
  name: 'MIN' | 'MAX',
  plan: LogicalNode,
  { op, quantifier, span }: Ast.QuantifiedExpr,
): AggregateCall {
  const type = withNullable(withoutAttribute(plan.output.fields[0]!.type), true);
  const facts = argumentFacts([{ kind: 'column', index: 0, type }]);
  const found = aggregateFunction(name)!.resolve(facts, undefined);
  if ('refused' in found) throw unsupported(`${op} ${quantifier} (query) as a value`, span);
  return { name, args: [0], distinct: false, filter: null, type };
}
