/** Subqueries in ON: conditions on both sides, on the side that is kept, on the other one. */
import { SqlError } from '../../core/errors.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type { JoinType } from '../../engine/nodes.js';
import type * as Ast from '../ast/expr.js';
import { andAll, moveColumns } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, join, select } from '../logical/nodes.js';
import type { BindEnv, ExprContext, PendingSubquery } from './context.js';
import { exprContext } from './context.js';
import { unsupported } from './errors.js';
import { bindCondition } from './expression.js';
import type { From } from './from.js';
import type { Scope } from './scope.js';
import { applyCondition, astConjuncts } from './subquery-join.js';
import { attachValues } from './subquery-value.js';

/** ON in two: what joins itself, and terms with subqueries. */
export interface SplitOn {
  readonly plain: Expr | null;
  readonly withSubqueries: readonly Ast.Expr[];
}

/** `ctx`: over both sides. Throws what binding throws. */
export function splitOn(on: Ast.Expr, ctx: ExprContext): SplitOn {
  const plain: Expr[] = [];
  const withSubqueries: Ast.Expr[] = [];
  for (const term of astConjuncts(on)) {
    const subqueries: PendingSubquery[] = [];
    const bound = bindCondition(term, { ...ctx, subqueries });
    if (subqueries.length === 0) plain.push(bound);
    else withSubqueries.push(term);
  }
  return { plain: andAll(plain), withSubqueries };
}

/**
 * The join with all of ON; its columns are those of both sides. Of an outer join, a term reads one
 * side only: of the side that may be missing it takes rows away before, of the one that is kept it
 * becomes a column that the condition asks. Throws SQL_UNSUPPORTED for others.
 */
export function joinWithSubqueries(
  left: From,
  right: From,
  joinType: JoinType,
  on: SplitOn,
  ctx: ExprContext,
  parent: Scope | null,
): LogicalNode {
  const { env } = ctx;
  if (joinType === 'inner') {
    let node: LogicalNode = join(left.node, right.node, 'inner', on.plain, null);
    for (const term of on.withSubqueries) node = applyCondition(node, term, ctx);
    return node;
  }
  const over = (side: From): ExprContext => exprContext(env, { ...side.scope, parent }, 'ON');
  const sides = [left.node, right.node];
  const asked: { side: number; at: number; value: Expr }[] = [];
  for (const term of on.withSubqueries) {
    const side = [left, right].findIndex((from) => bindsIn(term, over(from)));
    if (side < 0 || joinType === 'full')
      throw unsupported('a subquery over both sides in ON of an outer join', term.span);
    const isKept = (side === 0) === (joinType === 'left');
    const from = side === 0 ? left : right;
    if (isKept) {
      const valued = withValue(sides[side]!, term, over(from), env);
      const at = valued.output.fields.length - 1;
      sides[side] = valued;
      asked.push({ side, at, value: column(at, valued.output.fields[at]!.type) });
    } else sides[side] = applyCondition(sides[side]!, term, over(from));
  }
  return joined(left, right, joinType, sides as [LogicalNode, LogicalNode], on.plain, asked);
}

/** The join, without the columns that were asked. */
function joined(
  left: From,
  right: From,
  joinType: JoinType,
  sides: readonly [LogicalNode, LogicalNode],
  plain: Expr | null,
  asked: readonly { side: number; at: number; value: Expr }[],
): LogicalNode {
  const lw = left.node.output.fields.length;
  const rw = right.node.output.fields.length;
  const wide = sides[0].output.fields.length;
  const place = (c: number): number => (c < lw ? c : c - lw + wide);
  const terms = asked.map(({ side, value }) =>
    side === 0 ? value : moveColumns(value, (c) => c + wide),
  );
  const moved = plain === null ? [] : [moveColumns(plain, place)];
  const node = join(sides[0], sides[1], joinType, andAll([...moved, ...terms]), null);
  return select(
    node,
    Array.from({ length: lw + rw }, (_, i) => place(i)),
  );
}

/** `node` with the term's value behind its columns. */
function withValue(node: LogicalNode, term: Ast.Expr, ctx: ExprContext, env: BindEnv): LogicalNode {
  const subqueries: PendingSubquery[] = [];
  const bound = bindCondition(term, { ...ctx, subqueries });
  const attached = attachValues(node, subqueries, [bound], env, (expr) => expr);
  const names = node.output.fields.map((field) => field.name);
  const columns = columnsOf(node.output);
  return calc(attached.node, null, [...columns, attached.exprs[0]!], [...names, '$on']);
}

function bindsIn(term: Ast.Expr, ctx: ExprContext): boolean {
  try {
    bindCondition(term, { ...ctx, subqueries: [] });
    return true;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
}
