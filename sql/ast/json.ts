import type { Expr } from './expr.js';
import type { Identifier, Node } from './node.js';
import type { OrderItem, WindowSpec } from './query.js';
import type { TypeNode } from './type.js';

/** One behaviour of ON EMPTY / ON ERROR; `value` only for DEFAULT. */
export interface JsonBehavior extends Node {
  readonly kind: 'json-behavior';
  readonly action:
    'NULL' | 'ERROR' | 'DEFAULT' | 'EMPTY ARRAY' | 'EMPTY OBJECT' | 'TRUE' | 'FALSE' | 'UNKNOWN';
  readonly value: Expr | null;
}

export type JsonExpr =
  | JsonExistsExpr
  | JsonValueExpr
  | JsonQueryExpr
  | JsonObjectExpr
  | JsonArrayExpr
  | JsonAggregateExpr;

export interface JsonExistsExpr extends Node {
  readonly kind: 'json-exists';
  readonly input: Expr;
  readonly path: Expr;
  readonly onError: JsonBehavior | null;
}

export interface JsonValueExpr extends Node {
  readonly kind: 'json-value';
  readonly input: Expr;
  readonly path: Expr;
  readonly returning: TypeNode | null;
  readonly onEmpty: JsonBehavior | null;
  readonly onError: JsonBehavior | null;
}

export interface JsonQueryExpr extends Node {
  readonly kind: 'json-query';
  readonly input: Expr;
  readonly path: Expr;
  readonly returning: TypeNode | null;
  readonly wrapper: 'WITHOUT' | 'CONDITIONAL' | 'UNCONDITIONAL' | null;
  readonly onEmpty: JsonBehavior | null;
  readonly onError: JsonBehavior | null;
}

/** KEY k VALUE v or k : v. */
export interface JsonPair extends Node {
  readonly kind: 'json-pair';
  readonly key: Expr;
  readonly value: Expr;
}

/** JSON_OBJECT(...). `onNull` null when not written (the default is NULL ON NULL). */
export interface JsonObjectExpr extends Node {
  readonly kind: 'json-object';
  readonly pairs: readonly JsonPair[];
  readonly onNull: 'NULL' | 'ABSENT' | null;
}

/** JSON_ARRAY(...). `onNull` null when not written (the default is ABSENT ON NULL). */
export interface JsonArrayExpr extends Node {
  readonly kind: 'json-array';
  readonly items: readonly Expr[];
  readonly onNull: 'NULL' | 'ABSENT' | null;
}

/** JSON_OBJECTAGG(KEY k VALUE v ...) and JSON_ARRAYAGG(v ...): `key` is null in the latter. */
export interface JsonAggregateExpr extends Node {
  readonly kind: 'json-aggregate';
  readonly key: Expr | null;
  readonly value: Expr;
  readonly orderBy: readonly OrderItem[];
  readonly onNull: 'NULL' | 'ABSENT' | null;
  readonly filter: Expr | null;
  readonly over: WindowSpec | Identifier | null;
}
