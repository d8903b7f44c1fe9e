import type { CallExpr, Expr } from './expr.js';
import type { Identifier, Node, OptionNode, QualifiedName, StringLiteral } from './node.js';
import type { MatchRecognize } from './match.js';

/** WITH + body + ORDER BY + OFFSET + LIMIT. Also every parenthesised query. */
export interface Query extends Node {
  readonly kind: 'query';
  readonly ctes: readonly Cte[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  /** LIMIT n or FETCH FIRST n ROWS ONLY; null for none or LIMIT ALL. */
  readonly limit: Expr | null;
  readonly offset: Expr | null;
}

/** A `query` here was in parentheses and has a WITH, ORDER BY, LIMIT or OFFSET of its own. */
export type QueryBody = Select | SetOperation | Values | ExplicitTable | Query;

export interface Cte extends Node {
  readonly kind: 'cte';
  readonly name: Identifier;
  /** Empty when not written. */
  readonly columns: readonly Identifier[];
  readonly query: Query;
}

/** Left-associative; INTERSECT binds tighter. */
export interface SetOperation extends Node {
  readonly kind: 'set-operation';
  readonly op: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly left: QueryBody;
  readonly right: QueryBody;
}

/** VALUES (1, 'a'), ROW(2, 'b'), 3: one array of expressions a row. */
export interface Values extends Node {
  readonly kind: 'values';
  readonly rows: readonly (readonly Expr[])[];
}

/** TABLE t as a query. */
export interface ExplicitTable extends Node {
  readonly kind: 'explicit-table';
  readonly name: QualifiedName;
}

export interface Select extends Node {
  readonly kind: 'select';
  readonly hints: readonly Hint[];
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  /** Null for SELECT without FROM. */
  readonly from: TableRef | null;
  readonly where: Expr | null;
  /** Null without GROUP BY; GROUP BY () is an array holding one empty set. */
  readonly groupBy: readonly GroupItem[] | null;
  /** GROUP BY DISTINCT. */
  readonly groupByDistinct: boolean;
  readonly having: Expr | null;
  readonly windows: readonly NamedWindow[];
  readonly qualify: Expr | null;
}

export type SelectItem = SelectExpr | SelectStar;

export interface SelectExpr extends Node {
  readonly kind: 'select-expr';
  readonly expr: Expr;
  readonly alias: Identifier | null;
}

/**
 * `*`, `t.*` or `r.*`: `qualifier` is empty for a bare star. `* EXCEPT (a, b)` leaves columns
 * out.
 */
export interface SelectStar extends Node {
  readonly kind: 'select-star';
  readonly qualifier: readonly Identifier[];
  readonly except: readonly Identifier[];
}

export type GroupItem = Expr | GroupingSet | GroupingSets | GroupAll;

/** An item that names its keys. */
export type WrittenGroupItem = Exclude<GroupItem, GroupAll>;

/** GROUP BY ALL: the only item of its GROUP BY; the binder writes it out. */
export interface GroupAll extends Node {
  readonly kind: 'group-all';
}

/** (a, b) or () in a GROUP BY list, or within GROUPING SETS, CUBE and ROLLUP. */
export interface GroupingSet extends Node {
  readonly kind: 'grouping-set';
  readonly items: readonly Expr[];
}

export interface GroupingSets extends Node {
  readonly kind: 'grouping-sets';
  readonly form: 'GROUPING SETS' | 'CUBE' | 'ROLLUP';
  readonly items: readonly WrittenGroupItem[];
}

export interface OrderItem extends Node {
  readonly kind: 'order-item';
  readonly expr: Expr;
  readonly descending: boolean;
  /** Null when not written (null is then the smallest value). */
  readonly nulls: 'FIRST' | 'LAST' | null;
}

export interface NamedWindow extends Node {
  readonly kind: 'named-window';
  readonly name: Identifier;
  readonly spec: WindowSpec;
}

/** ([base] PARTITION BY ... ORDER BY ... frame). */
export interface WindowSpec extends Node {
  readonly kind: 'window-spec';
  readonly base: Identifier | null;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderItem[];
  readonly frame: WindowFrame | null;
}

export interface WindowFrame extends Node {
  readonly kind: 'window-frame';
  readonly unit: 'ROWS' | 'RANGE';
  readonly start: FrameBound;
  /** Null for the short form (`ROWS 2 PRECEDING`): up to the current row. */
  readonly end: FrameBound | null;
  readonly exclude: 'CURRENT ROW' | 'GROUP' | 'TIES' | 'NO OTHERS' | null;
}

export interface FrameBound extends Node {
  readonly kind: 'frame-bound';
  readonly bound:
    'UNBOUNDED PRECEDING' | 'PRECEDING' | 'CURRENT ROW' | 'FOLLOWING' | 'UNBOUNDED FOLLOWING';
  /** Only for PRECEDING and FOLLOWING. */
  readonly offset: Expr | null;
}

/** A hint of a SELECT or a table: OPTIONS('k'='v'), BROADCAST(t), LOOKUP('table'='d', ...). */
export interface Hint extends Node {
  readonly kind: 'hint';
  readonly name: Identifier;
  readonly args: readonly (OptionNode | Identifier | StringLiteral | HintNumber)[];
}

export interface HintNumber extends Node {
  readonly kind: 'hint-number';
  readonly text: string;
}

/** AS name (columns): `columns` is empty when not written. */
export interface TableAlias extends Node {
  readonly kind: 'table-alias';
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
}

export type TableRef =
  NamedTable | DerivedTable | FunctionTable | UnnestTable | Join | MatchRecognize | AliasedTable;

export interface NamedTable extends Node {
  readonly kind: 'table';
  readonly name: QualifiedName;
  readonly hints: readonly Hint[];
  /** FOR SYSTEM_TIME AS OF expr. */
  readonly asOf: Expr | null;
  readonly sample: TableSample | null;
  readonly alias: TableAlias | null;
}

/** TABLESAMPLE BERNOULLI (p) REPEATABLE (n). */
export interface TableSample extends Node {
  readonly kind: 'table-sample';
  readonly method: 'BERNOULLI' | 'SYSTEM';
  readonly percentage: Expr;
  readonly seed: Expr | null;
}

/** (query) [AS alias], LATERAL (query). */
export interface DerivedTable extends Node {
  readonly kind: 'derived-table';
  readonly query: Query;
  readonly lateral: boolean;
  readonly alias: TableAlias | null;
}

/** TABLE(f(...)), LATERAL TABLE(f(...)), or f(...) straight in FROM (`wrapped` false). */
export interface FunctionTable extends Node {
  readonly kind: 'table-function';
  readonly call: CallExpr;
  readonly lateral: boolean;
  readonly wrapped: boolean;
  readonly alias: TableAlias | null;
}

export interface UnnestTable extends Node {
  readonly kind: 'unnest';
  readonly operands: readonly Expr[];
  readonly ordinality: boolean;
  readonly lateral: boolean;
  readonly alias: TableAlias | null;
}

/** A parenthesised join with or without an alias: (a JOIN b ON ...) AS x. */
export interface AliasedTable extends Node {
  readonly kind: 'aliased-table';
  readonly table: TableRef;
  readonly alias: TableAlias;
}

/** `COMMA` is `FROM a, b`; a parenthesised join is just a join on the right. */
export interface Join extends Node {
  readonly kind: 'join';
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | 'COMMA';
  readonly natural: boolean;
  readonly left: TableRef;
  readonly right: TableRef;
  readonly condition: JoinOn | JoinUsing | null;
}

export interface JoinOn extends Node {
  readonly kind: 'on';
  readonly expr: Expr;
}
export interface JoinUsing extends Node {
  readonly kind: 'using';
  readonly columns: readonly Identifier[];
}
