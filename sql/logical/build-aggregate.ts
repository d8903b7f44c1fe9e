/**
 * GROUP BY -> an aggregate over windows where the keys hold both bounds of a window, else an
 * ordinary one.
 */
import type { Field } from '../../core/types.js';
import { withoutAttribute } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type { AggregateCall, WindowSpec } from '../../engine/nodes.js';
import { columnsRead, substitute } from './expr-tools.js';
import type { LogicalNode, WindowAggregate, WindowTable } from './nodes.js';
import { calc, select } from './nodes.js';
import type { WindowColumns } from './windows.js';
import { windowBoundType, windowColumns, windowTimeType } from './windows.js';

type Property = 'start' | 'end' | 'time';

/** Output of `node`: keys in the order given, then calls. */
export function buildAggregate(
  input: LogicalNode,
  keys: readonly number[],
  calls: readonly AggregateCall[],
  callNames: readonly string[],
): LogicalNode {
  const windows = windowColumns(input);
  if (windows !== null) {
    const grouped = windowAggregate(input, windows, keys, calls, callNames);
    if (grouped !== null) return grouped;
  }
  const fields: Field[] = keys.map((key) => {
    const field = input.output.fields[key]!;
    return { name: field.name, type: withoutAttribute(field.type) };
  });
  calls.forEach((call, i) => fields.push({ name: callNames[i]!, type: call.type }));
  return { kind: 'aggregate', input, keys, calls, output: { fields } };
}

function propertyOf(windows: WindowColumns, column: number): Property | null {
  if (windows.starts.includes(column)) return 'start';
  if (windows.ends.includes(column)) return 'end';
  return windows.times.includes(column) ? 'time' : null;
}

function windowAggregate(
  input: LogicalNode,
  windows: WindowColumns,
  keys: readonly number[],
  calls: readonly AggregateCall[],
  callNames: readonly string[],
): LogicalNode | null {
  const roles = keys.map((key) => propertyOf(windows, key));
  if (!roles.includes('start') || !roles.includes('end')) return null;
  const plain = keys.filter((_, i) => roles[i] === null);
  const missing =
    windows.partition?.some((places) => !places.some((place) => plain.includes(place))) ?? false;
  if (missing) return null; // a session of less than its partition is no window of its own
  const isWholeSession = windows.partition === null || plain.length === windows.partition.length;
  const fused = isWholeSession ? fuse(input, windows, plain, calls) : null;
  const properties = [...new Set(roles.filter((role) => role !== null))];
  const node =
    fused === null
      ? attachedAggregate(input, windows, plain, calls, callNames, properties)
      : makeWindowAggregate(
          fused.input,
          fused.window,
          fused.keys,
          fused.calls,
          callNames,
          properties,
          windows,
          null,
        );
  let plainAt = 0;
  const base = plain.length + calls.length;
  const order = keys.map((_, i) =>
    roles[i] === null ? plainAt++ : base + properties.indexOf(roles[i]!),
  );
  const columns = [...order, ...calls.map((_, i) => plain.length + i)];
  const named = select(node, columns);
  const names = [...keys.map((key) => input.output.fields[key]!.name), ...callNames];
  return {
    ...named,
    output: { fields: named.output.fields.map((f, i) => ({ ...f, name: names[i]! })) },
  };
}

function attachedAggregate(
  input: LogicalNode,
  windows: WindowColumns,
  keys: readonly number[],
  calls: readonly AggregateCall[],
  callNames: readonly string[],
  properties: readonly Property[],
): WindowAggregate {
  const attached = { start: windows.starts[0]!, end: windows.ends[0]! };
  const window: WindowSpec = { ...windows.origin.window, time: windows.times[0] ?? attached.end };
  return makeWindowAggregate(input, window, keys, calls, callNames, properties, windows, attached);
}

function makeWindowAggregate(
  input: LogicalNode,
  window: WindowSpec,
  keys: readonly number[],
  calls: readonly AggregateCall[],
  callNames: readonly string[],
  properties: readonly Property[],
  windows: Pick<WindowColumns, 'timeType'>,
  attached: WindowAggregate['attached'],
): WindowAggregate {
  const fields: Field[] = keys.map((key) => ({
    name: input.output.fields[key]!.name,
    type: withoutAttribute(input.output.fields[key]!.type),
  }));
  calls.forEach((call, i) => fields.push({ name: callNames[i]!, type: call.type }));
  for (const property of properties) {
    const type = property === 'time' ? windows.timeType : windowBoundType;
    fields.push({ name: `window_${property}`, type });
  }
  return {
    kind: 'windowAggregate',
    input,
    window,
    keys,
    calls,
    properties,
    attached,
    output: { fields },
  };
}

/**
 * The aggregate of GROUP BY TUMBLE(...): `window.time` is a column of `input`. Output: keys,
 * calls, start, end, time.
 */
export function buildLegacyWindow(
  input: LogicalNode,
  window: WindowSpec,
  keys: readonly number[],
  calls: readonly AggregateCall[],
  callNames: readonly string[],
): WindowAggregate {
  const time = input.output.fields[window.time]!.type;
  const timeType = windowTimeType(time, time.nullable);
  return makeWindowAggregate(
    input,
    window,
    keys,
    calls,
    callNames,
    ['start', 'end', 'time'],
    { timeType },
    null,
  );
}

interface Fused {
  readonly input: LogicalNode;
  readonly window: WindowSpec;
  readonly keys: readonly number[];
  readonly calls: readonly AggregateCall[];
}

/**
 * Takes the window table out from under a chain of calcs, so that rows need not carry their
 * windows.
 * null when something between reads the window columns.
 */
function fuse(
  input: LogicalNode,
  windows: WindowColumns,
  keys: readonly number[],
  calls: readonly AggregateCall[],
): Fused | null {
  const table = windows.origin;
  if (table.kind !== 'windowTable') return null;
  const flat = flatten(input, table);
  if (flat === null) return null;
  const width = table.input.output.fields.length;
  const used = [
    ...new Set([
      ...keys,
      ...calls.flatMap((c) => (c.filter === null ? c.args : [...c.args, c.filter])),
    ]),
  ];
  const read = columnsRead([...used.map((c) => flat.projections[c]!), ...flat.filters]);
  if (read.some((c) => c >= width)) return null;
  const time = column(table.window.time, table.input.output.fields[table.window.time]!.type);
  const projections = [...used.map((c) => flat.projections[c]!), time];
  const names = [
    ...used.map((c) => input.output.fields[c]!.name),
    table.input.output.fields[time.index]!.name,
  ];
  const below = flat.filters.reduce<LogicalNode>(
    (node, filter) => ({
      kind: 'calc',
      input: node,
      filter,
      output: node.output,
      projections: node.output.fields.map((f, i) => column(i, f.type)),
    }),
    table.input,
  );
  const place = (c: number): number => used.indexOf(c);
  return {
    input: calc(below, null, projections, names),
    window: { ...table.window, time: used.length },
    keys: keys.map(place),
    calls: calls.map((c) => ({
      ...c,
      args: c.args.map(place),
      filter: c.filter === null ? null : place(c.filter),
    })),
  };
}

/** The calcs between `node` and `table` as expressions over the table's output. */
function flatten(
  node: LogicalNode,
  table: WindowTable,
): { readonly projections: readonly Expr[]; readonly filters: readonly Expr[] } | null {
  if (node === table) {
    return { projections: table.output.fields.map((f, i) => column(i, f.type)), filters: [] };
  }
  if (node.kind !== 'calc') return null;
  const inner = flatten(node.input, table);
  if (inner === null) return null;
  const over = (expr: Expr): Expr => substitute(expr, inner.projections);
  const filters = node.filter === null ? inner.filters : [...inner.filters, over(node.filter)];
  return { projections: node.projections.map(over), filters };
}
