/**
 * The physical plan's nodes: flat plain data, no closures. Column numbers index the input's schema.
 * `uid` is derived from what the node computes (its semantic sub-plan), not from its position.
 */
import type { Value } from '../core/batch.js';
import type { DataType, Schema } from '../core/types.js';
import type { JsonValue } from '../core/json.js';
import type { Expr } from './expr.js';

export type Exchange =
  | { readonly kind: 'forward' }
  | { readonly kind: 'single' }
  | { readonly kind: 'hash'; readonly keys: readonly number[] };

/** insert-only: kinds is always null. retract: -U/-D take away a whole earlier row. */
export type ChangelogMode = 'insert-only' | 'retract';

export interface NodeBase {
  readonly id: number;
  readonly uid: string;
  /** Ids of the producers, by input slot, and how their rows travel. */
  readonly inputs: readonly number[];
  readonly exchanges: readonly Exchange[];
  readonly output: Schema;
  readonly changelog: ChangelogMode;
}

/**
 * Output column i is the value at `projection[i]`, a path of names from the table's physical
 * columns.
 */
export interface SourceNode extends NodeBase {
  readonly kind: 'source';
  readonly table: string;
  readonly connector: string;
  readonly options: Readonly<Record<string, string>>;
  readonly physical: Schema;
  readonly projection: readonly (readonly string[])[];
  /** Metadata columns: appended after the projection, by key. */
  readonly metadata: readonly string[];
  readonly partitionKeys: readonly string[];
}
/** Rows of constants, once. */
export interface ValuesNode extends NodeBase {
  readonly kind: 'values';
  readonly rows: readonly (readonly Value[])[];
}
/**
 * Sets the watermark after every row from `expr` (null leaves it); rowtime null in a row is an
 * error.
 */
export interface WatermarkNode extends NodeBase {
  readonly kind: 'watermark';
  readonly rowtime: number;
  readonly expr: Expr;
  readonly idleTimeoutMs: number | null;
}
/** Filter, then project. */
export interface CalcNode extends NodeBase {
  readonly kind: 'calc';
  readonly filter: Expr | null;
  readonly projections: readonly Expr[];
}
/**
 * Each row with the rows that a table function gives for it. Output: input columns, its `width`
 * columns.
 */
export interface CorrelateNode extends NodeBase {
  readonly kind: 'correlate';
  /** Upper-case name of a table function of the engine or the session. */
  readonly function: string;
  readonly args: readonly Expr[];
  readonly width: number;
  /** Rows without any are kept, padded with nulls. */
  readonly isLeft: boolean;
  /** `isLeft` only, over the output's columns: rows of the function for which it is not true go. */
  readonly condition?: Expr;
}
export interface AsyncCall {
  /** Upper-case name of an async function of the session. */
  readonly name: string;
  readonly args: readonly Expr[];
  readonly type: DataType;
}
/**
 * Waits for async functions. Output: input columns, one column a call; in the order of the input.
 */
export interface AsyncCallsNode extends NodeBase {
  readonly kind: 'asyncCalls';
  readonly calls: readonly AsyncCall[];
}
export interface UnionNode extends NodeBase {
  readonly kind: 'union';
}

export interface AggregateCall {
  readonly name: string; // canonical AggregateFunction name
  readonly args: readonly number[];
  readonly distinct: boolean;
  /** BOOLEAN column; rows where it is not true are left out. */
  readonly filter: number | null;
  readonly type: DataType;
  /**
   * Boxed literal arguments, which are not in `args` (LISTAGG's separator, PERCENTILE's fractions).
   */
  readonly constants?: readonly Value[];
  readonly options?: JsonValue;
}
/** Output: keys, then one column a call. No keys = one global group (no row while it is empty). */
export interface GroupAggregateNode extends NodeBase {
  readonly kind: 'groupAggregate';
  readonly keys: readonly number[];
  readonly calls: readonly AggregateCall[];
  /** A sink records the changes themselves: send every one, not the net change of a batch. */
  readonly everyChange?: boolean;
}

/**
 * All in ms. Windows are [start, end), start = offsetMs mod slide. cumulate: `slideMs` is the step.
 */
export interface WindowSpec {
  readonly kind: 'tumble' | 'hop' | 'cumulate' | 'session';
  /** Column of the time attribute. */
  readonly time: number;
  readonly sizeMs: number; // session: the gap
  readonly slideMs: number; // = sizeMs for tumble; unused for session
  readonly offsetMs: number;
  /** TIMESTAMP_LTZ windows are laid on the local clock of this zone; null for TIMESTAMP. */
  readonly timeZone: string | null;
  readonly processingTime: boolean;
}
/**
 * Output: input columns, window_start, window_end, window_time. Maps row by row, drops nothing as
 * late.
 */
export interface WindowTableNode extends NodeBase {
  readonly kind: 'windowTable';
  readonly window: WindowSpec;
  /** Session partition keys. */
  readonly partition: readonly number[];
}
/**
 * Aggregates per key and window; emits when the watermark reaches end - 1. Output: keys, calls,
 * properties.
 */
export interface WindowAggregateNode extends NodeBase {
  readonly kind: 'windowAggregate';
  readonly window: WindowSpec;
  readonly keys: readonly number[];
  readonly calls: readonly AggregateCall[];
  readonly properties: readonly ('start' | 'end' | 'time')[];
  /**
   * Input already carries windows (cascade): columns of its window_start and window_end; else null.
   */
  readonly attached: { readonly start: number; readonly end: number } | null;
}

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti';
/** Regular join. Output: left columns, right columns (semi, anti: left only). */
export interface JoinNode extends NodeBase {
  readonly kind: 'join';
  readonly joinType: JoinType;
  readonly leftKeys: readonly number[];
  readonly rightKeys: readonly number[];
  /** Per key: null matches null (IS NOT DISTINCT FROM, set operations). */
  readonly nullSafe: readonly boolean[];
  /** Over left columns then right columns; null = none. */
  readonly condition: Expr | null;
  /** Window join: rows are freed when the watermark reaches the window's end - 1. */
  readonly windowEnd: { readonly left: number; readonly right: number } | null;
  /**
   * Zone of the windows' clock (see WindowSpec.timeZone); absent and null for TIMESTAMP windows.
   */
  readonly windowTimeZone?: string | null;
}

export interface SortKey {
  readonly column: number;
  readonly ascending: boolean;
  readonly nullsFirst: boolean;
}
/**
 * Rows whose place in their partition is in [from, to] (1-based). `rankColumn` appends the place,
 * BIGINT NOT NULL.
 */
export interface TopNNode extends NodeBase {
  readonly kind: 'topN';
  readonly partition: readonly number[];
  readonly order: readonly SortKey[];
  readonly from: number;
  readonly to: number;
  readonly rankColumn: boolean;
  /** `rn <= column`: the bound is this column of the partition; null = `to`. */
  readonly toColumn: number | null;
  /** Windowed top-N: partition contains this window_end column; emits when the window closes. */
  readonly windowEnd: number | null;
  /** Windowed top-N only: of equal sort keys the latest arrival comes first (keep-last by time). */
  readonly latestFirst?: boolean;
  /**
   * Zone of the windows' clock (see WindowSpec.timeZone); absent and null for TIMESTAMP windows.
   */
  readonly windowTimeZone?: string | null;
  /** See GroupAggregateNode. */
  readonly everyChange?: boolean;
}
/**
 * ROW_NUMBER over one time attribute = 1. first: waits for the watermark, append-only. last:
 * updates at once.
 */
export interface DeduplicateNode extends NodeBase {
  readonly kind: 'deduplicate';
  readonly keys: readonly number[];
  readonly time: number;
  readonly keep: 'first' | 'last';
  readonly processingTime: boolean;
  /** See GroupAggregateNode. */
  readonly everyChange?: boolean;
}
/** Event-time sort (ORDER BY rowtime ascending first): emits as the watermark passes. */
export interface TimeSortNode extends NodeBase {
  readonly kind: 'timeSort';
  readonly order: readonly SortKey[];
}
/**
 * Changes as rows, and back. write: every change is a new row whose last column (a text) is its
 * code. read: a row is the change that the text in `column` is the code of; the columns stay.
 */
export interface ChangeCodesNode extends NodeBase {
  readonly kind: 'changeCodes';
  readonly direction: 'write' | 'read';
  /** read only; else -1. */
  readonly column: number;
  /** Kinds by their numbers in core/rowkind.ts. */
  readonly codes: readonly (readonly [code: string, kind: number])[];
}
/** First `count` rows after `offset`, by arrival (LIMIT without ORDER BY). */
export interface LimitNode extends NodeBase {
  readonly kind: 'limit';
  readonly offset: number;
  readonly count: number;
}

/**
 * What INSERT OVERWRITE replaces when its input has ended: a table without partitions whole, else
 * the partitions that get rows, and that of `partition`: boxed values of all partition keys, null
 * when the statement does not fix them all.
 */
export interface Overwrite {
  readonly partition: readonly Value[] | null;
}
/** INSERT INTO a connector's table. `partitionKeys` name output columns. */
export interface SinkNode extends NodeBase {
  readonly kind: 'sink';
  readonly table: string;
  readonly connector: string;
  readonly options: Readonly<Record<string, string>>;
  readonly partitionKeys: readonly string[];
  readonly primaryKey: readonly string[];
  /** INSERT OVERWRITE; absent for INSERT INTO. */
  readonly overwrite?: Overwrite;
}
/** The result of a SELECT, handed to the program. */
export interface CollectNode extends NodeBase {
  readonly kind: 'collect';
}

export type PhysicalNode =
  | SourceNode
  | ValuesNode
  | WatermarkNode
  | CalcNode
  | CorrelateNode
  | AsyncCallsNode
  | UnionNode
  | GroupAggregateNode
  | WindowTableNode
  | WindowAggregateNode
  | JoinNode
  | TopNNode
  | DeduplicateNode
  | TimeSortNode
  | ChangeCodesNode
  | LimitNode
  | SinkNode
  | CollectNode;

/**
 * Nodes in topological order (producers first). Restoring needs the same fingerprint or matching
 * uids.
 */
export interface PhysicalPlan {
  readonly nodes: readonly PhysicalNode[];
  readonly fingerprint: string;
}
