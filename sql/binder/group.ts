/** GROUP BY: keys, grouping sets, legacy windows; and what expressions mean behind them. */
import { EngineBug, SqlError, type Span } from '../../core/errors.js';
import {
  bigintType,
  formatType,
  intType,
  notNull,
  withNullable,
  withoutAttribute,
} from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { column, literal } from '../../engine/expr.js';
import type { AggregateCall, WindowSpec } from '../../engine/nodes.js';
import type { Expr as AstExpr } from '../ast/expr.js';
import type * as Ast from '../ast/query.js';
import { buildAggregate, buildLegacyWindow } from '../logical/build-aggregate.js';
import { exprKey, mapExpr, visitExpr } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, schemaOf } from '../logical/nodes.js';
import type { ExprContext, GroupWindow, PendingSubquery } from './context.js';
import { invalid, unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import { bindLegacyWindow, isLegacyWindow } from './legacy-window.js';
import { refuseNullKey } from './untyped-null.js';

export interface Groups {
  readonly keys: readonly Expr[];
  /** As they are written, beside `keys`. */
  readonly written: readonly AstExpr[];
  /** Read by `keys`: joined below the GROUP BY. */
  readonly subqueries: readonly PendingSubquery[];
  /** Indices of `keys` in each grouping set; one set of all keys for a plain GROUP BY. */
  readonly sets: readonly (readonly number[])[];
  readonly window: GroupWindow | null;
  /** No keys in some set: its group may be empty. */
  readonly isGlobal: boolean;
}

/** The node behind GROUP BY, and the translation of expressions over its input. */
export interface Grouped {
  readonly node: LogicalNode;
  readonly map: (expr: Expr) => Expr;
}

export function bindGroups(node: Ast.Select, ctx: ExprContext): Groups {
  const subqueries: PendingSubquery[] = [];
  const place: ExprContext = { ...ctx, place: 'GROUP BY', subqueries };
  const keys: Expr[] = [];
  const written: AstExpr[] = [];
  let window: GroupWindow | null = null;
  const keyOf = (item: AstExpr): number[] => {
    const name =
      item.kind === 'call' && item.name.parts.length === 1
        ? item.name.parts[0]!.name.toUpperCase()
        : '';
    if (item.kind === 'call' && isLegacyWindow(name)) {
      if (window !== null) throw invalid('only one window is possible in GROUP BY', item.span);
      window = bindLegacyWindow(item, place);
      return [];
    }
    refuseNullKey(item, place);
    const expr = bindExpr(item, place);
    const known = keys.findIndex((key) => exprKey(key) === exprKey(expr));
    if (known >= 0) return [known];
    written.push(item);
    return [keys.push(expr) - 1];
  };
  const sets = (node.groupBy ?? []).reduce<number[][]>(
    (before, item) => {
      const own = setsOf(item, keyOf);
      checkCount(before.length * own.length, item.span);
      return crossed(before, own);
    },
    [[]],
  );
  const unique = node.groupByDistinct
    ? [...new Map(sets.map((set) => [[...set].sort().join(), set])).values()]
    : sets;
  if (window !== null && subqueries.length > 0)
    throw unsupported('a subquery beside a window in GROUP BY', subqueries[0]!.span);
  return {
    keys,
    written,
    subqueries,
    sets: unique,
    window,
    isGlobal: window === null && unique.some((set) => set.length === 0),
  };
}

type KeyOf = (item: AstExpr) => number[];

function crossed(a: readonly number[][], b: readonly number[][]): number[][] {
  return a.flatMap((x) => b.map((y) => [...new Set([...x, ...y])]));
}

const SETS_MAX = 1024;

function checkCount(sets: number, span: Span): void {
  if (sets <= SETS_MAX) return;
  throw new SqlError('SQL_TOO_LARGE', {
    message: `${sets} grouping sets, where ${SETS_MAX} are possible`,
    span,
    hint: 'each is an aggregate of its own: name the ones you need with GROUPING SETS',
  });
}

/** The grouping sets that one item of GROUP BY stands for. */
function setsOf(item: Ast.GroupItem, keyOf: KeyOf): number[][] {
  if (item.kind === 'group-all') throw new EngineBug('GROUP BY ALL is written out before');
  if (item.kind === 'grouping-set') return [item.items.flatMap(keyOf)];
  if (item.kind !== 'grouping-sets') {
    return [item.kind === 'row' ? item.items.flatMap(keyOf) : keyOf(item)];
  }
  const parts = item.items.map((part) => setsOf(part, keyOf));
  if (item.form === 'GROUPING SETS') return parts.flat();
  const units = parts.map((sets) => sets[0]!);
  if (item.form === 'ROLLUP') {
    return Array.from({ length: units.length + 1 }, (_, i) =>
      units.slice(0, units.length - i).flat(),
    );
  }
  const count = 2 ** units.length;
  checkCount(count, item.span);
  return Array.from({ length: count }, (_, bits) =>
    units.filter((_, i) => ((count - 1 - bits) & (1 << (units.length - 1 - i))) !== 0).flat(),
  );
}

/** Aggregates `input`; `exprs` are all expressions that will be mapped. */
export function groupedNode(
  input: LogicalNode,
  groups: Groups,
  ctx: ExprContext,
  exprs: readonly Expr[],
): Grouped {
  if (groups.sets.length !== 1) return groupingSets(input, groups, ctx, exprs);
  const keys = groups.keys;
  const pre = preProject(input, keys, ctx, groups.window);
  const { node, callBase, windowBase } = aggregated(pre, keys.length, ctx, groups.window);
  return {
    node,
    map: mapper(node, keys, callBase, windowBase, () => literal(0n, notNull(bigintType)), ctx),
  };
}

interface PreProjected {
  readonly node: LogicalNode;
  readonly calls: readonly AggregateCall[];
  /** Column of the legacy window's time. */
  readonly time: number;
}

/** Keys, then arguments and filters of the calls, then the legacy window's time. */
function preProject(
  input: LogicalNode,
  keys: readonly Expr[],
  ctx: ExprContext,
  window: GroupWindow | null,
): PreProjected {
  const columns: Expr[] = [...keys];
  const places = new Map(keys.map((key, i) => [exprKey(key), i] as const).reverse());
  const place = (expr: Expr): number => {
    const key = exprKey(expr);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, columns.length);
    return columns.push(expr) - 1;
  };
  const calls = ctx.aggregates!.map((a): AggregateCall => ({
    name: a.name,
    args: a.args.map(place),
    ...(a.constants.length === 0 ? {} : { constants: a.constants }),
    distinct: a.distinct,
    filter: a.filter === null ? null : place(a.filter),
    type: a.type,
    ...(a.options === undefined ? {} : { options: a.options }),
  }));
  const time = window === null ? -1 : columns.push(window.time) - 1;
  const names = columns.map((expr, i) =>
    expr.kind === 'column' ? input.output.fields[expr.index]!.name : `$f${i}`,
  );
  return { node: calc(input, null, columns, names), calls, time };
}

function aggregated(
  pre: PreProjected,
  keyCount: number,
  ctx: ExprContext,
  window: GroupWindow | null,
): { node: LogicalNode; callBase: number; windowBase: number } {
  const keys = Array.from({ length: keyCount }, (_, i) => i);
  const names = pre.calls.map((call, i) => `$${call.name.toLowerCase()}${i}`);
  const bases = { callBase: keyCount, windowBase: keyCount + pre.calls.length };
  if (window === null) return { node: buildAggregate(pre.node, keys, pre.calls, names), ...bases };
  const timeType = pre.node.output.fields[pre.time]!.type;
  const spec: WindowSpec = {
    kind: window.kind,
    time: pre.time,
    sizeMs: window.sizeMs,
    slideMs: window.slideMs,
    offsetMs: window.offsetMs,
    timeZone: timeType.id === 'timestamp_ltz' ? ctx.env.session.timeZone : null,
    processingTime: 'attribute' in timeType && timeType.attribute === 'proctime',
  };
  return { node: buildLegacyWindow(pre.node, spec, keys, pre.calls, names), ...bases };
}

/**
 * Expressions over the input -> over the aggregate's output. Throws for columns that are no keys.
 */
function mapper(
  node: LogicalNode,
  keys: readonly Expr[],
  callBase: number,
  windowBase: number,
  grouping: (wanted: readonly number[]) => Expr,
  ctx: ExprContext,
): (expr: Expr) => Expr {
  const texts = keys.map((key) => (key.kind === 'literal' ? null : exprKey(key)));
  const output = (at: number): Expr => column(at, node.output.fields[at]!.type);
  const map = (whole: Expr): Expr =>
    mapExpr(whole, (expr) => {
      if (expr.kind === 'literal') return null;
      const at = texts.indexOf(exprKey(expr));
      if (at >= 0) return output(at);
      if (expr.kind === 'column') throw notGrouped(expr, whole, ctx);
      switch (expr.name) {
        case '$AGG':
          return output(callBase + (expr.options as number));
        case '$WINDOW':
          return output(windowBase + ['start', 'end', 'time'].indexOf(expr.options as string));
        case '$GROUPING':
          return grouping((expr.options as { keys: readonly number[] }).keys);
        default:
          return null;
      }
    });
  return map;
}

function notGrouped(expr: Expr, whole: Expr, ctx: ExprContext): Error {
  const span: Span | null = ctx.spans.get(expr) ?? ctx.spans.get(whole) ?? null;
  const named = ctx.scope.relations
    .flatMap((r) => r.columns)
    .find((c) => expr.kind === 'column' && c.index === expr.index);
  return invalid(
    `column "${named?.name ?? formatType(expr.type)}" is not in GROUP BY`,
    span,
    'Put it into GROUP BY, or into an aggregate.',
  );
}

/**
 * Each set is a copy of the rows with the other keys NULL and a number of its own; then one
 * aggregate.
 */
function groupingSets(
  input: LogicalNode,
  groups: Groups,
  ctx: ExprContext,
  exprs: readonly Expr[],
): Grouped {
  if (groups.window !== null)
    throw unsupported('grouping sets with GROUP BY TUMBLE, HOP or SESSION', null);
  const { keys, sets } = groups;
  const wanted = groupingCalls(exprs);
  const base = preProject(input, keys, ctx, null);
  const parts = sets.map((set, number) => {
    const present = keys.map((key, i) =>
      set.includes(i) || isInAll(sets, i)
        ? nullableUnlessInAll(column(i, base.node.output.fields[i]!.type), isInAll(sets, i))
        : literal(null, withNullable(withoutAttribute(key.type), true)),
    );
    const marks = wanted.map((ids) => literal(groupingBits(ids, set), notNull(bigintType)));
    const rest = base.node.output.fields
      .slice(keys.length)
      .map((f, i) => column(keys.length + i, f.type));
    const names = [
      ...base.node.output.fields.slice(0, keys.length).map((f) => f.name),
      '$e',
      ...marks.map((_, i) => `$grouping${i}`),
      ...base.node.output.fields.slice(keys.length).map((f) => f.name),
    ];
    const all = [...present, literal(number, notNull(intType)), ...marks, ...rest];
    const node = calc(base.node, null, all, names);
    const types = all.map((expr, i) =>
      i < keys.length && !isInAll(sets, i) ? withNullable(expr.type, true) : expr.type,
    );
    return { ...node, output: schemaOf(names, types) };
  });
  const shift = 1 + wanted.length;
  const move = (at: number): number => (at < keys.length ? at : at + shift);
  const calls = base.calls.map((c) => ({
    ...c,
    args: c.args.map(move),
    filter: c.filter === null ? null : move(c.filter),
  }));
  const united: LogicalNode = { kind: 'union', inputs: parts, output: parts[0]!.output };
  const count = keys.length + shift;
  const node = buildAggregate(
    united,
    Array.from({ length: count }, (_, i) => i),
    calls,
    calls.map((call, i) => `$${call.name.toLowerCase()}${i}`),
  );
  const grouping = (ids: readonly number[]): Expr =>
    column(
      keys.length + 1 + wanted.findIndex((w) => String(w) === String(ids)),
      notNull(bigintType),
    );
  return { node, map: mapper(node, keys, count, -1, grouping, ctx) };
}

function isInAll(sets: readonly (readonly number[])[], key: number): boolean {
  return sets.every((set) => set.includes(key));
}

function nullableUnlessInAll(expr: Expr, inAll: boolean): Expr {
  return inAll ? expr : { ...expr, type: withNullable(withoutAttribute(expr.type), true) };
}

function groupingCalls(exprs: readonly Expr[]): readonly (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  for (const expr of exprs) {
    visitExpr(expr, (e) => {
      if (e.kind !== 'call' || e.name !== '$GROUPING') return;
      const { keys } = e.options as { keys: readonly number[] };
      found.set(String(keys), keys);
    });
  }
  return [...found.values()];
}

function groupingBits(ids: readonly number[], set: readonly number[]): bigint {
  return ids.reduce((bits, id) => bits * 2n + (set.includes(id) ? 0n : 1n), 0n);
}
