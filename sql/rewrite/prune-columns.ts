/**
 * Every node computes only what is read of it; scans read only the needed columns and fields of
 * rows.
 */
import { EngineBug } from '../../core/errors.js';
import type { AggregateCall } from '../../engine/nodes.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import { exprKey, mapExpr, moveColumns, substitute } from '../logical/expr-tools.js';
import type {
  Aggregate,
  Calc,
  Correlate,
  LogicalJoin,
  LogicalNode,
  Over,
  Scan,
  TopN,
  WindowAggregate,
} from '../logical/nodes.js';
import { joinOutput, select } from '../logical/nodes.js';
import type { Wanted } from './column-demand.js';
import { demands } from './column-demand.js';
import { isPath } from './merge-calcs.js';

/**
 * Prunes plans together: a node read by several keeps what any of them reads, so that it stays one
 * node. Two passes: collect what is read of every node (consumers first), then rebuild.
 */
export function pruneShared(roots: readonly LogicalNode[]): readonly LogicalNode[] {
  const wanted = demands(roots);
  const done = new Map<LogicalNode, LogicalNode>();
  return roots.map((root) => rebuild(root, wanted, done));
}

type Done = Map<LogicalNode, LogicalNode>;
type AllWanted = ReadonlyMap<LogicalNode, Wanted>;

/** Columns that the rebuilt node has, as numbers of the old one, ascending. */
function kept(node: LogicalNode, wanted: AllWanted): readonly number[] {
  return [...wanted.get(node)!].sort((a, b) => a - b);
}

/** The node with exactly the columns `kept`. */
function rebuild(node: LogicalNode, wanted: AllWanted, done: Done): LogicalNode {
  const known = done.get(node);
  if (known !== undefined) return known;
  const result = rebuildNode(node, wanted, done);
  done.set(node, result);
  return result;
}

function rebuildNode(node: LogicalNode, wanted: AllWanted, done: Done): LogicalNode {
  const columns = kept(node, wanted);
  const below = (input: LogicalNode): { node: LogicalNode; place: (c: number) => number } => {
    const places = kept(input, wanted);
    return { node: rebuild(input, wanted, done), place: (c) => places.indexOf(c) };
  };
  switch (node.kind) {
    case 'scan':
      return {
        ...node,
        columns: columns.map((c) => node.columns[c]!),
        output: pick(node, columns),
      };
    case 'values':
      return {
        ...node,
        rows: node.rows.map((row) => columns.map((c) => row[c]!)),
        output: pick(node, columns),
      };
    case 'calc':
      return rebuildCalc(node, columns, below(node.input));
    case 'aggregate':
      return rebuildAggregate(node, columns, below(node.input));
    case 'windowAggregate':
      return rebuildWindow(node, columns, below(node.input));
    case 'over':
      return rebuildOver(node, columns, below(node.input));
    case 'join':
      return rebuildJoin(node, columns, below(node.left), below(node.right));
    case 'union':
      return {
        ...node,
        inputs: node.inputs.map((input) => rebuild(input, wanted, done)),
        output: pick(node, columns),
      };
    case 'unsupported':
      return node.input === null
        ? node
        : select({ ...node, input: below(node.input).node }, columns);
    default:
      return rebuildOther(node, columns, below(node.input));
  }
}

function pick(node: LogicalNode, columns: readonly number[]): LogicalNode['output'] {
  return { fields: columns.map((c) => node.output.fields[c]!) };
}

interface Below {
  readonly node: LogicalNode;
  readonly place: (c: number) => number;
}

function rebuildCalc(node: Calc, columns: readonly number[], below: Below): LogicalNode {
  const move = (expr: Expr): Expr => moveColumns(expr, below.place);
  const projections = columns.map((c) => move(node.projections[c]!));
  const filter = node.filter === null ? null : move(node.filter);
  const rebuilt: Calc = {
    ...node,
    input: below.node,
    filter,
    projections,
    output: pick(node, columns),
  };
  return below.node.kind === 'scan' ? narrowScan(rebuilt, below.node) : rebuilt;
}

/** The scan gives the fields that are read instead of whole rows. */
function narrowScan(node: Calc, scan: Scan): Calc {
  const paths: Expr[] = [];
  const isNarrow = (expr: Expr): boolean =>
    expr.kind === 'call' && isPath(expr) && isPath(substitute(expr, scan.columns));
  const take = (expr: Expr): Expr | null => {
    if (expr.kind !== 'column' && !isNarrow(expr)) return null;
    const known = paths.findIndex((p) => exprKey(p) === exprKey(expr));
    return column(known >= 0 ? known : paths.push(expr) - 1, expr.type);
  };
  const filter = node.filter === null ? null : mapExpr(node.filter, take);
  const projections = node.projections.map((p) => mapExpr(p, take));
  const columns = paths.map((p) => substitute(p, scan.columns));
  const input: Scan = {
    ...scan,
    columns,
    output: { fields: paths.map((p, i) => ({ name: pathName(p, scan), type: columns[i]!.type })) },
  };
  return { ...node, input, filter, projections };
}

function pathName(path: Expr, scan: Scan): string {
  if (path.kind === 'column') return scan.output.fields[path.index]!.name;
  if (path.kind !== 'call') return '';
  const row = path.args[0]!.type;
  const { index } = path.options as { index: number };
  return `${pathName(path.args[0]!, scan)}.${row.id === 'row' ? row.fields[index]!.name : ''}`;
}

function movedCalls(
  calls: readonly AggregateCall[],
  place: (c: number) => number,
): readonly AggregateCall[] {
  return calls.map((c) => ({
    ...c,
    args: c.args.map(place),
    filter: c.filter === null ? null : place(c.filter),
  }));
}

function rebuildAggregate(node: Aggregate, columns: readonly number[], below: Below): LogicalNode {
  const width = node.keys.length;
  const used = node.calls.map((_, i) => i).filter((i) => columns.includes(width + i));
  const all = [...node.keys.keys(), ...used.map((i) => width + i)];
  const rebuilt: Aggregate = {
    ...node,
    input: below.node,
    keys: node.keys.map(below.place),
    calls: movedCalls(
      used.map((i) => node.calls[i]!),
      below.place,
    ),
    output: pick(node, all),
  };
  return select(
    rebuilt,
    columns.map((c) => all.indexOf(c)),
  );
}

function rebuildWindow(
  node: WindowAggregate,
  columns: readonly number[],
  below: Below,
): LogicalNode {
  const [keyCount, callCount] = [node.keys.length, node.calls.length];
  const used = node.calls.map((_, i) => i).filter((i) => columns.includes(keyCount + i));
  const shown = node.properties
    .map((_, i) => i)
    .filter((i) => columns.includes(keyCount + callCount + i));
  const all = [
    ...node.keys.keys(),
    ...used.map((i) => keyCount + i),
    ...shown.map((i) => keyCount + callCount + i),
  ];
  const rebuilt: WindowAggregate = {
    ...node,
    input: below.node,
    keys: node.keys.map(below.place),
    calls: movedCalls(
      used.map((i) => node.calls[i]!),
      below.place,
    ),
    properties: shown.map((i) => node.properties[i]!),
    output: pick(node, all),
    window: { ...node.window, time: below.place(node.window.time) },
    attached:
      node.attached === null
        ? null
        : { start: below.place(node.attached.start), end: below.place(node.attached.end) },
  };
  return select(
    rebuilt,
    columns.map((c) => all.indexOf(c)),
  );
}

function rebuildOver(node: Over, columns: readonly number[], below: Below): LogicalNode {
  const width = node.input.output.fields.length;
  const used = node.calls.map((_, i) => i).filter((i) => columns.includes(width + i));
  if (used.length === 0) return select(below.node, columns.map(below.place));
  const inner = below.node.output.fields.length;
  const rebuilt: Over = {
    ...node,
    input: below.node,
    partition: node.partition.map(below.place),
    order: node.order.map((k) => ({ ...k, column: below.place(k.column) })),
    calls: movedCalls(
      used.map((i) => node.calls[i]!),
      below.place,
    ),
    output: {
      fields: [...below.node.output.fields, ...used.map((i) => node.output.fields[width + i]!)],
    },
  };
  return select(
    rebuilt,
    columns.map((c) => (c < width ? below.place(c) : inner + used.indexOf(c - width))),
  );
}

function rebuildJoin(
  node: LogicalJoin,
  columns: readonly number[],
  left: Below,
  right: Below,
): LogicalNode {
  const width = node.left.output.fields.length;
  const inner = left.node.output.fields.length;
  const place = (c: number): number => (c < width ? left.place(c) : inner + right.place(c - width));
  const rebuilt: LogicalJoin = {
    ...node,
    left: left.node,
    right: right.node,
    condition: node.condition === null ? null : moveColumns(node.condition, place),
    leftKeys: node.leftKeys.map(left.place),
    rightKeys: node.rightKeys.map(right.place),
    windowEnd:
      node.windowEnd === null
        ? null
        : { left: left.place(node.windowEnd.left), right: right.place(node.windowEnd.right) },
    output: joinOutput(left.node.output, right.node.output, node.joinType, node.windowEnd !== null),
  };
  return select(rebuilt, columns.map(place));
}

function rebuildOther(
  node: Exclude<
    LogicalNode,
    {
      kind:
        | 'scan'
        | 'values'
        | 'calc'
        | 'aggregate'
        | 'windowAggregate'
        | 'over'
        | 'join'
        | 'union'
        | 'unsupported';
    }
  >,
  columns: readonly number[],
  below: Below,
): LogicalNode {
  const { place } = below;
  const inner = below.node.output.fields.length;
  const width = node.input.output.fields.length;
  const output = { fields: [...below.node.output.fields, ...node.output.fields.slice(width)] };
  const back = columns.map((c) => (c < width ? place(c) : inner + c - width));
  const base = { input: below.node, output };
  switch (node.kind) {
    case 'windowTable':
      return select(
        {
          ...node,
          ...base,
          window: { ...node.window, time: place(node.window.time) },
          partition: node.partition.map(place),
        },
        back,
      );
    case 'topN':
      return select({ ...node, ...base, ...topNParts(node, place) }, back);
    case 'deduplicate':
      return select({ ...node, ...base, keys: node.keys.map(place), time: place(node.time) }, back);
    case 'timeSort':
      return select(
        {
          ...node,
          ...base,
          order: node.order.map((k) => ({ ...k, column: place(k.column) })),
        },
        back,
      );
    case 'correlate':
      return select({ ...node, ...base, ...correlateParts(node, below) }, back);
    case 'asyncCalls':
      throw new EngineBug('async calls are split off last');
    case 'changeCodes':
      return select({ ...node, ...base, column: node.column < 0 ? -1 : place(node.column) }, back);
    case 'limit':
      return select({ ...node, ...base }, back);
  }
}

/** The function's arguments and condition over the pruned input. */
function correlateParts(
  node: Correlate,
  { node: input, place }: Below,
): Pick<Correlate, 'args' | 'condition'> {
  const width = node.input.output.fields.length;
  const inner = input.output.fields.length;
  const move = (c: number): number => (c < width ? place(c) : inner + c - width);
  return {
    args: node.args.map((arg) => moveColumns(arg, place)),
    condition: node.condition === null ? null : moveColumns(node.condition, move),
  };
}

function topNParts(
  node: TopN,
  place: (column: number) => number,
): Pick<TopN, 'partition' | 'order' | 'toColumn' | 'windowEnd'> {
  return {
    partition: node.partition.map(place),
    order: node.order.map((k) => ({ ...k, column: place(k.column) })),
    toColumn: node.toColumn === null ? null : place(node.toColumn),
    windowEnd: node.windowEnd === null ? null : place(node.windowEnd),
  };
}
