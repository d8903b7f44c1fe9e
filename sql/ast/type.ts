import type { Identifier, Node, QualifiedName, StringLiteral } from './node.js';
import type { IntervalUnit } from './expr.js';

/** A type as written. `nullable` is false after NOT NULL. */
export type TypeNode =
  | NamedType
  | ArrayTypeNode
  | MapTypeNode
  | RowTypeNode
  | IntervalTypeNode
  | RawTypeNode
  | UserTypeNode;

/**
 * Canonical names: synonyms (INTEGER, DEC, NUMERIC, TIMESTAMP WITH LOCAL TIME ZONE...) are
 * resolved.
 */
export type TypeName =
  | 'BOOLEAN'
  | 'TINYINT'
  | 'SMALLINT'
  | 'INT'
  | 'BIGINT'
  | 'FLOAT'
  | 'DOUBLE'
  | 'DECIMAL'
  | 'CHAR'
  | 'VARCHAR'
  | 'STRING'
  | 'BINARY'
  | 'VARBINARY'
  | 'BYTES'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP'
  | 'TIMESTAMP_LTZ'
  | 'TIMESTAMP_TZ'
  | 'VARIANT'
  | 'BITMAP'
  | 'NULL'
  | 'ANY'
  | 'DESCRIPTOR';

export interface NamedType extends Node {
  readonly kind: 'named-type';
  readonly name: TypeName;
  /** Length (CHAR, VARCHAR, BINARY...) or precision; null when not written. */
  readonly precision: number | null;
  /** DECIMAL only; null when not written. */
  readonly scale: number | null;
  readonly nullable: boolean;
}

/** ARRAY<T> (also `T ARRAY`) and MULTISET<T> (also `T MULTISET`). */
export interface ArrayTypeNode extends Node {
  readonly kind: 'array-type';
  readonly collection: 'ARRAY' | 'MULTISET';
  readonly element: TypeNode;
  readonly nullable: boolean;
}

export interface MapTypeNode extends Node {
  readonly kind: 'map-type';
  readonly key: TypeNode;
  readonly value: TypeNode;
  readonly nullable: boolean;
}

export interface RowFieldNode extends Node {
  readonly kind: 'row-field';
  readonly name: Identifier;
  readonly type: TypeNode;
  readonly comment: StringLiteral | null;
}

/** ROW<a INT, b STRING> or ROW(a INT, b STRING). */
export interface RowTypeNode extends Node {
  readonly kind: 'row-type';
  readonly fields: readonly RowFieldNode[];
  readonly nullable: boolean;
}

/** INTERVAL DAY(3) TO SECOND(6), INTERVAL YEAR... `to` is null for one unit. */
export interface IntervalTypeNode extends Node {
  readonly kind: 'interval-type';
  readonly from: IntervalUnit;
  readonly to: IntervalUnit | null;
  readonly precision: number | null;
  readonly fraction: number | null;
  readonly nullable: boolean;
}

/** RAW('class', 'serializer'). */
export interface RawTypeNode extends Node {
  readonly kind: 'raw-type';
  readonly className: StringLiteral;
  readonly serializer: StringLiteral;
  readonly nullable: boolean;
}

/** A name that is no built-in type. */
export interface UserTypeNode extends Node {
  readonly kind: 'user-type';
  readonly name: QualifiedName;
  readonly nullable: boolean;
}
