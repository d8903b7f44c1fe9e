/** A query: WITH, body, ORDER BY, OFFSET, LIMIT. */
import type { Span } from '../../core/errors.js';
import { PlanError } from '../../core/errors.js';
import { notNull, booleanType } from '../../core/types.js';
import { literal } from '../../engine/expr.js';
import type { SortKey } from '../../engine/nodes.js';
import type * as Ast from '../ast/query.js';
import type { Expr as AstExpr } from '../ast/expr.js';
import type { LogicalNode } from '../logical/nodes.js';
import { filterOnly, select } from '../logical/nodes.js';
import { refuseRepeated, renamed } from './alias.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid } from './errors.js';
import { bindExpr } from './expression.js';
import { orderKey } from './over.js';
import type { Scope } from './scope.js';
import { emptyScope } from './scope.js';
import { bindSelect } from './select.js';
import { bindSetOperation } from './set-operation.js';
import { bindNamedTable } from './table.js';
import { bindValues } from './values.js';

/**
 * A body with the sort keys of the query around it; columns behind `visible` are there for the
 * keys alone.
 */
export interface OrderedBody {
  readonly node: LogicalNode;
  readonly visible: number;
  readonly order: readonly SortKey[];
}

/** Plan of `query`. `parent` is the scope a subquery may look into. */
export function bindQuery(
  query: Ast.Query,
  env: BindEnv,
  parent: Scope | null,
  isTop = false,
): LogicalNode {
  const inner = query.ctes.reduce((around, cte) => withCte(around, cte, parent), env);
  const offset = constantCount(query.offset, 'OFFSET') ?? 0;
  const all = offset > 0 ? Number.MAX_SAFE_INTEGER - offset : null;
  const limit = constantCount(query.limit, 'LIMIT') ?? all;
  const sorts = query.orderBy.length > 0 && (limit !== null || isTop);
  const body = bindBody(query.body, inner, parent, sorts ? query.orderBy : [], query.orderBy);
  const sorted = sortAndLimit(body, limit, offset, query.orderBy[0]?.span ?? query.span);
  return select(sorted, sorted.output.fields.map((_, i) => i).slice(0, body.visible));
}

function withCte(env: BindEnv, cte: Ast.Cte, parent: Scope | null): BindEnv {
  const node = bindQuery(cte.query, env, parent);
  if (cte.columns.length === 0) refuseRepeated(cte.query);
  const named = cte.columns.length === 0 ? node : renamed(node, cte.columns, cte.span);
  return { ...env, ctes: new Map(env.ctes).set(cte.name.name, named) };
}

function constantCount(expr: AstExpr | null, what: string): number | null {
  if (expr === null) return null;
  if (expr.kind === 'number' && /^\d+$/.test(expr.text)) return Number(expr.text);
  throw invalid(`${what} takes a whole number`, expr.span);
}

function sortAndLimit(
  body: OrderedBody,
  limit: number | null,
  offset: number,
  span: Span,
): LogicalNode {
  const { node, order } = body;
  if (limit === 0) return filterOnly(node, literal(false, notNull(booleanType)));
  if (order.length === 0) {
    return limit === null
      ? node
      : { kind: 'limit', input: node, offset, count: limit, output: node.output };
  }
  if (limit !== null) return topN(node, order, offset + 1, offset + limit);
  const first = node.output.fields[order[0]!.column]!.type;
  const isTime = 'attribute' in first && first.attribute !== undefined;
  if (isTime && !order[0]!.ascending) return topN(node, order, 1, Number.MAX_SAFE_INTEGER);
  if (!isTime) {
    throw new PlanError('PLAN_UNBOUNDED_SORT', {
      message: 'an endless result can be sorted by a time attribute only',
      span,
      hint: 'Add a LIMIT, or sort by the column that has the WATERMARK.',
    });
  }
  return { kind: 'timeSort', input: node, order, output: node.output };
}

function topN(node: LogicalNode, order: readonly SortKey[], from: number, to: number): LogicalNode {
  return {
    kind: 'topN',
    input: node,
    partition: [],
    order,
    from,
    to,
    toColumn: null,
    rankColumn: false,
    windowEnd: null,
    latestFirst: false,
    output: node.output,
  };
}

/** `order` are the keys to bind; `written` all that was written (checked even when dropped). */
function bindBody(
  body: Ast.QueryBody,
  env: BindEnv,
  parent: Scope | null,
  order: readonly Ast.OrderItem[],
  written: readonly Ast.OrderItem[],
): OrderedBody {
  if (body.kind === 'select') {
    const bound = bindSelect(body, env, parent, written);
    return order.length === 0 ? { ...bound, order: [] } : bound;
  }
  const node = bindBodyNode(body, env, parent);
  return {
    node,
    visible: node.output.fields.length,
    order: order.map((item) => outputKey(item, node, env)),
  };
}

/** A body without sort keys of its own. */
export function bindBodyNode(body: Ast.QueryBody, env: BindEnv, parent: Scope | null): LogicalNode {
  switch (body.kind) {
    case 'select':
      return bindSelect(body, env, parent, []).node;
    case 'query':
      return bindQuery(body, env, parent);
    case 'set-operation':
      return bindSetOperation(body, env, parent);
    case 'values':
      return bindValues(body, env, parent);
    case 'explicit-table':
      return bindNamedTable(
        {
          kind: 'table',
          name: body.name,
          hints: [],
          asOf: null,
          sample: null,
          alias: null,
          span: body.span,
        },
        env,
      ).node;
  }
}

/** ORDER BY behind a UNION and the like: columns of the result, by name or position. */
function outputKey(item: Ast.OrderItem, node: LogicalNode, env: BindEnv): SortKey {
  const position = orderPosition(item, node.output.fields.length);
  const columns = node.output.fields.map((f, index) => ({ name: f.name, type: f.type, index }));
  const scope: Scope = { ...emptyScope, relations: [{ alias: null, path: [], columns }] };
  const bound = position === null ? bindExpr(item.expr, exprContext(env, scope, 'ORDER BY')) : null;
  if (bound !== null && bound.kind !== 'column')
    throw invalid('ORDER BY takes columns of the result here', item.span);
  const key = orderKey(item, bound ?? literal(null, booleanType));
  return {
    column: position ?? (bound as { index: number }).index,
    ascending: key.ascending,
    nullsFirst: key.nullsFirst,
  };
}

/** ORDER BY 2: 0-based column, or null when the key is no number. */
export function orderPosition(item: Ast.OrderItem, count: number): number | null {
  if (item.expr.kind !== 'number' || !/^\d+$/.test(item.expr.text)) return null;
  const position = Number(item.expr.text);
  if (position < 1 || position > count)
    throw invalid(`ORDER BY ${position}: there are ${count} columns`, item.span);
  return position - 1;
}
