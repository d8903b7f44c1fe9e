/** Aggregate calls: types by the aggregate's entry; the call itself becomes a pending `$AGG n`. */
import type { Value } from '../../core/batch.js';
import type { JsonValue } from '../../core/json.js';
import type { DataType } from '../../core/types.js';
import { booleanType, withNullable, withoutAttribute } from '../../core/types.js';
import { ORDERED_AGGREGATES } from '../../engine/aggregates/ordered-values.js';
import { findAggregate } from '../../engine/aggregates/user-aggregates.js';
import type { Expr, SessionFacts } from '../../engine/expr.js';
import { call, literal } from '../../engine/expr.js';
import type * as Ast from '../ast/expr.js';
import type { OrderItem } from '../ast/query.js';
import { exprKey } from '../logical/expr-tools.js';
import { argumentFacts, bindFunction, castTo, refused } from './call.js';
import type { ExprContext, PendingAggregate } from './context.js';
import { invalid, unsupported } from './errors.js';
import { asCondition, bindExpr } from './expression.js';
import { bindArgument } from './function-call.js';
import { orderKey } from './over.js';
import { refuseNulls } from './untyped-null.js';

export function isAggregate(name: string, session: SessionFacts): boolean {
  return findAggregate(name, session) !== undefined;
}

export function bindAggregate(node: Ast.CallExpr, name: string, ctx: ExprContext): Expr {
  const order = [...node.orderBy, ...node.withinGroup];
  if (order.length > 0 && !ORDERED_AGGREGATES.has(findAggregate(name, ctx.env.session)?.name ?? ''))
    throw unsupported(`ORDER BY in ${name}`, order[0]!.span);
  if (node.nulls !== null && !TAKES_NULLS.has(name))
    throw invalid(`${name} takes no ${node.nulls} NULLS`, node.span);
  const options = node.nulls === null ? undefined : { nulls: node.nulls };
  return aggregateOf(
    name,
    node.args,
    {
      distinct: node.quantifier === 'DISTINCT',
      filter: node.filter,
      options,
      order,
      node,
    },
    ctx,
  );
}

/** Those that take RESPECT NULLS and IGNORE NULLS. */
const TAKES_NULLS: ReadonlySet<string> = new Set(['ARRAY_AGG', 'FIRST_VALUE', 'LAST_VALUE']);

interface AggregateParts {
  readonly distinct: boolean;
  readonly filter: Ast.Expr | null;
  readonly options: JsonValue | undefined;
  /** ORDER BY among the arguments, or WITHIN GROUP. */
  readonly order?: readonly OrderItem[];
  readonly node: Ast.Expr;
}

/** Also for JSON_OBJECTAGG and JSON_ARRAYAGG, whose arguments are written otherwise. */
export function aggregateOf(
  name: string,
  args: readonly Ast.Argument[],
  parts: AggregateParts,
  ctx: ExprContext,
): Expr {
  const { span } = parts.node;
  if (ctx.aggregates === null)
    throw invalid(`aggregate function ${name} is not possible in ${ctx.place}`, span);
  const inner: ExprContext = {
    ...ctx,
    aggregates: null,
    overs: null,
    subqueries: ctx.inputSubqueries,
    place: `an aggregate (${name})`,
  };
  refuseNulls(name, args, ctx);
  const isStar = args.length === 1 && args[0]!.kind === 'star-arg';
  if (isStar && name !== 'COUNT') throw invalid(`${name}(*) is not possible`, span);
  const written = isStar ? [] : args.map((arg) => bindArgument(arg, name, inner));
  const bound = name === 'COUNT' ? countedTogether(written, parts, ctx) : written;
  if (name === 'COUNT' && !isStar && bound.length === 0)
    throw invalid('COUNT takes an argument', span);
  const filter =
    parts.filter === null
      ? null
      : asCondition(bindExpr(parts.filter, inner), 'FILTER', parts.filter.span);
  const unordered = aggregateTypes(name, bound, parts.options, ctx, parts.node);
  const { typed, options } = withOrder(unordered, parts, inner);
  const isFiltered = filter !== null;
  const isNull = isFiltered ? typed.nullWhenFiltered : ctx.isGlobal && typed.nullWhenEmpty;
  return pend(
    {
      name: typed.name,
      args: typed.args,
      constants: typed.constants,
      distinct: parts.distinct,
      filter,
      type: isNull ? withNullable(typed.type, true) : typed.type,
      options,
    },
    ctx,
  );
}

/** COUNT(a, b): rows, or DISTINCT pairs, in which nothing is NULL; as one argument. */
function countedTogether(
  args: readonly Expr[],
  parts: AggregateParts,
  ctx: ExprContext,
): readonly Expr[] {
  if (args.length < 2) return args;
  const place = { session: ctx.env.session, span: parts.node.span };
  const filled = args.map((arg) => bindFunction('IS NOT NULL', [arg], place));
  const value = parts.distinct ? bindFunction('ROW', args, place) : literal(true, booleanType);
  const nothing = literal(null, withNullable(value.type, true));
  return [bindFunction('CASE', [bindFunction('AND', filled, place), value, nothing], place)];
}

/** With ORDER BY the first argument becomes ROW(value, keys), see engine/aggregates. */
function withOrder(
  typed: TypedAggregate,
  parts: AggregateParts,
  ctx: ExprContext,
): { readonly typed: TypedAggregate; readonly options: JsonValue | undefined } {
  const { order = [], options, distinct, node } = parts;
  if (order.length === 0) return { typed, options };
  const keys = order.map((item) => orderKey(item, bindExpr(item.expr, ctx)));
  const [value, ...rest] = typed.args;
  if (distinct && keys.some((key) => exprKey(key.expr) !== exprKey(value!)))
    throw invalid(`${typed.name}(DISTINCT ...) is ordered by its argument only`, node.span);
  const place = { session: ctx.env.session, span: node.span };
  const row = bindFunction('ROW', [value!, ...keys.map((key) => key.expr)], place);
  const written = options === undefined ? {} : (options as { readonly [key: string]: JsonValue });
  return {
    typed: { ...typed, args: [row, ...rest] },
    options: {
      ...written,
      order: keys.map(({ ascending, nullsFirst }) => ({ ascending, nullsFirst })),
    },
  };
}

export interface TypedAggregate {
  readonly name: string;
  readonly args: readonly Expr[];
  readonly constants: readonly Value[];
  readonly type: DataType;
  /** As in the function's entry; `nullWhenFiltered` where either is set. */
  readonly nullWhenEmpty: boolean;
  readonly nullWhenFiltered: boolean;
}

/** Arguments with casts, constants taken out, and the result's type. */
export function aggregateTypes(
  name: string,
  args: readonly Expr[],
  options: JsonValue | undefined,
  ctx: ExprContext,
  node: Ast.Expr,
): TypedAggregate {
  const fn = findAggregate(name, ctx.env.session);
  if (fn === undefined) throw unsupported(name, node.span);
  const signature = fn.resolve(argumentFacts(args), options);
  if ('refused' in signature) throw refused(name, args, signature.refused, node.span);
  const casted = args.map((arg, i) => castTo(arg, signature.args[i] ?? arg.type, ctx.env.session));
  const literals = fn.literalArgs ?? [];
  const constants = literals.flatMap((at) => {
    const arg = casted[at];
    if (arg === undefined) return [];
    if (arg.kind === 'literal') return [arg.value];
    throw invalid(`argument ${at + 1} of ${name} must be a constant`, node.span);
  });
  const type = withoutAttribute(signature.type);
  return {
    name: fn.name,
    type,
    nullWhenEmpty: fn.nullWhenEmpty === true,
    nullWhenFiltered: fn.nullWhenEmpty === true || fn.nullWhenFiltered === true,
    constants,
    args: casted.filter((_, i) => !literals.includes(i)),
  };
}

/** Equal calls are computed once. */
function pend(parts: Omit<PendingAggregate, 'key'>, ctx: ExprContext): Expr {
  const list = ctx.aggregates!;
  const key = JSON.stringify([
    parts.name,
    parts.distinct,
    parts.args.map(exprKey),
    parts.constants.map((value) => exprKey(literal(value, parts.type))),
    parts.filter === null ? null : exprKey(parts.filter),
    parts.options ?? null,
  ]);
  const known = list.findIndex((other) => other.key === key);
  if (known < 0) list.push({ ...parts, key });
  return call('$AGG', [], parts.type, known < 0 ? list.length - 1 : known);
}
