/** Calls by name: special spellings, aggregates, window functions, then scalar functions. */
import { didYouMean, SqlError } from '../../core/errors.js';
import type { Span } from '../../core/errors.js';
import { bigintType, notNull, stringType, timestampLtzType } from '../../core/types.js';
import type { Expr, SessionFacts } from '../../engine/expr.js';
import { call, literal } from '../../engine/expr.js';
import { aggregateFunctions } from '../../engine/aggregates/registry.js';
import { findFunction, listFunctions } from '../../engine/functions/registry.js';
import { scalarFunction } from '../../engine/functions/user/user-functions.js';
import type { JsonValue } from '../../core/json.js';
import type * as Ast from '../ast/expr.js';
import { exprKey } from '../logical/expr-tools.js';
import { bindAggregate, isAggregate } from './aggregate-call.js';
import { bindFunction, refused } from './call.js';
import type { ExprContext } from './context.js';
import { invalid, unsupported } from './errors.js';
import { EXTRACTORS } from './extractors.js';
import { foreignHint } from './foreign-functions.js';
import { bindExpr } from './expression.js';
import { bindLegacyProperty, isLegacyProperty, isLegacyWindow } from './legacy-window.js';
import { textLiteral } from './literal.js';
import { bindOver } from './over.js';
import { refuseNulls } from './untyped-null.js';

export function bindCall(node: Ast.CallExpr, ctx: ExprContext): Expr {
  if (node.name.parts.length > 1) throw unsupported('a function with a qualified name', node.span);
  const name = node.name.parts[0]!.name.toUpperCase();
  if (node.semantics !== null) throw unsupported(node.semantics, node.span);
  if (node.over !== null) return bindOver(node, name, ctx);
  if (isAggregate(name, ctx.env.session)) return bindAggregate(node, name, ctx);
  if (node.quantifier === 'DISTINCT' || node.filter !== null || node.withinGroup.length > 0) {
    throw unknownOrNotAggregate(name, node, ctx.env.session);
  }
  if (isLegacyWindow(name)) throw invalid(`${name}(...) stands in GROUP BY only`, node.span);
  if (isLegacyProperty(name)) return bindLegacyProperty(node, name, ctx);
  if (name === 'GROUPING' || name === 'GROUPING_ID' || name === 'GROUP_ID')
    return bindGrouping(node, name, ctx);
  return bindScalar(node, name, ctx);
}

function unknownOrNotAggregate(name: string, node: Ast.CallExpr, session: SessionFacts): SqlError {
  return scalarFunction(name, session) === undefined
    ? unknownFunction(name, node.name.span, session)
    : invalid(`${name} is no aggregate function`, node.span);
}

export function unknownFunction(name: string, span: Span, session: SessionFacts): SqlError {
  if (session.functions?.get(name)?.kind === 'table') {
    return new SqlError('SQL_UNKNOWN_FUNCTION', {
      message: `no scalar function "${name}": it is a table function`,
      span,
      hint: `Its place is FROM: FROM t, LATERAL TABLE(${name}(...)) AS r.`,
    });
  }
  const scalars = listFunctions().filter((fn) => fn.listed !== false);
  const names = [...scalars, ...aggregateFunctions].map((fn) => fn.name);
  return new SqlError('SQL_UNKNOWN_FUNCTION', {
    message: `no function "${name}"`,
    span,
    hint: foreignHint(name) ?? didYouMean(name, [...names, ...(session.functions?.keys() ?? [])]),
  });
}

function bindScalar(node: Ast.CallExpr, name: string, ctx: ExprContext): Expr {
  const { span } = node;
  const apply = (fn: string, args: readonly Expr[], options?: JsonValue): Expr =>
    bindFunction(fn, args, { session: ctx.env.session, span }, options);
  const symbol = node.args.find((arg) => arg.kind === 'symbol')?.name;
  if (isUnknown(name, ctx)) throw unknownFunction(name, node.name.span, ctx.env.session);
  refuseNulls(name, node.args, ctx);
  const args = node.args
    .filter((arg) => arg.kind !== 'symbol')
    .map((arg) => bindArgument(arg, name, ctx));
  switch (name) {
    case 'TRIM':
      return apply(
        'TRIM',
        node.args.length === 1
          ? [args[0]!, textLiteral(' ')]
          : args.length === 1
            ? [args[0]!, textLiteral(' ')]
            : [args[1]!, args[0]!],
        { side: symbol ?? 'BOTH' },
      );
    case 'PROCTIME':
      return proctime(node);
    case 'CURRENT_WATERMARK':
      requireRowtime(args, span);
      break;
    case 'CURRENT_DATABASE':
      if (args.length > 0) throw invalid('CURRENT_DATABASE takes no arguments', span);
      return literal(ctx.env.home[1], notNull(stringType));
    case 'CEILING':
      return apply('CEIL', args, symbol === undefined ? undefined : { unit: symbol });
    default:
  }
  const unit = EXTRACTORS[name];
  if (unit !== undefined && args.length === 1 && findFunction(name) === undefined) {
    return apply('EXTRACT', args, { unit });
  }
  return apply(name, args, symbol === undefined ? undefined : { unit: symbol });
}

/** CURRENT_WATERMARK is about the column with the watermark: other points in time have none. */
function requireRowtime(args: readonly Expr[], span: Span): void {
  const type = args[0]?.type;
  if (args.length !== 1 || type === undefined) return;
  if ('attribute' in type && type.attribute === 'rowtime') return;
  throw refused(
    'CURRENT_WATERMARK',
    args,
    'takes a rowtime attribute',
    span,
    'Name the column of the WATERMARK, not changed by expressions.',
  );
}

/** Before its arguments are looked at: they may be wrong only for want of the function. */
function isUnknown(name: string, ctx: ExprContext): boolean {
  if (SPECIAL.has(name) || EXTRACTORS[name] !== undefined) return false;
  return scalarFunction(name, ctx.env.session) === undefined;
}

/** Calls that `bindScalar` knows by name. */
const SPECIAL: ReadonlySet<string> = new Set(['CURRENT_DATABASE', 'CEILING', 'PROCTIME']);

function proctime(node: Ast.CallExpr): Expr {
  if (findFunction('PROCTIME') === undefined) throw unsupported('PROCTIME()', node.span);
  return call('PROCTIME', [], { ...timestampLtzType(3, false), attribute: 'proctime' });
}

/** An ordinary argument. Throws for DESCRIPTOR, TABLE and the like. */
export function bindArgument(arg: Ast.Argument, name: string, ctx: ExprContext): Expr {
  switch (arg.kind) {
    case 'star-arg':
      throw invalid(`${name}(*) is not possible`, arg.span);
    case 'named-arg':
    case 'default':
      throw unsupported(`named arguments of ${name}`, arg.span);
    case 'symbol':
    case 'descriptor':
    case 'table-arg':
    case 'model-arg':
      throw invalid(`${name} takes no such argument`, arg.span);
    default:
      return bindExpr(arg, ctx);
  }
}

/** GROUPING(a, b): a bit per argument, 1 where the row's grouping set lacks it. */
function bindGrouping(node: Ast.CallExpr, name: string, ctx: ExprContext): Expr {
  if (ctx.groupKeys === null) throw invalid(`${name} needs GROUP BY`, node.span);
  if (name === 'GROUP_ID' && node.args.length === 0)
    return call('$GROUPING', [], notNull(bigintType), { keys: [] });
  const plain: ExprContext = { ...ctx, aggregates: null, overs: null };
  const keys = node.args.map((arg) => {
    const key = exprKey(bindArgument(arg, name, plain));
    const at = ctx.groupKeys!.findIndex((expr) => exprKey(expr) === key);
    if (at < 0) throw invalid(`the argument of ${name} is not in GROUP BY`, arg.span);
    return at;
  });
  return call('$GROUPING', [], notNull(bigintType), { keys });
}
