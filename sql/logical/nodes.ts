/**
 * The logical plan: a tree (shared sub-trees allowed) of typed nodes. Column numbers index the
 * input's
 * `output`; every node knows its output schema, with time attributes and nullability in the types.
 */
import type { Value } from '../../core/batch.js';
import type { Span } from '../../core/errors.js';
import type { DataType, Field, Schema } from '../../core/types.js';
import { withoutAttribute, withNullable } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type {
  AggregateCall,
  AsyncCall,
  JoinType,
  SortKey,
  WindowSpec,
} from '../../engine/nodes.js';

/** A table as the planner reads it. `base` is physical columns, then metadata columns. */
export interface ScanTable {
  readonly name: string;
  /** Where the statement names it, or the view that reads it. */
  readonly span: Span;
  readonly connector: string;
  readonly options: Readonly<Record<string, string>>;
  readonly physical: Schema;
  readonly base: Schema;
  /** Keys of the metadata columns behind the physical ones. */
  readonly metadata: readonly string[];
  readonly partitionKeys: readonly string[];
  readonly primaryKey: readonly string[];
  /** Expressions over `base`. */
  readonly watermark: {
    readonly rowtime: Expr;
    readonly expr: Expr;
    readonly idleMs: number | null;
  } | null;
}

export interface Scan {
  readonly kind: 'scan';
  readonly table: ScanTable;
  readonly output: Schema;
  /** Over `table.base`; output column i. The rowtime is among them or not needed. */
  readonly columns: readonly Expr[];
}
export interface ValuesRows {
  readonly kind: 'values';
  readonly output: Schema;
  readonly rows: readonly (readonly Value[])[];
}
export interface Calc {
  readonly kind: 'calc';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly filter: Expr | null;
  readonly projections: readonly Expr[];
}
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly keys: readonly number[];
  readonly calls: readonly AggregateCall[];
}
export interface WindowTable {
  readonly kind: 'windowTable';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly window: WindowSpec;
  readonly partition: readonly number[];
}
export interface WindowAggregate {
  readonly kind: 'windowAggregate';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly window: WindowSpec;
  readonly keys: readonly number[];
  readonly calls: readonly AggregateCall[];
  readonly properties: readonly ('start' | 'end' | 'time')[];
  readonly attached: { readonly start: number; readonly end: number } | null;
}
export interface LogicalJoin {
  readonly kind: 'join';
  readonly left: LogicalNode;
  readonly right: LogicalNode;
  readonly output: Schema;
  readonly joinType: JoinType;
  readonly condition: Expr | null;
  readonly leftKeys: readonly number[];
  readonly rightKeys: readonly number[];
  readonly nullSafe: readonly boolean[];
  readonly windowEnd: { readonly left: number; readonly right: number } | null;
  /** What an unsupported kind of join is called ('temporal join'), else null. */
  readonly unsupported: string | null;
  readonly span: Span | null;
}
/**
 * Each row with the rows of a table function: the input's columns, then `width` of the
 * function's.
 */
export interface Correlate {
  readonly kind: 'correlate';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly function: string;
  readonly args: readonly Expr[];
  readonly width: number;
  readonly isLeft: boolean;
  /** As in the physical node; null = none. */
  readonly condition: Expr | null;
}
/** The input's columns, then one per call of an async function. Made by the last rewrite. */
export interface AsyncCalls {
  readonly kind: 'asyncCalls';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly calls: readonly AsyncCall[];
}
export interface LogicalUnion {
  readonly kind: 'union';
  readonly inputs: readonly LogicalNode[];
  readonly output: Schema;
}
/** One column per call behind the input's: window functions over one window. */
export interface Over {
  readonly kind: 'over';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly partition: readonly number[];
  readonly order: readonly SortKey[];
  readonly frame: string;
  readonly calls: readonly AggregateCall[];
  readonly span: Span | null;
}
export interface TopN {
  readonly kind: 'topN';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly partition: readonly number[];
  readonly order: readonly SortKey[];
  readonly from: number;
  readonly to: number;
  readonly toColumn: number | null;
  readonly rankColumn: boolean;
  readonly windowEnd: number | null;
  /** Windowed only: of equal sort keys the latest arrival comes first. */
  readonly latestFirst: boolean;
}
export interface Deduplicate {
  readonly kind: 'deduplicate';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly keys: readonly number[];
  readonly time: number;
  readonly keep: 'first' | 'last';
  readonly processingTime: boolean;
}
export interface TimeSort {
  readonly kind: 'timeSort';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly order: readonly SortKey[];
}
export interface Limit {
  readonly kind: 'limit';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly offset: number;
  readonly count: number;
}
/** Known to the binder (names and types), not to the engine: lowering refuses it by `what`. */
/** As the physical node: `write` appends the code's column, `read` keeps all columns. */
export interface ChangeCodes {
  readonly kind: 'changeCodes';
  readonly direction: 'write' | 'read';
  readonly input: LogicalNode;
  readonly output: Schema;
  readonly column: number;
  readonly codes: readonly (readonly [code: string, kind: number])[];
}
export interface Unsupported {
  readonly kind: 'unsupported';
  readonly input: LogicalNode | null;
  readonly output: Schema;
  readonly what: string;
  readonly span: Span | null;
}

export type LogicalNode =
  | Scan
  | ValuesRows
  | Calc
  | Aggregate
  | WindowTable
  | WindowAggregate
  | LogicalJoin
  | LogicalUnion
  | Correlate
  | AsyncCalls
  | Over
  | TopN
  | Deduplicate
  | TimeSort
  | Limit
  | ChangeCodes
  | Unsupported;

export function inputsOf(node: LogicalNode): readonly LogicalNode[] {
  switch (node.kind) {
    case 'scan':
    case 'values':
      return [];
    case 'unsupported':
      return node.input === null ? [] : [node.input];
    case 'join':
      return [node.left, node.right];
    case 'union':
      return node.inputs;
    default:
      return [node.input];
  }
}

/** The node over other inputs of the same schemas. */
export function withInputs(node: LogicalNode, inputs: readonly LogicalNode[]): LogicalNode {
  const before = inputsOf(node);
  if (inputs.every((input, i) => input === before[i])) return node;
  switch (node.kind) {
    case 'scan':
    case 'values':
      return node;
    case 'join':
      return { ...node, left: inputs[0]!, right: inputs[1]! };
    case 'union':
      return { ...node, inputs };
    default:
      return { ...node, input: inputs[0]! };
  }
}

export function schemaOf(names: readonly string[], types: readonly DataType[]): Schema {
  return { fields: types.map((type, i) => ({ name: names[i]!, type })) };
}

/** All columns of `schema` as expressions, numbered from `offset`. */
export function columnsOf(schema: Schema, offset = 0): Expr[] {
  return schema.fields.map((field, i) => column(i + offset, field.type));
}

export function calc(
  input: LogicalNode,
  filter: Expr | null,
  projections: readonly Expr[],
  names: readonly string[],
): Calc {
  return {
    kind: 'calc',
    input,
    filter,
    projections,
    output: schemaOf(
      names,
      projections.map((p) => p.type),
    ),
  };
}

export function filterOnly(input: LogicalNode, filter: Expr): Calc {
  return {
    kind: 'calc',
    input,
    filter,
    projections: columnsOf(input.output),
    output: input.output,
  };
}

/** Keeps the columns `wanted` of the input, in that order, with the input's names. */
export function select(input: LogicalNode, wanted: readonly number[]): LogicalNode {
  const fields = input.output.fields;
  if (wanted.length === fields.length && wanted.every((c, i) => c === i)) return input;
  return calc(
    input,
    null,
    wanted.map((c) => column(c, fields[c]!.type)),
    wanted.map((c) => fields[c]!.name),
  );
}

export function union(inputs: readonly LogicalNode[]): LogicalNode {
  const first = inputs[0]!;
  if (inputs.length === 1) return first;
  const fields = first.output.fields.map((field, i): Field => {
    const types = inputs.map((input) => input.output.fields[i]!.type);
    const nullable = types.some((type) => type.nullable);
    const attribute = types.every((type) => sameAttribute(type, types[0]!));
    return {
      name: field.name,
      type: withNullable(attribute ? types[0]! : withoutAttribute(types[0]!), nullable),
    };
  });
  return { kind: 'union', inputs, output: { fields } };
}

function sameAttribute(a: DataType, b: DataType): boolean {
  return (
    ('attribute' in a ? a.attribute : undefined) === ('attribute' in b ? b.attribute : undefined)
  );
}

/** A regular join; keys are found in the condition by a rewrite. Time attributes are lost. */
export function join(
  left: LogicalNode,
  right: LogicalNode,
  joinType: JoinType,
  condition: Expr | null,
  span: Span | null = null,
): LogicalJoin {
  return {
    kind: 'join',
    left,
    right,
    joinType,
    condition,
    output: joinOutput(left.output, right.output, joinType, false),
    leftKeys: [],
    rightKeys: [],
    nullSafe: [],
    windowEnd: null,
    unsupported: null,
    span,
  };
}

/** `keepsTimes`: rows come before the watermark that lets them go, as in a window join. */
export function joinOutput(
  left: Schema,
  right: Schema,
  joinType: JoinType,
  keepsTimes: boolean,
): Schema {
  const isLeftOnly = joinType === 'semi' || joinType === 'anti';
  const side = (schema: Schema, padded: boolean): Field[] =>
    schema.fields.map(({ name, type }) => {
      const shown = padded ? withNullable(type, true) : type;
      return { name, type: keepsTimes ? shown : withoutAttribute(shown) };
    });
  return {
    fields: [
      ...side(left, joinType === 'right' || joinType === 'full'),
      ...(isLeftOnly ? [] : side(right, joinType === 'left' || joinType === 'full')),
    ],
  };
}
