/** Expressions of the AST -> typed expressions over the columns of a scope. */
import { SqlError, type Span } from '../../core/errors.js';
import { booleanType, formatType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { isNumeric, isText } from '../../engine/functions/common-type.js';
import type * as Ast from '../ast/expr.js';
import { typeOf } from '../catalog/type.js';
import { andAll, orAll } from '../logical/expr-tools.js';
import { printExpr } from '../printer/expression.js';
import { bindFunction, explicitCast } from './call.js';
import type { ExprContext } from './context.js';
import { invalid, unsupported } from './errors.js';
import { fieldAccess } from './field.js';
import { bindCall } from './function-call.js';
import { bindJson } from './json.js';
import { bindLiteral, negated } from './literal.js';
import { resolveColumn } from './scope.js';
import { textsAsNumbers } from './texts-as-numbers.js';
import { refuseNullCase, refuseNulls } from './untyped-null.js';
import { bindExists, bindIn, bindQuantified, bindScalarSubquery } from './subquery-expression.js';

export function bindExpr(node: Ast.Expr, ctx: ExprContext): Expr {
  const bound = ctx.keysByText?.get(printExpr(node)) ?? bindNode(node, ctx);
  if (bound.kind !== 'literal') ctx.spans.set(bound, node.span);
  return bound;
}

/** The expression must be a condition. */
export function bindCondition(node: Ast.Expr, ctx: ExprContext): Expr {
  return asCondition(bindExpr(node, ctx), ctx.place, node.span);
}

export function asCondition(expr: Expr, place: string, span: Span): Expr {
  if (expr.type.id === 'boolean') return expr;
  if (expr.kind === 'literal' && expr.value === null) return { ...expr, type: booleanType };
  throw invalid(`${place} must be a condition`, span);
}

function apply(
  name: string,
  args: readonly Expr[],
  ctx: ExprContext,
  span: Span,
  options?: { unit: string },
): Expr {
  return bindFunction(name, args, { session: ctx.env.session, span }, options);
}

function bindNode(node: Ast.Expr, ctx: ExprContext): Expr {
  const { span } = node;
  const bind = (inner: Ast.Expr): Expr => bindExpr(inner, ctx);
  switch (node.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'bytes':
    case 'temporal':
    case 'interval':
      return bindLiteral(node, ctx.env.session.timeZone);
    case 'column':
      return resolveColumn(ctx.scope, node.path, span);
    case 'field':
      return fieldAccess(bind(node.object), node.field.name, node.field.span);
    case 'element':
      return bindElement(node, ctx);
    case 'unary':
      return bindUnary(node, ctx);
    case 'binary':
      return bindBinary(node, ctx);
    case 'is':
      return bindIs(node, ctx);
    case 'distinct-from':
      return bindDistinctFrom(node, ctx);
    case 'between':
      return bindBetween(node, ctx);
    case 'in':
      return Array.isArray(node.source) ? bindInList(node, node.source, ctx) : bindIn(node, ctx);
    case 'like':
      return bindLike(node, ctx);
    case 'exists':
      return bindExists(node, ctx);
    case 'quantified':
      return bindQuantified(node, ctx);
    case 'case':
      return bindCase(node, ctx);
    case 'cast':
      return bindCast(node, ctx);
    case 'row':
      return apply('ROW', node.items.map(bind), ctx, span);
    case 'array':
      return apply('ARRAY', node.items.map(bind), ctx, span);
    case 'map':
      refuseNulls(
        'MAP',
        node.items.filter((_, i) => i % 2 === 0),
        ctx,
      );
      return apply('MAP', node.items.map(bind), ctx, span);
    case 'collection':
      throw unsupported(`${node.collection}(query)`, span);
    case 'subquery':
      return bindScalarSubquery(node, ctx);
    case 'overlaps':
      return bindOverlaps(node, ctx);
    case 'interval-of':
      return bindIntervalOf(node, ctx);
    case 'at-time-zone':
      throw unsupported('AT TIME ZONE', span);
    case 'call':
      return bindCall(node, ctx);
    default:
      return bindJson(node, ctx);
  }
}

/** CAST(2 AS INTERVAL DAY) is two days, as in standard SQL. */
function bindCast(node: Ast.CastExpr, ctx: ExprContext): Expr {
  const { span, type } = node;
  const operand = bindExpr(node.operand, ctx);
  if (type.kind === 'interval-type' && isNumeric(operand.type)) {
    if (type.to !== null || node.safe)
      throw invalid('a number becomes an interval of one unit only, by CAST', span);
    const qualifier = { ...type, kind: 'interval-qualifier' } as const;
    return apply('*', [operand, oneUnit(qualifier, span)], ctx, span);
  }
  return explicitCast(operand, typeOf(type), node.safe, { session: ctx.env.session, span });
}

function bindDistinctFrom(node: Ast.DistinctFromExpr, ctx: ExprContext): Expr {
  const name = node.negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM';
  const args = [bindExpr(node.left, ctx), bindExpr(node.right, ctx)];
  return apply(name, args, ctx, node.span);
}

/** a[1], m['k'], and r['field'] or r[1] of a row. */
function bindElement(node: Ast.ElementAccess, ctx: ExprContext): Expr {
  const object = bindExpr(node.object, ctx);
  if (object.type.id === 'row' && node.index.kind === 'string') {
    return fieldAccess(object, node.index.value, node.index.span);
  }
  if (object.type.id === 'row' && node.index.kind === 'number') {
    const field = object.type.fields[Number(node.index.text) - 1];
    if (field !== undefined) return fieldAccess(object, field.name, node.index.span);
  }
  refuseNulls('[ ]', [node.index], ctx);
  return apply('ITEM', [object, bindExpr(node.index, ctx)], ctx, node.span);
}

function bindLike(node: Ast.LikeExpr, ctx: ExprContext): Expr {
  const parts = [node.operand, node.pattern, ...(node.escape === null ? [] : [node.escape])];
  refuseNulls(node.operator, parts, ctx);
  const args = parts.map((part) => bindExpr(part, ctx));
  return negate(like(node.operator, args, ctx, node.span), node.negated, ctx, node.span);
}

/** ILIKE is LIKE over upper-case texts; the escape character stays. */
function like(
  operator: Ast.LikeExpr['operator'],
  args: readonly Expr[],
  ctx: ExprContext,
  span: Span,
): Expr {
  if (operator !== 'ILIKE') return apply(operator, args, ctx, span);
  const upper = args.map((arg) => apply('UPPER', [arg], ctx, span));
  return apply('LIKE', upper, ctx, span);
}

function bindUnary(node: Ast.UnaryExpr, ctx: ExprContext): Expr {
  if (node.op === '-' && node.operand.kind === 'number') {
    const value = bindLiteral(node.operand, ctx.env.session.timeZone);
    const opposite = negated(value, node.span);
    if (opposite !== null) return opposite;
  }
  refuseNulls(node.op, [node.operand], ctx);
  const operand = bindExpr(node.operand, ctx);
  if (node.op === '+') {
    if (!isNumeric(operand.type) && !operand.type.id.startsWith('interval'))
      throw invalid('+ needs a number', node.span);
    return operand;
  }
  if (node.op === 'NOT')
    return apply('NOT', [asCondition(operand, 'NOT', node.operand.span)], ctx, node.span);
  return apply('NEGATE', [operand], ctx, node.span);
}

function negate(expr: Expr, negated: boolean, ctx: ExprContext, span: Span): Expr {
  return negated ? apply('NOT', [expr], ctx, span) : expr;
}

function bindBinary(node: Ast.BinaryExpr, ctx: ExprContext): Expr {
  const { op, span } = node;
  if (op === 'AND' || op === 'OR') return bindLogic(node, op, ctx);
  const pairs = rowPairs(node);
  if (pairs !== null) return rowComparison(op, pairs, ctx, span);
  if (op === 'MEMBER OF' || op === 'SUBMULTISET OF' || /^[A-Z]/.test(op))
    throw unsupported(op, span);
  if (!COMPARISONS.has(op)) refuseNulls(op, [node.left, node.right], ctx);
  const sides = [bindExpr(node.left, ctx), bindExpr(node.right, ctx)];
  if (op === '=' && ctx.place === 'ON') refuseDateKey(sides, span);
  return apply(op, sides, ctx, span);
}

/** A bare NULL beside these takes the type of the other side. */
const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** A date equals a timestamp at midnight only: a join over the two is a slip, as in Flink. */
function refuseDateKey(sides: readonly Expr[], span: Span): void {
  const ids = sides.map((side) => side.type.id);
  if (!ids.includes('date') || !ids.some((id) => id.startsWith('timestamp'))) return;
  throw new SqlError('SQL_INVALID_ARGUMENTS', {
    message: `a join over ${sides.map((side) => formatType(side.type)).join(' = ')}`,
    span,
    hint: 'CAST one side to the type of the other.',
  });
}

/** Chains of ANDs (or ORs) as one call, so that they nest no deeper than they are written. */
function bindLogic(node: Ast.BinaryExpr, op: 'AND' | 'OR', ctx: ExprContext): Expr {
  const terms: Ast.Expr[] = [];
  let at: Ast.Expr = node;
  for (; at.kind === 'binary' && at.op === op; at = at.left) terms.push(at.right);
  terms.push(at);
  refuseNulls(op, terms, ctx);
  const bound = terms.reverse().map((term) => asCondition(bindExpr(term, ctx), op, term.span));
  return simplifyLogic(op, bound, ctx, node.span);
}

function simplifyLogic(
  op: 'AND' | 'OR',
  terms: readonly Expr[],
  ctx: ExprContext,
  span: Span,
): Expr {
  const stop = op === 'OR';
  const decided = terms.find((term) => term.kind === 'literal' && term.value === stop);
  if (decided !== undefined) return decided;
  const open = terms.filter((term) => !(term.kind === 'literal' && term.value === !stop));
  if (open.length === 0) return terms[0]!;
  return open.length === 1 ? open[0]! : apply(op, open, ctx, span);
}

function rowItems(node: Ast.Expr): readonly Ast.Expr[] | null {
  return node.kind === 'row' ? node.items : null;
}

function rowPairs(node: Ast.BinaryExpr): readonly (readonly [Ast.Expr, Ast.Expr])[] | null {
  const [left, right] = [rowItems(node.left), rowItems(node.right)];
  if (left === null || right === null || left.length !== right.length || left.length === 0)
    return null;
  return node.op === '=' || node.op === '<>'
    ? left.map((item, i) => [item, right[i]!] as const)
    : null;
}

/** (a, b) = (1, 2) is a = 1 AND b = 2. */
function rowComparison(
  op: string,
  pairs: readonly (readonly [Ast.Expr, Ast.Expr])[],
  ctx: ExprContext,
  span: Span,
): Expr {
  const terms = pairs.map(([a, b]) => apply(op, [bindExpr(a, ctx), bindExpr(b, ctx)], ctx, span));
  return op === '=' ? andAll(terms)! : orAll(terms);
}

function bindIs(node: Ast.IsExpr, ctx: ExprContext): Expr {
  if (node.test !== 'NULL') refuseNulls(`IS ${node.test}`, [node.operand], ctx);
  const operand = bindExpr(node.operand, ctx);
  const not = node.negated ? 'NOT ' : '';
  if (
    node.test === 'NULL' ||
    node.test === 'TRUE' ||
    node.test === 'FALSE' ||
    node.test === 'UNKNOWN'
  ) {
    return apply(`IS ${not}${node.test}`, [operand], ctx, node.span);
  }
  return negate(apply(`IS ${node.test}`, [operand], ctx, node.span), node.negated, ctx, node.span);
}

function bindBetween(node: Ast.BetweenExpr, ctx: ExprContext): Expr {
  const { span } = node;
  const parts = [node.operand, node.low, node.high].map((part) => bindExpr(part, ctx));
  const [value, low, high] = textsAsNumbers(parts, { session: ctx.env.session, span });
  const within = (from: Expr, to: Expr): Expr =>
    simplifyLogic(
      'AND',
      [apply('>=', [value!, from], ctx, span), apply('<=', [value!, to], ctx, span)],
      ctx,
      span,
    );
  const found = node.symmetric
    ? simplifyLogic('OR', [within(low!, high!), within(high!, low!)], ctx, span)
    : within(low!, high!);
  return negate(found, node.negated, ctx, span);
}

function bindInList(node: Ast.InExpr, list: readonly Ast.Expr[], ctx: ExprContext): Expr {
  const { span } = node;
  const items = rowItems(node.operand);
  if (items !== null && list.every((item) => rowItems(item)?.length === items.length)) {
    const terms = list.map((item) => {
      const equal = items.map((left, i) => {
        const sides = [bindExpr(left, ctx), bindExpr(rowItems(item)![i]!, ctx)];
        return apply('=', textsAsNumbers(sides, { session: ctx.env.session, span }), ctx, span);
      });
      return andAll(equal)!;
    });
    return negate(orAll(terms), node.negated, ctx, span);
  }
  const args = [node.operand, ...list].map((item) => bindExpr(item, ctx));
  const allTexts = args.slice(1).every((arg) => isText(arg.type));
  const alike = allTexts ? textsAsNumbers(args, { session: ctx.env.session, span }) : args;
  return negate(apply('IN', alike, ctx, span), node.negated, ctx, span);
}

function bindCase(node: Ast.CaseExpr, ctx: ExprContext): Expr {
  refuseNullCase(node, ctx);
  const operand = node.operand === null ? null : bindExpr(node.operand, ctx);
  const args: Expr[] = [];
  for (const branch of node.branches) {
    const tests = branch.when.map((when) => {
      const bound = bindExpr(when, ctx);
      return operand === null
        ? asCondition(bound, 'WHEN', when.span)
        : apply('=', [operand, bound], ctx, when.span);
    });
    args.push(orAll(tests), bindExpr(branch.result, ctx));
  }
  if (node.otherwise !== null) args.push(bindExpr(node.otherwise, ctx));
  return apply('CASE', args, ctx, node.span);
}

/** (a - b) MONTH is a difference of times; INTERVAL x DAY is x times a day. */
function bindIntervalOf(node: Ast.IntervalOfExpr, ctx: ExprContext): Expr {
  const { span, qualifier } = node;
  if (!node.difference) {
    return apply('*', [bindExpr(node.operand, ctx), oneUnit(qualifier, span)], ctx, span);
  }
  if (node.operand.kind !== 'binary' || node.operand.op !== '-')
    throw invalid('a difference of two times', span);
  const args = [bindExpr(node.operand.left, ctx), bindExpr(node.operand.right, ctx)];
  return apply('-', args, ctx, span, { unit: qualifier.from });
}

/** INTERVAL '1' DAY for the qualifier DAY. */
function oneUnit(qualifier: Ast.IntervalQualifier, span: Span): Expr {
  const one = { kind: 'interval', negative: false, text: '1', qualifier, span } as const;
  return bindLiteral(one, 'UTC');
}

/** (a, b) OVERLAPS (c, d): touching ends overlap, ends in the wrong order are swapped. */
function bindOverlaps(node: Ast.OverlapsExpr, ctx: ExprContext): Expr {
  const { span } = node;
  const period = (side: Ast.Expr): readonly [Expr, Expr] => {
    const items = rowItems(side);
    if (items?.length !== 2) throw invalid('OVERLAPS compares two pairs of times', side.span);
    const [start, second] = items.map((item) => bindExpr(item, ctx));
    const isLength = second!.type.id.startsWith('interval');
    const end = isLength ? apply('+', [start!, second!], ctx, span) : second!;
    const swapped = apply('<=', [start!, end], ctx, span);
    return [
      apply('CASE', [swapped, start!, end], ctx, span),
      apply('CASE', [swapped, end, start!], ctx, span),
    ];
  };
  const [a, b] = [period(node.left), period(node.right)];
  return simplifyLogic(
    'AND',
    [apply('>=', [a[1], b[0]], ctx, span), apply('>=', [b[1], a[0]], ctx, span)],
    ctx,
    span,
  );
}
