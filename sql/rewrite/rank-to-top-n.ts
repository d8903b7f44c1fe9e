/**
 * ROW_NUMBER() ... with a bound on the number: a top-N, or keeping the first or last row by time.
 */
import { bigintType, notNull } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { flipped, isComparison } from '../../engine/functions/comparison/compare-exact.js';
import { literal } from '../../engine/expr.js';
import { changelogOf } from '../logical/changelog.js';
import { andAll, columnsRead, conjuncts, mapExpr } from '../logical/expr-tools.js';
import type { Calc, Deduplicate, LogicalNode, Over, TopN } from '../logical/nodes.js';
import { windowColumns } from '../logical/windows.js';
import type { Rewrite, RewriteContext } from './context.js';
import { bottomUp } from './context.js';

export const rankToTopN: Rewrite = {
  name: 'rank-to-top-n',
  apply: (root, ctx) =>
    bottomUp(root, (node) =>
      node.kind === 'calc' && node.input.kind === 'over' ? ranked(node, node.input, ctx) : node,
    ),
};

interface Bounds {
  readonly from: number;
  readonly to: number;
  readonly toColumn: number | null;
  readonly rest: readonly Expr[];
}

function ranked(node: Calc, over: Over, ctx: RewriteContext): LogicalNode {
  const [call, ...others] = over.calls;
  if (call?.name !== 'ROW_NUMBER' || others.length > 0) return node;
  const rank = over.input.output.fields.length;
  const bounds = boundsOf(node, rank, over);
  if (bounds === null) return node;
  const needsRank = columnsRead([andAll(bounds.rest), ...node.projections]).includes(rank);
  const filter = andAll(bounds.rest);
  const time = dedupTime(over, bounds, ctx);
  if (time !== null) {
    const one = literal(1n, notNull(bigintType));
    const asOne = (expr: Expr): Expr =>
      mapExpr(expr, (e) => (e.kind === 'column' && e.index === rank ? one : null));
    return {
      ...node,
      input: deduplicate(over, time),
      filter: filter === null ? null : asOne(filter),
      projections: node.projections.map(asOne),
    };
  }
  return { ...node, input: topN(over, bounds, needsRank), filter };
}

function topN(over: Over, bounds: Bounds, rankColumn: boolean): TopN {
  const { input, partition, order } = over;
  const windows = windowColumns(input);
  const isWindowed =
    windows !== null &&
    windows.starts.some((c) => partition.includes(c)) &&
    windows.ends.some((c) => partition.includes(c));
  const hasWindow = isWindowed && bounds.toColumn === null;
  const windowEnd = hasWindow ? windows.ends.find((c) => partition.includes(c))! : null;
  const rank = { name: '$rank', type: notNull(bigintType) };
  return {
    kind: 'topN',
    input,
    partition,
    order,
    from: bounds.from,
    to: bounds.to,
    toColumn: bounds.toColumn,
    rankColumn,
    windowEnd,
    latestFirst: hasWindow && keepsLast(over, bounds),
    output: rankColumn ? { fields: [...input.output.fields, rank] } : input.output,
  };
}

/** The last row by time: of equal times the one that arrived last. */
function keepsLast(over: Over, bounds: Bounds): boolean {
  const [key, ...others] = over.order;
  if (key === undefined || key.ascending || others.length > 0) return false;
  const type = over.input.output.fields[key.column]!.type;
  return bounds.to === 1 && 'attribute' in type && type.attribute !== undefined;
}

/** Column of the one time attribute that decides, when only the first place is kept; else null. */
function dedupTime(over: Over, bounds: Bounds, ctx: RewriteContext): number | null {
  if (bounds.from !== 1 || bounds.to !== 1 || bounds.toColumn !== null || over.order.length !== 1)
    return null;
  const time = over.order[0]!.column;
  const type = over.input.output.fields[time]!.type;
  const isTime = 'attribute' in type && type.attribute !== undefined;
  if (
    !isTime ||
    over.partition.length === 0 ||
    changelogOf(over.input, ctx.facts) !== 'insert-only'
  )
    return null;
  const windows = windowColumns(over.input);
  const isWindowed = windows !== null && windows.ends.some((c) => over.partition.includes(c));
  return isWindowed ? null : time;
}

function deduplicate(over: Over, time: number): Deduplicate {
  const type = over.input.output.fields[time]!.type;
  return {
    kind: 'deduplicate',
    input: over.input,
    output: over.input.output,
    keys: over.partition,
    time,
    keep: over.order[0]!.ascending ? 'first' : 'last',
    processingTime: 'attribute' in type && type.attribute === 'proctime',
  };
}

/** The places asked for. null: there is no upper bound. */
function boundsOf(node: Calc, rank: number, over: Over): Bounds | null {
  let [from, to] = [1, Infinity];
  let toColumn: number | null = null;
  const rest: Expr[] = [];
  for (const term of conjuncts(node.filter)) {
    const test = rankTest(term, rank);
    if (test === null) {
      rest.push(term);
      continue;
    }
    const { op, bound } = test;
    if (bound.kind === 'column') {
      if (op !== '<=' || !over.partition.includes(bound.index) || toColumn !== null) {
        rest.push(term);
        continue;
      }
      toColumn = bound.index;
      continue;
    }
    const n = Number((bound as { value: unknown }).value);
    if (op === '=' || op === '<=') to = Math.min(to, Math.floor(n));
    if (op === '<') to = Math.min(to, Math.ceil(n) - 1);
    if (op === '=' || op === '>=') from = Math.max(from, Math.ceil(n));
    if (op === '>') from = Math.max(from, Math.floor(n) + 1);
  }
  if (to === Infinity && toColumn === null) return null;
  return to < from
    ? null
    : { from, to: to === Infinity ? Number.MAX_SAFE_INTEGER : to, toColumn, rest };
}

/** `rank op constant` or `rank op column`, either way round, looking through a cast of the rank. */
function rankTest(term: Expr, rank: number): { readonly op: string; readonly bound: Expr } | null {
  if (term.kind !== 'call' || term.args.length !== 2) return null;
  if (!isComparison(term.name) || term.name === '<>') return null;
  const [a, b] = term.args.map(withoutCast) as [Expr, Expr];
  const isRank = (e: Expr): boolean => e.kind === 'column' && e.index === rank;
  const isBound = (e: Expr): boolean =>
    (e.kind === 'literal' &&
      (typeof e.value === 'number' || typeof e.value === 'bigint') &&
      e.type.id !== 'decimal') ||
    (e.kind === 'column' && e.index !== rank);
  if (isRank(a) && isBound(b)) return { op: term.name, bound: b };
  return isRank(b) && isBound(a) ? { op: flipped(term.name), bound: a } : null;
}

function withoutCast(expr: Expr): Expr {
  return expr.kind === 'call' && expr.name === 'CAST' && expr.args[0]!.kind === 'column'
    ? expr.args[0]!
    : expr;
}
