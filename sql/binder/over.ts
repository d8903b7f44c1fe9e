/** Window functions (OVER): bound over the input, kept pending as `$OVER n`. */
import { bigintType, notNull, withNullable, withoutAttribute } from '../../core/types.js';
import type { DataType } from '../../core/types.js';
import { commonType } from '../../engine/functions/common-type.js';
import type { Expr } from '../../engine/expr.js';
import { call } from '../../engine/expr.js';
import type * as Ast from '../ast/expr.js';
import type { FrameBound, OrderItem, WindowFrame, WindowSpec } from '../ast/query.js';
import { exprKey } from '../logical/expr-tools.js';
import { aggregateTypes, isAggregate } from './aggregate-call.js';
import type { ExprContext, PendingOver } from './context.js';
import { invalid, unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import { bindArgument, unknownFunction } from './function-call.js';

const RANKS: ReadonlySet<string> = new Set(['ROW_NUMBER', 'RANK', 'DENSE_RANK']);
const OTHERS: ReadonlySet<string> = new Set([
  'LAG',
  'LEAD',
  'NTILE',
  'PERCENT_RANK',
  'CUME_DIST',
  'NTH_VALUE',
]);

export function bindOver(node: Ast.CallExpr, name: string, ctx: ExprContext): Expr {
  if (ctx.overs === null)
    throw invalid(`window function ${name} is not possible in ${ctx.place}`, node.span);
  if (!RANKS.has(name) && !OTHERS.has(name) && !isAggregate(name, ctx.env.session))
    throw unknownFunction(name, node.name.span, ctx.env.session);
  if (node.filter !== null) throw unsupported('FILTER with OVER', node.filter.span);
  const spec = windowSpec(node.over!, ctx);
  const inner: ExprContext = { ...ctx, overs: null, place: 'a window function' };
  const isStar = node.args[0]?.kind === 'star-arg';
  const args = isStar ? [] : node.args.map((arg) => bindArgument(arg, name, inner));
  const partition = spec.partitionBy.map((expr) => bindExpr(expr, inner));
  const order = spec.orderBy.map((item) => orderKey(item, bindExpr(item.expr, inner)));
  if (RANKS.has(name) && order.length === 0)
    throw invalid(`${name} needs ORDER BY in its OVER`, node.span);
  const typed = overType(node, name, args, ctx);
  const over: PendingOver = {
    name: typed.name,
    args: typed.args,
    constants: typed.constants,
    distinct: node.quantifier === 'DISTINCT',
    partition,
    order,
    frame: frameText(spec.frame),
    type: typed.type,
    options: undefined,
    span: node.span,
  };
  const key = (o: PendingOver): string =>
    JSON.stringify({
      ...o,
      span: null,
      args: o.args.map(exprKey),
      partition: o.partition.map(exprKey),
      order: o.order.map((k) => [exprKey(k.expr), k.ascending, k.nullsFirst]),
    });
  const known = ctx.overs.findIndex((other) => key(other) === key(over));
  if (known < 0) ctx.overs.push(over);
  return call('$OVER', [], over.type, known < 0 ? ctx.overs.length - 1 : known);
}

/** NULL is the smallest value unless the text says otherwise. */
export function orderKey(item: OrderItem, expr: Expr): PendingOver['order'][number] {
  const ascending = !item.descending;
  return { expr, ascending, nullsFirst: item.nulls === null ? ascending : item.nulls === 'FIRST' };
}

type OverType = Pick<PendingOver, 'name' | 'args' | 'constants' | 'type'>;

function overType(
  node: Ast.CallExpr,
  name: string,
  args: readonly Expr[],
  ctx: ExprContext,
): OverType {
  if (RANKS.has(name)) return { name, args: [], constants: [], type: notNull(bigintType) };
  if (name === 'LAG' || name === 'LEAD')
    return { name, args, constants: [], type: shiftedType(node, name, args) };
  if (!isAggregate(name, ctx.env.session)) throw unsupported(name, node.span);
  return aggregateTypes(name, args, undefined, ctx, node);
}

function shiftedType(node: Ast.CallExpr, name: string, args: readonly Expr[]): DataType {
  if (args.length < 1 || args.length > 3)
    throw invalid(`${name} takes 1 to 3 arguments`, node.span);
  const value = withoutAttribute(args[0]!.type);
  if (args.length < 3) return withNullable(value, true);
  const common = commonType([value, withoutAttribute(args[2]!.type)]);
  if (common === null) throw invalid(`the default of ${name} is of another type`, node.span);
  return withNullable(common, args[2]!.type.nullable);
}

function windowSpec(over: NonNullable<Ast.CallExpr['over']>, ctx: ExprContext): WindowSpec {
  if (over.kind === 'identifier') return namedWindow(over.name, over.span, ctx);
  if (over.base === null) return over;
  const base = namedWindow(over.base.name, over.base.span, ctx);
  return {
    ...over,
    partitionBy: over.partitionBy.length > 0 ? over.partitionBy : base.partitionBy,
    orderBy: over.orderBy.length > 0 ? over.orderBy : base.orderBy,
    frame: over.frame ?? base.frame,
  };
}

function namedWindow(name: string, span: Ast.CallExpr['span'], ctx: ExprContext): WindowSpec {
  const found = ctx.windows.find((window) => window.name.name === name);
  if (found === undefined) throw invalid(`no window "${name}" in the WINDOW clause`, span);
  return found.spec.base === null ? found.spec : windowSpec(found.spec, ctx);
}

function frameText(frame: WindowFrame | null): string {
  if (frame === null) return '';
  const bound = (b: FrameBound): string =>
    b.offset === null ? b.bound : `${JSON.stringify(b.offset)} ${b.bound}`;
  return (
    `${frame.unit} ` +
    `${bound(frame.start)}${frame.end === null ? '' : ` AND ${bound(frame.end)}`}`
  );
}
