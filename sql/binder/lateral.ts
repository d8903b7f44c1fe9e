/** JOIN LATERAL (query): the query's conditions on the left side become the join's condition. */
import { withNullable } from '../../core/types.js';
import type { JoinType } from '../../engine/nodes.js';
import type * as Ast from '../ast/query.js';
import { andAll, conjuncts, isLiteral } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { filterOnly, join, select } from '../logical/nodes.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { unsupported } from './errors.js';
import { bindCondition } from './expression.js';
import type { From } from './from.js';
import { aliased, joinedScope } from './from.js';
import { noTableFunction } from './user-table.js';
import { isGlobalAggregate, overBoth, pullUp } from './correlation.js';
import { joinAggregate } from './lateral-aggregate.js';
import { ownRows } from './outer-rows.js';
import { bindQuery } from './query.js';
import type { Scope } from './scope.js';

export function lateralJoin(left: From, ref: Ast.Join, env: BindEnv, parent: Scope | null): From {
  if (ref.right.kind === 'table-function') throw noTableFunction(ref.right.call, env);
  if (ref.right.kind !== 'derived-table') throw unsupported('LATERAL', ref.right.span);
  if (ref.type === 'RIGHT' || ref.type === 'FULL')
    throw unsupported(`${ref.type} JOIN LATERAL`, ref.span);
  const joinType: JoinType = ref.type === 'LEFT' ? 'left' : 'inner';
  const plan = bindQuery(ref.right.query, env, { ...left.scope, parent });
  if (isGlobalAggregate(plan)) return aggregateJoin(left, ref, plan, env, parent);
  const pulled = pullUp(ownRows(plan, left.node, ref.right.span), ref.right.span);
  const width = left.node.output.fields.length;
  const visible = plan.output.fields.length;
  const right = aliased({ ...pulled.node, output: pulled.node.output }, null);
  const shown = aliased(plan, ref.right.alias);
  const scope = joinedScope(left, shown, joinType, parent, ref);
  const conditions = pulled.predicates.map((p) => overBoth(p, width));
  const on =
    ref.condition?.kind === 'on'
      ? [
          bindCondition(
            ref.condition.expr,
            exprContext(env, joinedScope(left, shown, 'inner', parent, ref), 'ON'),
          ),
        ]
      : [];
  const node = join(left.node, right.node, joinType, andAll([...conditions, ...on]), ref.span);
  const kept = select(
    node,
    Array.from({ length: width + visible }, (_, i) => i),
  );
  const fields = kept.output.fields.map((f, i) => ({
    name: f.name,
    type: i >= width && joinType === 'left' ? withNullable(f.type, true) : f.type,
  }));
  return { node: { ...kept, output: { fields } }, scope };
}

/** One row beside each: LEFT makes no difference but in the types. */
function aggregateJoin(
  left: From,
  ref: Ast.Join,
  plan: LogicalNode,
  env: BindEnv,
  parent: Scope | null,
): From {
  const isLeft = ref.type === 'LEFT';
  const { span } = ref.right;
  const alias = ref.right.kind === 'derived-table' ? ref.right.alias : null;
  const shown = aliased(plan, alias);
  const scope = joinedScope(left, shown, isLeft ? 'left' : 'inner', parent, ref);
  const joined = joinAggregate(left.node, plan, env.session, span);
  const width = left.node.output.fields.length;
  const fields = joined.output.fields.map((f, i) => ({
    name: f.name,
    type: i >= width && isLeft ? withNullable(f.type, true) : f.type,
  }));
  const node = { ...joined, output: { fields } };
  if (ref.condition?.kind !== 'on') return { node, scope };
  const on = bindCondition(ref.condition.expr, exprContext(env, scope, 'ON'));
  if (conjuncts(on).every((term) => isLiteral(term, true))) return { node, scope };
  if (isLeft) throw unsupported('LEFT JOIN LATERAL of an aggregate ON other than TRUE', span);
  return { node: filterOnly(node, on), scope };
}
