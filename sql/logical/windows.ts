/**
 * Which columns of a node are the bounds of event-time windows, and where the windows come from.
 */
import type { DataType } from '../../core/types.js';
import { timestampType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { conjuncts } from './expr-tools.js';
import type { LogicalJoin, LogicalNode, WindowAggregate, WindowTable } from './nodes.js';
import { joinOutput } from './nodes.js';

export interface WindowColumns {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly times: readonly number[];
  readonly origin: WindowTable | WindowAggregate;
  /** Type of window_time, with its attribute. */
  readonly timeType: DataType;
  /** Columns holding each partition key of a session window; null for other windows. */
  readonly partition: readonly (readonly number[])[] | null;
}

/** Type of window_start and window_end. */
export const windowBoundType: DataType = timestampType(3, false);

/** Type of window_time for a time attribute: ms are enough for it. */
export function windowTimeType(time: DataType, nullable: boolean): DataType {
  const isTimestamp = time.id === 'timestamp' || time.id === 'timestamp_ltz';
  return isTimestamp ? { ...time, precision: 3, nullable } : time;
}

/** The window columns of `node`, or null when it has none or lost a bound. */
export function windowColumns(node: LogicalNode): WindowColumns | null {
  switch (node.kind) {
    case 'windowTable':
      return ofWindowTable(node);
    case 'windowAggregate':
      return ofWindowAggregate(node);
    case 'calc': {
      const inner = windowColumns(node.input);
      return inner === null ? null : mapped(inner, (c) => placesOf(node.projections, c));
    }
    case 'topN':
      return node.windowEnd === null ? null : windowColumns(node.input);
    case 'union':
      return ofUnion(node.inputs);
    case 'join':
      return ofJoin(node);
    default:
      return null;
  }
}

function placesOf(projections: readonly Expr[], wanted: number): readonly number[] {
  return projections.flatMap((p, i) => (p.kind === 'column' && p.index === wanted ? [i] : []));
}

function mapped(
  from: WindowColumns,
  places: (column: number) => readonly number[],
): WindowColumns | null {
  const map = (columns: readonly number[]): number[] => columns.flatMap(places);
  const [starts, ends] = [map(from.starts), map(from.ends)];
  if (starts.length === 0 || ends.length === 0) return null;
  const partition = from.partition === null ? null : from.partition.map(map);
  return { ...from, starts, ends, times: map(from.times), partition };
}

function ofWindowTable(node: WindowTable): WindowColumns {
  const width = node.input.output.fields.length;
  return {
    starts: [width],
    ends: [width + 1],
    times: [width + 2],
    origin: node,
    timeType: node.output.fields[width + 2]!.type,
    partition: node.window.kind === 'session' ? node.partition.map((c) => [c]) : null,
  };
}

function ofWindowAggregate(node: WindowAggregate): WindowColumns | null {
  const base = node.keys.length + node.calls.length;
  const at = (property: 'start' | 'end' | 'time'): number[] =>
    node.properties.flatMap((p, i) => (p === property ? [base + i] : []));
  const time = at('time');
  if (at('start').length === 0 || at('end').length === 0) return null;
  const input = node.input.output.fields[node.window.time]?.type;
  const timeType =
    time.length > 0
      ? node.output.fields[time[0]!]!.type
      : windowTimeType(input ?? timestampType(3), false);
  return {
    starts: at('start'),
    ends: at('end'),
    times: time,
    origin: node,
    timeType,
    partition: null,
  };
}

/** Rows of one window table that were united again (grouping sets). */
function ofUnion(inputs: readonly LogicalNode[]): WindowColumns | null {
  const first = windowColumns(inputs[0]!);
  if (first === null) return null;
  const same = inputs.every((input) => {
    const other = windowColumns(input);
    return (
      other !== null &&
      other.origin === first.origin &&
      String(other.starts) === String(first.starts) &&
      String(other.ends) === String(first.ends) &&
      String(other.partition) === String(first.partition)
    );
  });
  return same ? first : null;
}

function ofJoin(node: LogicalJoin): WindowColumns | null {
  if (node.windowEnd === null || node.joinType === 'full') return null;
  const width = node.left.output.fields.length;
  const left = windowColumns(node.left);
  if (node.joinType === 'semi' || node.joinType === 'anti') return left;
  const right = windowColumns(node.right);
  if (left === null || right === null) return null;
  const shifted = mapped(right, (c) => [c + width])!;
  if (node.joinType === 'right') return { ...shifted, partition: null };
  if (node.joinType === 'left') return { ...left, partition: null };
  return {
    ...left,
    starts: [...left.starts, ...shifted.starts],
    ends: [...left.ends, ...shifted.ends],
    times: [...left.times, ...shifted.times],
    partition: null,
  };
}

/** The join with `windowEnd` set when it asks for equal bounds of two windowed inputs. */
export function asWindowJoin(join: LogicalJoin): LogicalJoin {
  if (join.windowEnd !== null) return join;
  const [left, right] = [windowColumns(join.left), windowColumns(join.right)];
  if (left === null || right === null || !sameWindows(left, right)) return join;
  const width = join.left.output.fields.length;
  const pairs = conjuncts(join.condition).flatMap((term) => columnPair(term, width));
  const start = pairs.find(([l, r]) => left.starts.includes(l) && right.starts.includes(r));
  const end = pairs.find(([l, r]) => left.ends.includes(l) && right.ends.includes(r));
  if (start === undefined || end === undefined) return join;
  return {
    ...join,
    windowEnd: { left: end[0], right: end[1] },
    output: joinOutput(join.left.output, join.right.output, join.joinType, true),
  };
}

function columnPair(term: Expr, width: number): readonly (readonly [number, number])[] {
  if (term.kind !== 'call' || term.name !== '=') return [];
  const [a, b] = term.args;
  if (a?.kind !== 'column' || b?.kind !== 'column') return [];
  const [l, r] = a.index < b.index ? [a.index, b.index] : [b.index, a.index];
  return l < width && r >= width ? [[l, r - width]] : [];
}

function sameWindows(a: WindowColumns, b: WindowColumns): boolean {
  const [x, y] = [a.origin.window, b.origin.window];
  return x.timeZone === y.timeZone && !x.processingTime && !y.processingTime;
}
