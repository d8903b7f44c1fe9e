/**
 * Joins that bound the difference of two time attributes: the engine must not run them as regular
 * joins.
 */
import type { Expr } from '../../engine/expr.js';
import { columnsRead, conjuncts } from './expr-tools.js';
import type { LogicalJoin } from './nodes.js';
import { joinOutput } from './nodes.js';

const FLIPPED: Readonly<Record<string, string>> = {
  '>': '<',
  '>=': '<',
  '<': '>',
  '<=': '>',
  '=': '=',
};
const PLAIN: Readonly<Record<string, string>> = {
  '>': '>',
  '>=': '>',
  '<': '<',
  '<=': '<',
  '=': '=',
};

/** The join marked as an interval join where its condition bounds the two times from both sides. */
export function asIntervalJoin(join: LogicalJoin): LogicalJoin {
  if (join.unsupported !== null || join.windowEnd !== null) return join;
  const width = join.left.output.fields.length;
  const times = [...join.left.output.fields, ...join.right.output.fields].map(
    (f) => 'attribute' in f.type && f.type.attribute !== undefined,
  );
  const directions = new Set(
    conjuncts(join.condition).flatMap((term) => direction(term, width, times)),
  );
  const isBounded = directions.has('=') || (directions.has('<') && directions.has('>'));
  if (!isBounded) return join;
  return {
    ...join,
    unsupported: 'an interval join (over two time attributes)',
    output: joinOutput(join.left.output, join.right.output, join.joinType, true),
  };
}

function direction(term: Expr, width: number, times: readonly boolean[]): readonly string[] {
  if (term.kind !== 'call' || FLIPPED[term.name] === undefined || term.args.length !== 2) return [];
  const [a, b] = term.args.map((arg) => columnsRead([arg]));
  if (a!.length !== 1 || b!.length !== 1 || !times[a![0]!] || !times[b![0]!]) return [];
  const aIsLeft = a![0]! < width;
  if (aIsLeft === b![0]! < width) return [];
  return [aIsLeft ? PLAIN[term.name]! : FLIPPED[term.name]!];
}
