/** Subqueries inside expressions: bound at once, joined later; `$SUB n` stands for the value. */
import type { Span } from '../../core/errors.js';
import { booleanType, notNull, withNullable, withoutAttribute } from '../../core/types.js';
import type { DataType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call } from '../../engine/expr.js';
import type * as Ast from '../ast/expr.js';
import type { Query } from '../ast/query.js';
import type { LogicalNode } from '../logical/nodes.js';
import type { ExprContext, PendingSubquery } from './context.js';
import { bindFunction } from './call.js';
import { invalid, unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import { quantifiedValue } from './quantified-value.js';
import { bindQuery } from './query.js';

/** The subquery's plan; columns of the queries around are `$OUTER`. */
export function bindSubquery(query: Query, ctx: ExprContext): LogicalNode {
  return bindQuery(query, ctx.env, ctx.scope);
}

/** Left side of IN: one expression, or the items of a row. */
export function inOperands(node: Ast.InExpr, ctx: ExprContext): readonly Expr[] {
  return (node.operand.kind === 'row' ? node.operand.items : [node.operand]).map((item) =>
    bindExpr(item, ctx),
  );
}

export function bindScalarSubquery(node: Ast.SubqueryExpr, ctx: ExprContext): Expr {
  const plan = bindSubquery(node.query, ctx);
  if (plan.output.fields.length !== 1)
    throw invalid('a subquery used as a value has one column', node.span);
  const type = withNullable(withoutAttribute(plan.output.fields[0]!.type), true);
  return pend({ form: 'scalar', node: plan, operands: [], type, span: node.span }, ctx);
}

export function bindExists(node: Ast.ExistsExpr, ctx: ExprContext): Expr {
  if (node.test === 'UNIQUE') throw unsupported('UNIQUE (query)', node.span);
  const plan = bindSubquery(node.query, ctx);
  return pend(
    { form: 'exists', node: plan, operands: [], type: notNull(booleanType), span: node.span },
    ctx,
  );
}

/** x IN (query) as a value: NULL where it is unknown. */
export function bindIn(node: Ast.InExpr, ctx: ExprContext): Expr {
  const operands = inOperands(node, ctx);
  const plan = bindSubquery(node.source as Query, ctx);
  checkInColumns(operands, plan, node.span);
  const nullable = [...operands.map((o) => o.type), ...plan.output.fields.map((f) => f.type)].some(
    (t) => t.nullable,
  );
  const type: DataType = withNullable(booleanType, nullable);
  const found = pend({ form: 'in', node: plan, operands, type, span: node.span }, ctx);
  return node.negated ? call('NOT', [found], type) : found;
}

export function checkInColumns(operands: readonly Expr[], plan: LogicalNode, span: Span): void {
  const count = plan.output.fields.length;
  if (count !== operands.length) {
    throw invalid(
      `IN compares ${operands.length} ` +
        `value${operands.length === 1 ? '' : 's'} with ${count} columns`,
      span,
    );
  }
}

/** Is it x = ANY (...) or x <> ALL (...), another way to write IN and NOT IN? */
export function isIn({ op, quantifier }: Ast.QuantifiedExpr): boolean {
  return (op === '=' && quantifier === 'ANY') || (op === '<>' && quantifier === 'ALL');
}

/** As a value; conditions of WHERE become joins before they get here. */
export function bindQuantified(node: Ast.QuantifiedExpr, ctx: ExprContext): Expr {
  const { op, quantifier, left, source, span } = node;
  if (isIn(node)) {
    const negated = quantifier === 'ALL';
    return bindExpr({ kind: 'in', operand: left, source, negated, span }, ctx);
  }
  if (!Array.isArray(source)) return quantifiedValue(node, ctx);
  const operand = bindExpr(left, ctx);
  const place = { session: ctx.env.session, span };
  const terms = (source as readonly Ast.Expr[]).map((item) =>
    bindFunction(op, [operand, bindExpr(item, ctx)], place),
  );
  if (terms.length === 1) return terms[0]!;
  return bindFunction(quantifier === 'ALL' ? 'AND' : 'OR', terms, place);
}

/** The subquery's value as an expression: computed by a join later. */
export function pend(subquery: PendingSubquery, ctx: ExprContext): Expr {
  if (ctx.subqueries === null) throw unsupported(`a subquery in ${ctx.place}`, subquery.span);
  ctx.subqueries.push(subquery);
  return call('$SUB', [], subquery.type, ctx.subqueries.length - 1);
}
