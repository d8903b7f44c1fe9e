/**
 * GROUP BY TUMBLE(ts, size), HOP(ts, slide, size), SESSION(ts, gap), and TUMBLE_START(...) of
 * them.
 */
import type { DataType } from '../../core/types.js';
import { timestampType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call } from '../../engine/expr.js';
import type * as Ast from '../ast/expr.js';
import { exprKey } from '../logical/expr-tools.js';
import type { ExprContext, GroupWindow } from './context.js';
import { invalid, unsupported } from './errors.js';
import { bindArgument } from './function-call.js';

const KINDS: ReadonlySet<string> = new Set(['TUMBLE', 'HOP', 'SESSION']);
const PROPERTY = /^(TUMBLE|HOP|SESSION)_(START|END|ROWTIME|PROCTIME)$/;

export function isLegacyWindow(name: string): boolean {
  return KINDS.has(name);
}
export function isLegacyProperty(name: string): boolean {
  return PROPERTY.test(name);
}

/** The window of GROUP BY. Its time must be a time attribute. */
export function bindLegacyWindow(node: Ast.CallExpr, ctx: ExprContext): GroupWindow {
  const name = node.name.parts[0]!.name.toUpperCase();
  const window = windowArguments(name, node, ctx);
  const type = window.time.type;
  if (!('attribute' in type) || type.attribute === undefined) {
    throw invalid(
      'the window needs a time attribute: a column with a WATERMARK, not changed by expressions',
      node.args[0]!.span,
    );
  }
  return window;
}

function windowArguments(name: string, node: Ast.CallExpr, ctx: ExprContext): GroupWindow {
  const wanted = name === 'HOP' ? 3 : 2;
  if (node.args.length < wanted || node.args.length > wanted + 1) {
    throw invalid(
      `${name} takes a time and ${wanted - 1} interval${wanted > 2 ? 's' : ''}`,
      node.span,
    );
  }
  const [time, ...sizes] = node.args.map((arg) =>
    bindArgument(arg, name, { ...ctx, aggregates: null, overs: null }),
  );
  const ms = sizes.map((size, i) => intervalMs(size, node.args[i + 1]!));
  if (name === 'SESSION' && ms.length > 1) throw unsupported('an offset of SESSION', node.span);
  const isHop = name === 'HOP';
  return {
    kind: name.toLowerCase() as GroupWindow['kind'],
    time: time!,
    slideMs: ms[0]!,
    sizeMs: isHop ? ms[1]! : ms[0]!,
    offsetMs: ms[isHop ? 2 : 1] ?? 0,
  };
}

function intervalMs(expr: Expr, arg: Ast.Argument): number {
  if (expr.kind !== 'literal' || typeof expr.value !== 'number')
    throw invalid('a constant interval is needed', arg.span);
  if (expr.type.id === 'interval_year_month') throw unsupported('a window of months', arg.span);
  if (expr.type.id === 'time') return expr.value; // the offset may be TIME '00:00:05'
  if (expr.type.id !== 'interval_day_time')
    throw invalid('a constant interval is needed', arg.span);
  return expr.value;
}

export function bindLegacyProperty(node: Ast.CallExpr, name: string, ctx: ExprContext): Expr {
  const [, kind, property] = PROPERTY.exec(name)!;
  if (ctx.groupWindow === null) throw invalid(`${name} needs ${kind}(...) in GROUP BY`, node.span);
  if (ctx.aggregates === null) throw invalid(`${name} is not possible in ${ctx.place}`, node.span);
  const window = windowArguments(kind!, node, ctx);
  if (sameWindow(window, ctx.groupWindow)) {
    const which = property === 'START' ? 'start' : property === 'END' ? 'end' : 'time';
    return call('$WINDOW', [], propertyType(window.time.type, which), which);
  }
  throw invalid(`${name} has other arguments than the window in GROUP BY`, node.span);
}

function sameWindow(a: GroupWindow, b: GroupWindow): boolean {
  return (
    a.kind === b.kind &&
    exprKey(a.time) === exprKey(b.time) &&
    a.sizeMs === b.sizeMs &&
    a.slideMs === b.slideMs &&
    a.offsetMs === b.offsetMs
  );
}

function propertyType(time: DataType, which: 'start' | 'end' | 'time'): DataType {
  return which === 'time' ? time : timestampType(3, false);
}
