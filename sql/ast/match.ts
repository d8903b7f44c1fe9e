import type { Expr, IntervalLiteral, IntervalOfExpr } from './expr.js';
import type { Identifier, Node } from './node.js';
import type { OrderItem, TableAlias, TableRef } from './query.js';

/** table MATCH_RECOGNIZE (...) [AS alias]. */
export interface MatchRecognize extends Node {
  readonly kind: 'match-recognize';
  readonly input: TableRef;
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderItem[];
  readonly measures: readonly MatchMeasure[];
  /** Null when not written (ONE ROW). */
  readonly rows: 'ONE ROW' | 'ALL ROWS' | null;
  readonly after: AfterMatch | null;
  readonly pattern: PatternNode;
  /** `^` and `$` around the pattern. */
  readonly startAnchor: boolean;
  readonly endAnchor: boolean;
  readonly within: IntervalLiteral | IntervalOfExpr | null;
  readonly subsets: readonly MatchSubset[];
  readonly defines: readonly MatchDefine[];
  readonly alias: TableAlias | null;
}

/** expr AS alias; RUNNING and FINAL before a call are in the call. */
export interface MatchMeasure extends Node {
  readonly kind: 'measure';
  readonly expr: Expr;
  readonly alias: Identifier;
}

export interface AfterMatch extends Node {
  readonly kind: 'after-match';
  readonly mode: 'NEXT ROW' | 'PAST LAST ROW' | 'FIRST' | 'LAST';
  /** Pattern variable of TO FIRST / TO LAST (also of plain TO: LAST). */
  readonly variable: Identifier | null;
}

export interface MatchSubset extends Node {
  readonly kind: 'subset';
  readonly name: Identifier;
  readonly variables: readonly Identifier[];
}

export interface MatchDefine extends Node {
  readonly kind: 'define';
  readonly variable: Identifier;
  readonly condition: Expr;
}

export type PatternNode =
  | PatternVariable
  | PatternConcat
  | PatternAlternation
  | PatternRepeat
  | PatternExclude
  | PatternPermute;

export interface PatternVariable extends Node {
  readonly kind: 'pattern-variable';
  readonly name: string;
}
/** A B C: two items at least. */
export interface PatternConcat extends Node {
  readonly kind: 'pattern-concat';
  readonly items: readonly PatternNode[];
}
/** A | B: two items at least. */
export interface PatternAlternation extends Node {
  readonly kind: 'pattern-alternation';
  readonly items: readonly PatternNode[];
}
/**
 * `*` is 0..null, `+` 1..null, `?` 0..1, {n} n..n, {n,} n..null, {,m} 0..m; a `?` after it is
 * reluctant.
 */
export interface PatternRepeat extends Node {
  readonly kind: 'pattern-repeat';
  readonly item: PatternNode;
  readonly min: number;
  readonly max: number | null;
  readonly reluctant: boolean;
}
/** {- A B -}. */
export interface PatternExclude extends Node {
  readonly kind: 'pattern-exclude';
  readonly item: PatternNode;
}
/** PERMUTE(A, B). */
export interface PatternPermute extends Node {
  readonly kind: 'pattern-permute';
  readonly items: readonly PatternNode[];
}
