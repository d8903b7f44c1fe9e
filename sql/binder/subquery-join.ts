/** Subqueries in conditions become semi and anti joins. */
import type { Span } from '../../core/errors.js';
import { booleanType, notNull } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { column, literal } from '../../engine/expr.js';
import type * as Ast from '../ast/expr.js';
import type { Query } from '../ast/query.js';
import { andAll, conjuncts, isLiteral } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { filterOnly, join, select } from '../logical/nodes.js';
import { asWindowJoin } from '../logical/windows.js';
import { bindFunction } from './call.js';
import type { BindEnv, ExprContext, PendingSubquery } from './context.js';
import { isGlobalAggregate, overBoth, pullUp } from './correlation.js';
import { unsupported } from './errors.js';
import { bindCondition, bindExpr } from './expression.js';
import { bindSubquery, checkInColumns, inOperands, isIn } from './subquery-expression.js';
import { ownRows } from './outer-rows.js';
import { attachValues } from './subquery-value.js';

/** `node` with only the rows for which `where` is TRUE. */
export function applyCondition(node: LogicalNode, where: Ast.Expr, ctx: ExprContext): LogicalNode {
  let result = node;
  const plain: Expr[] = [];
  const joins: ((input: LogicalNode) => LogicalNode)[] = [];
  for (const term of astConjuncts(where)) {
    const joined = subqueryTerm(term, ctx);
    if (joined !== null) joins.push(joined);
    else {
      const subqueries: PendingSubquery[] = [];
      const bound = bindCondition(term, { ...ctx, subqueries });
      if (subqueries.length === 0) plain.push(bound);
      else joins.push((input) => filterByValue(input, bound, subqueries, ctx.env));
    }
  }
  const filter = andAll(plain);
  if (filter !== null && !isLiteral(filter, true)) result = filtered(result, filter);
  return joins.reduce((input, apply) => apply(input), result);
}

/** FROM a, b WHERE equal windows is a window join, as if the condition stood in ON. */
function filtered(node: LogicalNode, filter: Expr): LogicalNode {
  if (node.kind !== 'join' || node.joinType !== 'inner' || node.unsupported !== null)
    return filterOnly(node, filter);
  const joined = asWindowJoin({
    ...node,
    condition: andAll([...conjuncts(node.condition), filter]),
  });
  return joined.windowEnd === null ? filterOnly(node, filter) : joined;
}

function filterByValue(
  input: LogicalNode,
  bound: Expr,
  subqueries: readonly PendingSubquery[],
  env: BindEnv,
): LogicalNode {
  const attached = attachValues(input, subqueries, [bound], env, (expr) => expr);
  return select(
    filterOnly(attached.node, attached.exprs[0]!),
    input.output.fields.map((_, i) => i),
  );
}

/** The terms of an AND. */
export function astConjuncts(expr: Ast.Expr): readonly Ast.Expr[] {
  if (expr.kind === 'binary' && expr.op === 'AND')
    return [...astConjuncts(expr.left), ...astConjuncts(expr.right)];
  return [expr];
}

/** [NOT] EXISTS (query), x [NOT] IN (query), x > ALL (query) as joins; null for other terms. */
function subqueryTerm(
  term: Ast.Expr,
  ctx: ExprContext,
): ((input: LogicalNode) => LogicalNode) | null {
  const quantified = term.kind === 'unary' && term.op === 'NOT' ? term.operand : term;
  if (quantified.kind === 'quantified' && !Array.isArray(quantified.source) && !isIn(quantified))
    return quantifiedJoin(quantified, quantified !== term, ctx);
  if (term.kind === 'unary' && term.op === 'NOT') {
    const inner = term.operand;
    if (inner.kind === 'exists' && inner.test === 'EXISTS') return existsJoin(inner, true, ctx);
    return inner.kind === 'in' && !Array.isArray(inner.source)
      ? inJoin(inner, !inner.negated, ctx)
      : null;
  }
  if (term.kind === 'exists' && term.test === 'EXISTS') return existsJoin(term, false, ctx);
  return term.kind === 'in' && !Array.isArray(term.source) ? inJoin(term, term.negated, ctx) : null;
}

function existsJoin(node: Ast.ExistsExpr, negated: boolean, ctx: ExprContext) {
  const plan = withoutLimit(bindSubquery(node.query, ctx));
  return (input: LogicalNode): LogicalNode => {
    if (isGlobalAggregate(plan) && !hasFilter(plan)) {
      // always one row
      return filterOnly(input, literal(!negated, notNull(booleanType)));
    }
    const pulled = pullUp(ownRows(plan, input, node.span), node.span);
    const width = input.output.fields.length;
    const condition = andAll(pulled.predicates.map((p) => overBoth(p, width)));
    return asWindowJoin(join(input, pulled.node, negated ? 'anti' : 'semi', condition, node.span));
  };
}

export function hasFilter(node: LogicalNode): boolean {
  return node.kind === 'calc' && (node.filter !== null || hasFilter(node.input));
}

/** EXISTS does not care how many rows there are. */
export function withoutLimit(node: LogicalNode): LogicalNode {
  if (node.kind === 'calc' && node.filter === null && node.input.kind !== 'aggregate') {
    const input = withoutLimit(node.input);
    return input === node.input ? node : { ...node, input };
  }
  if (node.kind === 'limit' && node.offset === 0) return node.input;
  return node.kind === 'topN' && node.from === 1 && node.partition.length === 0 ? node.input : node;
}

function inJoin(node: Ast.InExpr, negated: boolean, ctx: ExprContext) {
  const subqueries: PendingSubquery[] = [];
  const operands = inOperands(node, { ...ctx, subqueries });
  if (subqueries.length > 0) throw unsupported('a subquery on the left of IN', node.operand.span);
  const plan = bindSubquery(node.source as Query, ctx);
  checkInColumns(operands, plan, node.span);
  return (input: LogicalNode): LogicalNode => {
    const pulled = pullUp(ownRows(plan, input, node.span), node.span);
    const width = input.output.fields.length;
    const equal = equalities(operands, pulled.node, width, ctx.env, node.span);
    const unsure = negated && equal.some((e) => e.type.nullable);
    const matches = unsure
      ? [
          bindFunction('IS NOT FALSE', [andAll(equal)!], {
            session: ctx.env.session,
            span: node.span,
          }),
        ]
      : equal;
    const condition = andAll([...pulled.predicates.map((p) => overBoth(p, width)), ...matches]);
    return asWindowJoin(join(input, pulled.node, negated ? 'anti' : 'semi', condition, node.span));
  };
}

/** Rows for which the comparison holds with ALL or ANY of the query's rows, or (negated) fails. */
function quantifiedJoin(node: Ast.QuantifiedExpr, negated: boolean, ctx: ExprContext) {
  const subqueries: PendingSubquery[] = [];
  const operand = bindExpr(node.left, { ...ctx, subqueries });
  if (subqueries.length > 0)
    throw unsupported(`a subquery on the left of ${node.quantifier}`, node.left.span);
  const plan = bindSubquery(node.source as Query, ctx);
  checkInColumns([operand], plan, node.span);
  const isAll = node.quantifier === 'ALL';
  const place = { session: ctx.env.session, span: node.span };
  return (input: LogicalNode): LogicalNode => {
    const pulled = pullUp(ownRows(plan, input, node.span), node.span);
    const width = input.output.fields.length;
    const inner = column(width, pulled.node.output.fields[0]!.type);
    const compared = bindFunction(node.op, [operand, inner], place);
    const tests = {
      all: 'IS NOT TRUE',
      notAll: 'IS FALSE',
      any: 'IS TRUE',
      notAny: 'IS NOT FALSE',
    };
    const test = isAll ? (negated ? 'notAll' : 'all') : negated ? 'notAny' : 'any';
    const matches = bindFunction(tests[test], [compared], place);
    const condition = andAll([...pulled.predicates.map((p) => overBoth(p, width)), matches]);
    const joinType = isAll === negated ? 'semi' : 'anti';
    return asWindowJoin(join(input, pulled.node, joinType, condition, node.span));
  };
}

export function equalities(
  operands: readonly Expr[],
  plan: LogicalNode,
  width: number,
  env: BindEnv,
  span: Span,
): readonly Expr[] {
  return operands.map((operand, i) => {
    const inner = column(width + i, plan.output.fields[i]!.type);
    return bindFunction('=', [operand, inner], { session: env.session, span });
  });
}
