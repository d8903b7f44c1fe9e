/** SELECT: from, where, groups, having, window functions, projection, distinct; in that order. */
import { didYouMean, listedNames, SqlError } from '../../core/errors.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type { SortKey } from '../../engine/nodes.js';
import type * as Ast from '../ast/query.js';
import type { Expr as AstExpr } from '../ast/expr.js';
import type { Identifier } from '../ast/node.js';
import { exprKey, isLiteral, visitExpr } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, filterOnly } from '../logical/nodes.js';
import { printExpr } from '../printer/expression.js';
import { impliedName, uniqueNames } from './alias.js';
import type { BindEnv, ExprContext } from './context.js';
import { exprContext } from './context.js';
import { invalid } from './errors.js';
import { asCondition, bindExpr } from './expression.js';
import { bindFrom, withTimes } from './from.js';
import { bindGroups, groupedNode } from './group.js';
import type { Grouped, Groups } from './group.js';
import { attachOvers } from './over-node.js';
import { checkQueryHints } from './query-hints.js';
import { orderKey } from './over.js';
import type { OrderedBody } from './query.js';
import { orderPosition } from './query.js';
import type { Scope } from './scope.js';
import { ambiguous, emptyScope, findRelation } from './scope.js';
import { withAliases } from './select-alias.js';
import { distinct } from './set-operation.js';
import { applyCondition } from './subquery-join.js';
import { attachValues } from './subquery-value.js';
import { oneRow } from './values.js';
import { fieldAccess } from './field.js';

interface Item {
  readonly expr: Expr;
  readonly name: string;
  readonly node: AstExpr | null;
}
interface OrderItem {
  readonly item: Ast.OrderItem;
  readonly position: number | null;
  readonly expr: Expr | null;
}

export function bindSelect(
  written: Ast.Select,
  env: BindEnv,
  parent: Scope | null,
  orderBy: readonly Ast.OrderItem[],
): OrderedBody {
  const from =
    written.from === null
      ? { node: oneRow, scope: emptyScope }
      : bindFrom(written.from, env, parent);
  const whole: Scope = { ...from.scope, parent };
  checkQueryHints(written.hints, whole);
  const node = withAliases(written, whole, env.session);
  const filtered =
    node.where === null
      ? from.node
      : applyCondition(from.node, node.where, exprContext(env, whole, 'WHERE'));
  const scope = filtered === from.node ? whole : withTimes(whole, filtered.output);
  const base: ExprContext = { ...exprContext(env, scope, 'SELECT'), windows: node.windows };
  const { input, groups, keysByText } = withKeyValues(filtered, bindGroups(node, base), env);
  const ctx: ExprContext = {
    ...base,
    aggregates: [],
    overs: [],
    subqueries: [],
    inputSubqueries: [],
    groupWindow: groups.window,
    groupKeys: node.groupBy === null ? null : groups.keys,
    keysByText,
    isGlobal: groups.isGlobal,
  };
  const items = bindItems(node, ctx);
  const order = orderBy.map((item) => bindOrder(item, items, ctx));
  const having =
    node.having === null
      ? null
      : asCondition(bindExpr(node.having, { ...ctx, place: 'HAVING' }), 'HAVING', node.having.span);
  const qualify =
    node.qualify === null
      ? null
      : asCondition(
          bindExpr(node.qualify, { ...ctx, place: 'QUALIFY' }),
          'QUALIFY',
          node.qualify.span,
        );
  const isGrouped = node.groupBy !== null || ctx.aggregates!.length > 0 || having !== null;
  const exprs = [
    ...items.map((item) => item.expr),
    ...order.flatMap((o) => (o.expr === null ? [] : [o.expr])),
  ];
  const grouped = isGrouped
    ? groupedNode(withInputValues(input, ctx), groups, ctx, [
        ...exprs,
        ...(having === null ? [] : [having]),
        ...(qualify === null ? [] : [qualify]),
      ])
    : ungrouped(input);
  return project(node, ctx, grouped, { items, order, having, qualify });
}

interface WithKeyValues {
  readonly input: LogicalNode;
  readonly groups: Groups;
  readonly keysByText: ReadonlyMap<string, Expr> | null;
}

/** The rows with the values of subqueries that keys of GROUP BY read. */
function withKeyValues(rows: LogicalNode, groups: Groups, env: BindEnv): WithKeyValues {
  if (groups.subqueries.length === 0) return { input: rows, groups, keysByText: null };
  const { node, exprs } = attachValues(rows, groups.subqueries, groups.keys, env, (expr) => expr);
  const keys = exprs.map((expr) => expr!);
  const texts = groups.written.map((expr) => printExpr(expr));
  const found = new Map(
    texts.flatMap((text, i) => (hasSubquery(groups.keys[i]!) ? [[text, keys[i]!]] : [])),
  );
  return { input: node, groups: { ...groups, keys }, keysByText: found };
}

function hasSubquery(expr: Expr): boolean {
  let found = false;
  visitExpr(expr, (e) => {
    found ||= e.kind === 'call' && e.name === '$SUB';
  });
  return found;
}

/** The rows with the values of subqueries that arguments of aggregates read. */
function withInputValues(input: LogicalNode, ctx: ExprContext): LogicalNode {
  const subqueries = ctx.inputSubqueries!;
  if (subqueries.length === 0) return input;
  const pending = ctx.aggregates!;
  const read = pending.flatMap((a) => [...a.args, a.filter]);
  const { node, exprs } = attachValues(input, subqueries, read, ctx.env, (expr) => expr);
  let at = 0;
  pending.forEach((a, i) => {
    const args = a.args.map(() => exprs[at++]!);
    pending[i] = { ...a, args, filter: exprs[at++] ?? null };
  });
  return node;
}

function ungrouped(node: LogicalNode): Grouped {
  return { node, map: (expr) => expr };
}

interface Parts {
  readonly items: readonly Item[];
  readonly order: readonly OrderItem[];
  readonly having: Expr | null;
  readonly qualify: Expr | null;
}

function project(node: Ast.Select, ctx: ExprContext, grouped: Grouped, parts: Parts): OrderedBody {
  const wanted = [
    ...parts.items.map((item) => item.expr),
    ...parts.order.flatMap((o) => (o.expr === null ? [] : [o.expr])),
  ];
  const exprs = [parts.having, parts.qualify, ...wanted].map((expr) =>
    expr === null ? null : grouped.map(expr),
  );
  const subqueries = ctx.subqueries!.map((s) => ({ ...s, operands: s.operands.map(grouped.map) }));
  const joined = attachValues(grouped.node, subqueries, exprs, ctx.env, grouped.map);
  const [having, ...rest] = joined.exprs;
  const kept =
    having === null || isLiteral(having!, true) ? joined.node : filterOnly(joined.node, having!);
  const overs = ctx.overs!.map((over) => mapOver(over, (expr) => grouped.map(expr)));
  const windowed = attachOvers(kept, overs, rest, ctx.env.session);
  const [qualify, ...columns] = windowed.exprs;
  const qualified = qualify === null ? windowed.node : filterOnly(windowed.node, qualify!);
  const names = uniqueNames(parts.items.map((item) => item.name));
  return node.distinct
    ? distinctItems(qualified, columns as Expr[], names, parts)
    : orderedItems(qualified, columns as Expr[], names, parts);
}

type Over = NonNullable<ExprContext['overs']>[number];
function mapOver(over: Over, map: (expr: Expr) => Expr): Over {
  return {
    ...over,
    args: over.args.map(map),
    partition: over.partition.map(map),
    order: over.order.map((key) => ({ ...key, expr: map(key.expr) })),
  };
}

function orderedItems(
  node: LogicalNode,
  columns: readonly Expr[],
  names: readonly string[],
  parts: Parts,
): OrderedBody {
  const visible = names.length;
  const projections = columns.slice(0, visible);
  let next = visible;
  const order = parts.order.map(({ item, position }): SortKey => {
    const key = orderKey(item, columns[0]!);
    if (position !== null)
      return { column: position, ascending: key.ascending, nullsFirst: key.nullsFirst };
    const expr = columns[next++]!;
    const known = projections.findIndex((p) => exprKey(p) === exprKey(expr));
    const at = known >= 0 ? known : projections.push(expr) - 1;
    return { column: at, ascending: key.ascending, nullsFirst: key.nullsFirst };
  });
  const all = [...names, ...projections.slice(visible).map((_, i) => `$sort${i}`)];
  return { node: calc(node, null, projections, all), visible, order };
}

function distinctItems(
  node: LogicalNode,
  columns: readonly Expr[],
  names: readonly string[],
  parts: Parts,
): OrderedBody {
  const ordered = orderedItems(node, columns, names, parts);
  if (ordered.node.output.fields.length > ordered.visible) {
    throw invalid(
      'ORDER BY takes columns of the select list only, with DISTINCT',
      parts.order[0]!.item.span,
    );
  }
  return { ...ordered, node: distinct(ordered.node) };
}

/** The key's column, or its expression over the input where it names no output column. */
function bindOrder(item: Ast.OrderItem, items: readonly Item[], ctx: ExprContext): OrderItem {
  const position = orderPosition(item, items.length);
  if (position !== null) return { item, position, expr: null };
  if (item.expr.kind === 'column' && item.expr.path.length === 1) {
    const name = item.expr.path[0]!.name;
    const at = items.findIndex((i) => i.name === name);
    if (at >= 0) return { item, position: at, expr: null };
  }
  return { item, position: null, expr: bindExpr(item.expr, { ...ctx, place: 'ORDER BY' }) };
}

function bindItems(node: Ast.Select, ctx: ExprContext): readonly Item[] {
  const items: Item[] = [];
  for (const item of node.items) {
    if (item.kind === 'select-star') items.push(...without(expandStar(item, ctx), item.except));
    else {
      const name = item.alias?.name ?? impliedName(item.expr) ?? `EXPR$${items.length}`;
      items.push({ expr: bindExpr(item.expr, ctx), name, node: item.expr });
    }
  }
  return items;
}

/** * EXCEPT (a, b). */
function without(items: readonly Item[], except: readonly Identifier[]): readonly Item[] {
  for (const { name, span } of except) {
    if (items.some((item) => item.name === name)) continue;
    const names = items.map((item) => item.name);
    throw new SqlError('SQL_UNKNOWN_COLUMN', {
      message: `no column "${name}" to leave out (there are ${listedNames(names, name)})`,
      span,
      hint: didYouMean(name, names),
    });
  }
  return items.filter((item) => !except.some(({ name }) => name === item.name));
}

function expandStar(star: Ast.SelectStar, ctx: ExprContext): readonly Item[] {
  const { scope } = ctx;
  const repeated = scope.relations.flatMap((r) => r.columns).find((c) => c.repeated === true);
  if (repeated !== undefined) throw ambiguous(repeated.name, star.span);
  const spanned = (expr: Expr): Expr => {
    ctx.spans.set(expr, star.span);
    return expr;
  };
  if (star.qualifier.length === 0) {
    if (scope.relations.length === 0) throw invalid('SELECT * needs a FROM', star.span);
    const hidden = new Set(scope.merged.flatMap((m) => m.hides));
    return [
      ...scope.merged.map((m) => ({ expr: spanned(m.expr), name: m.name, node: null })),
      ...scope.relations
        .flatMap((r) => r.columns)
        .filter((c) => !hidden.has(c.index))
        .map((c) => ({ expr: spanned(column(c.index, c.type)), name: c.name, node: null })),
    ];
  }
  const path = star.qualifier.map((part) => part.name);
  const relation = findRelation(scope, path);
  if (relation !== undefined) {
    return relation.columns.map((c) => ({
      expr: spanned(column(c.index, c.type)),
      name: c.name,
      node: null,
    }));
  }
  const row = bindExpr({ kind: 'column', path: star.qualifier, span: star.span }, ctx);
  if (row.type.id !== 'row')
    throw invalid(`"${path.join('.')}" is neither a table nor a row`, star.span);
  return row.type.fields.map((f) => ({
    expr: fieldAccess(row, f.name, star.span),
    name: f.name,
    node: null,
  }));
}
