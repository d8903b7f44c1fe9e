import type { JsonExpr } from './json.js';
import type { Identifier, Node, QualifiedName, StringLiteral } from './node.js';
import type { OrderItem, Query, TableRef, WindowSpec } from './query.js';
import type { TypeNode } from './type.js';

/** Any expression. Parentheses are not kept: the printer puts them where precedence needs them. */
export type Expr =
  | Literal
  | ColumnRef
  | FieldAccess
  | ElementAccess
  | UnaryExpr
  | BinaryExpr
  | IsExpr
  | DistinctFromExpr
  | BetweenExpr
  | InExpr
  | LikeExpr
  | ExistsExpr
  | QuantifiedExpr
  | CaseExpr
  | CastExpr
  | RowExpr
  | ArrayExpr
  | MapExpr
  | SubqueryExpr
  | CallExpr
  | JsonExpr
  | OverlapsExpr
  | IntervalOfExpr
  | AtTimeZoneExpr
  | CollectionQueryExpr;

export type Literal =
  | StringLiteral
  | NumberLiteral
  | BooleanLiteral
  | NullLiteral
  | BinaryLiteral
  | TemporalLiteral
  | IntervalLiteral;

/**
 * `text` exactly as written and unsigned: 1, 1.50, .5, 1e10. Exponent form is DOUBLE, the rest
 * exact.
 */
export interface NumberLiteral extends Node {
  readonly kind: 'number';
  readonly text: string;
}
/** `value` null is UNKNOWN. */
export interface BooleanLiteral extends Node {
  readonly kind: 'boolean';
  readonly value: boolean | null;
}
export interface NullLiteral extends Node {
  readonly kind: 'null';
}
/** x'0aFF': `hex` is upper case, even in length. */
export interface BinaryLiteral extends Node {
  readonly kind: 'bytes';
  readonly hex: string;
}
/** DATE '...', TIME '...', TIMESTAMP '...'; the text is checked by the binder. */
export interface TemporalLiteral extends Node {
  readonly kind: 'temporal';
  readonly type: 'DATE' | 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_LTZ';
  readonly text: string;
}

export type IntervalUnit =
  'YEAR' | 'QUARTER' | 'MONTH' | 'WEEK' | 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND';

/** YEAR, DAY(3), DAY TO SECOND(6), SECOND(2, 3). */
export interface IntervalQualifier extends Node {
  readonly kind: 'interval-qualifier';
  readonly from: IntervalUnit;
  readonly to: IntervalUnit | null;
  /** Digits of the leading unit; null when not written. */
  readonly precision: number | null;
  /** Digits of a second's fraction; null when not written. */
  readonly fraction: number | null;
}

/** INTERVAL [+|-] '1 02:03' DAY TO MINUTE. */
export interface IntervalLiteral extends Node {
  readonly kind: 'interval';
  readonly negative: boolean;
  readonly text: string;
  readonly qualifier: IntervalQualifier;
}

/** INTERVAL expr DAY where the amount is no string literal, and `(a - b) MONTH`. */
export interface IntervalOfExpr extends Node {
  readonly kind: 'interval-of';
  readonly operand: Expr;
  readonly qualifier: IntervalQualifier;
  /** True for `(a - b) MONTH` (difference of two times), false for INTERVAL expr MONTH. */
  readonly difference: boolean;
}

/**
 * `a`, `t.a`, `t.r.f`: dotted names; which part is table, column or field, the binder finds out.
 * CURRENT_DATE and other words without parentheses are `call` with `parens` false.
 */
export interface ColumnRef extends Node {
  readonly kind: 'column';
  readonly path: readonly Identifier[];
}

/** `f(x).name`, `a[1].name`: a field of anything that is no dotted name. */
export interface FieldAccess extends Node {
  readonly kind: 'field';
  readonly object: Expr;
  readonly field: Identifier;
}

/** `a[1]`, `m['k']`. */
export interface ElementAccess extends Node {
  readonly kind: 'element';
  readonly object: Expr;
  readonly index: Expr;
}

export interface UnaryExpr extends Node {
  readonly kind: 'unary';
  readonly op: '-' | '+' | 'NOT';
  readonly operand: Expr;
}

/** `!=` is `<>`, `%` is kept. */
export type BinaryOp =
  | 'OR'
  | 'AND'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '||'
  | 'MULTISET UNION'
  | 'MULTISET INTERSECT'
  | 'MULTISET EXCEPT'
  | 'MEMBER OF'
  | 'SUBMULTISET OF'
  | 'CONTAINS'
  | 'EQUALS'
  | 'PRECEDES'
  | 'SUCCEEDS'
  | 'IMMEDIATELY PRECEDES'
  | 'IMMEDIATELY SUCCEEDS';

export interface BinaryExpr extends Node {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
}

export type IsTest =
  | 'NULL'
  | 'TRUE'
  | 'FALSE'
  | 'UNKNOWN'
  | 'A SET'
  | 'EMPTY'
  | 'JSON'
  | 'JSON VALUE'
  | 'JSON OBJECT'
  | 'JSON ARRAY'
  | 'JSON SCALAR';

/** x IS [NOT] test. */
export interface IsExpr extends Node {
  readonly kind: 'is';
  readonly operand: Expr;
  readonly test: IsTest;
  readonly negated: boolean;
}

/** x IS [NOT] DISTINCT FROM y: `negated` means NOT DISTINCT. */
export interface DistinctFromExpr extends Node {
  readonly kind: 'distinct-from';
  readonly left: Expr;
  readonly right: Expr;
  readonly negated: boolean;
}

export interface BetweenExpr extends Node {
  readonly kind: 'between';
  readonly operand: Expr;
  readonly low: Expr;
  readonly high: Expr;
  readonly symmetric: boolean;
  readonly negated: boolean;
}

/** x IN (1, 2) has an array, x IN (SELECT ...) a query. */
export interface InExpr extends Node {
  readonly kind: 'in';
  readonly operand: Expr;
  readonly source: readonly Expr[] | Query;
  readonly negated: boolean;
}

export interface LikeExpr extends Node {
  readonly kind: 'like';
  readonly operator: 'LIKE' | 'ILIKE' | 'SIMILAR TO' | 'RLIKE';
  readonly operand: Expr;
  readonly pattern: Expr;
  readonly escape: Expr | null;
  readonly negated: boolean;
}

/** EXISTS (query), UNIQUE (query). */
export interface ExistsExpr extends Node {
  readonly kind: 'exists';
  readonly test: 'EXISTS' | 'UNIQUE';
  readonly query: Query;
}

/** x = ANY (query or list); SOME is ANY. */
export interface QuantifiedExpr extends Node {
  readonly kind: 'quantified';
  readonly op: '=' | '<>' | '<' | '<=' | '>' | '>=';
  readonly quantifier: 'ANY' | 'ALL';
  readonly left: Expr;
  readonly source: readonly Expr[] | Query;
}

export interface CaseBranch extends Node {
  readonly kind: 'case-branch';
  /** One condition; several only in the simple form (WHEN 1, 2 THEN). */
  readonly when: readonly Expr[];
  readonly result: Expr;
}

export interface CaseExpr extends Node {
  readonly kind: 'case';
  /** Null in the searched form. */
  readonly operand: Expr | null;
  readonly branches: readonly CaseBranch[];
  readonly otherwise: Expr | null;
}

export interface CastExpr extends Node {
  readonly kind: 'cast';
  readonly operand: Expr;
  readonly type: TypeNode;
  /** TRY_CAST: null instead of an error. */
  readonly safe: boolean;
}

/** ROW(a, b) or (a, b); also ROW(). */
export interface RowExpr extends Node {
  readonly kind: 'row';
  readonly items: readonly Expr[];
}
/** ARRAY[1, 2]. */
export interface ArrayExpr extends Node {
  readonly kind: 'array';
  readonly items: readonly Expr[];
}
/** MAP['k', v, ...]: keys and values in turn. */
export interface MapExpr extends Node {
  readonly kind: 'map';
  readonly items: readonly Expr[];
}
/** ARRAY(query), MULTISET(query), MAP(query), MULTISET[...]. */
export interface CollectionQueryExpr extends Node {
  readonly kind: 'collection';
  readonly collection: 'ARRAY' | 'MULTISET' | 'MAP';
  readonly source: readonly Expr[] | Query;
}
/** A query as a value: (SELECT ...). */
export interface SubqueryExpr extends Node {
  readonly kind: 'subquery';
  readonly query: Query;
}

export interface OverlapsExpr extends Node {
  readonly kind: 'overlaps';
  readonly left: Expr;
  readonly right: Expr;
}

/** x AT TIME ZONE zone, x AT LOCAL (zone null). */
export interface AtTimeZoneExpr extends Node {
  readonly kind: 'at-time-zone';
  readonly operand: Expr;
  readonly zone: Expr | null;
}

/**
 * Any function call. Special syntaxes become ordinary arguments:
 * EXTRACT(YEAR FROM x) = [symbol YEAR, x]; FLOOR(x TO DAY), CEIL = [x, symbol DAY];
 * TIMESTAMPADD(DAY, 1, x) = [symbol DAY, 1, x]; SUBSTRING(x FROM 2 FOR 3) = [x, 2, 3];
 * TRIM(BOTH 'a' FROM x) = [symbol BOTH, 'a', x], plain TRIM(x) = [x];
 * OVERLAY(a PLACING b FROM 2 FOR 3) = [a, b, 2, 3];
 * POSITION(a IN b FROM 2) = [a, b, 2]; CONVERT(x USING utf8) / TRANSLATE alike = [x, symbol utf8].
 */
export interface CallExpr extends Node {
  readonly kind: 'call';
  /** As written; function names ignore case. */
  readonly name: QualifiedName;
  readonly args: readonly Argument[];
  /** False for CURRENT_DATE, LOCALTIME, USER and such, written without parentheses. */
  readonly parens: boolean;
  readonly quantifier: 'DISTINCT' | 'ALL' | null;
  /** ORDER BY inside the parentheses. */
  readonly orderBy: readonly OrderItem[];
  readonly withinGroup: readonly OrderItem[];
  readonly filter: Expr | null;
  readonly nulls: 'IGNORE' | 'RESPECT' | null;
  readonly over: WindowSpec | Identifier | null;
  /** RUNNING or FINAL in MATCH_RECOGNIZE: RUNNING LAST(A.x). */
  readonly semantics: 'RUNNING' | 'FINAL' | null;
}

export type Argument =
  Expr | StarArg | SymbolArg | NamedArg | DefaultArg | DescriptorArg | TableArg | ModelArg;

/** The `*` of COUNT(*). */
export interface StarArg extends Node {
  readonly kind: 'star-arg';
}
/** A word that is no expression: a time unit, BOTH, a character set. Upper case. */
export interface SymbolArg extends Node {
  readonly kind: 'symbol';
  readonly name: string;
}
/** name => value. */
export interface NamedArg extends Node {
  readonly kind: 'named-arg';
  readonly name: Identifier;
  readonly value: Exclude<Argument, NamedArg>;
}
export interface DefaultArg extends Node {
  readonly kind: 'default';
}
/** MODEL m. */
export interface ModelArg extends Node {
  readonly kind: 'model-arg';
  readonly name: QualifiedName;
}
/** DESCRIPTOR(a, b). */
export interface DescriptorArg extends Node {
  readonly kind: 'descriptor';
  readonly columns: readonly Identifier[];
}
/**
 * TABLE t [PARTITION BY ...] [ORDER BY ...], or (query) with one of these clauses; a query in
 * parentheses without them is a `subquery` argument.
 */
export interface TableArg extends Node {
  readonly kind: 'table-arg';
  /** A table (TABLE t), a query in parentheses, or a table function call. */
  readonly table: TableRef;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderItem[];
}
