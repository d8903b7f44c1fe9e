import type { Expr } from './expr.js';
import type { Identifier, Node, OptionNode, QualifiedName, StringLiteral } from './node.js';
import type { Query } from './query.js';
import type { TypeNode } from './type.js';

/** What CREATE TABLE and ALTER TABLE ADD / MODIFY hold between their parentheses. */
export type TableElement = ColumnDefinition | WatermarkDefinition | ConstraintDefinition;

export type ColumnDefinition = PhysicalColumn | ComputedColumn | MetadataColumn;

export interface ColumnPosition extends Node {
  readonly kind: 'column-position';
  /** FIRST when null, else AFTER this column. */
  readonly after: QualifiedName | null;
}

interface ColumnBase extends Node {
  /** A path only in ALTER TABLE. */
  readonly name: QualifiedName;
  readonly comment: StringLiteral | null;
  /** Only in ALTER TABLE. */
  readonly position: ColumnPosition | null;
}

export interface PhysicalColumn extends ColumnBase {
  readonly kind: 'physical-column';
  /** Null for a bare name in CREATE TABLE ... AS SELECT. */
  readonly type: TypeNode | null;
  /** `PRIMARY KEY NOT ENFORCED` or `UNIQUE` behind the column. */
  readonly constraint: ConstraintDefinition | null;
}

export interface ComputedColumn extends ColumnBase {
  readonly kind: 'computed-column';
  readonly expr: Expr;
}

export interface MetadataColumn extends ColumnBase {
  readonly kind: 'metadata-column';
  readonly type: TypeNode;
  /** METADATA FROM 'key'; null means the column's own name. */
  readonly key: StringLiteral | null;
  readonly virtual: boolean;
}

export interface WatermarkDefinition extends Node {
  readonly kind: 'watermark';
  readonly column: QualifiedName;
  readonly expr: Expr;
}

export interface ConstraintDefinition extends Node {
  readonly kind: 'constraint';
  readonly name: Identifier | null;
  readonly constraint: 'PRIMARY KEY' | 'UNIQUE';
  /** Empty when written behind a column. */
  readonly columns: readonly Identifier[];
  /** Null when neither ENFORCED nor NOT ENFORCED is written. */
  readonly enforced: boolean | null;
}

/** DISTRIBUTED [BY [HASH|RANGE] (a, b)] [INTO n BUCKETS]. */
export interface Distribution extends Node {
  readonly kind: 'distribution';
  readonly method: 'HASH' | 'RANGE' | null;
  readonly columns: readonly Identifier[];
  readonly buckets: number | null;
}

export interface LikeOption extends Node {
  readonly kind: 'like-option';
  readonly strategy: 'INCLUDING' | 'EXCLUDING' | 'OVERWRITING';
  readonly feature:
    | 'ALL'
    | 'CONSTRAINTS'
    | 'GENERATED'
    | 'METADATA'
    | 'OPTIONS'
    | 'PARTITIONS'
    | 'WATERMARKS'
    | 'DISTRIBUTION';
}

/** LIKE table (INCLUDING ... EXCLUDING ...). */
export interface LikeClause extends Node {
  readonly kind: 'like-clause';
  readonly table: QualifiedName;
  readonly options: readonly LikeOption[];
}

/** `orReplace` is CREATE OR REPLACE; `replace` is plain REPLACE (RTAS). */
export interface CreateTable extends Node {
  readonly kind: 'create-table';
  readonly temporary: boolean;
  readonly orReplace: boolean;
  readonly replaceOnly: boolean;
  readonly ifNotExists: boolean;
  readonly name: QualifiedName;
  readonly elements: readonly TableElement[];
  readonly comment: StringLiteral | null;
  readonly distribution: Distribution | null;
  readonly partitionedBy: readonly Identifier[];
  readonly options: readonly OptionNode[];
  readonly like: LikeClause | null;
  readonly query: Query | null;
}

export interface CreateView extends Node {
  readonly kind: 'create-view';
  readonly temporary: boolean;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly name: QualifiedName;
  readonly columns: readonly Identifier[];
  readonly comment: StringLiteral | null;
  readonly query: Query;
}

export interface CreateCatalog extends Node {
  readonly kind: 'create-catalog';
  readonly ifNotExists: boolean;
  readonly name: Identifier;
  readonly comment: StringLiteral | null;
  readonly options: readonly OptionNode[];
}

export interface CreateDatabase extends Node {
  readonly kind: 'create-database';
  readonly ifNotExists: boolean;
  readonly name: QualifiedName;
  readonly comment: StringLiteral | null;
  readonly options: readonly OptionNode[];
}

/** USING JAR 'path', USING ARTIFACT 'path'. */
export interface FunctionResource extends Node {
  readonly kind: 'resource';
  readonly resource: 'JAR' | 'ARTIFACT' | 'FILE';
  readonly path: StringLiteral;
}

export type FunctionLanguage = 'JAVA' | 'SCALA' | 'PYTHON' | 'JAVASCRIPT' | 'SQL';

export interface CreateFunction extends Node {
  readonly kind: 'create-function';
  readonly temporary: boolean;
  readonly system: boolean;
  readonly ifNotExists: boolean;
  readonly name: QualifiedName;
  readonly implementation: StringLiteral;
  readonly language: FunctionLanguage | null;
  readonly resources: readonly FunctionResource[];
  readonly options: readonly OptionNode[];
}

export interface CreateModel extends Node {
  readonly kind: 'create-model';
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  readonly name: QualifiedName;
  readonly inputs: readonly TableElement[];
  readonly outputs: readonly TableElement[];
  readonly comment: StringLiteral | null;
  readonly options: readonly OptionNode[];
  readonly query: Query | null;
}

export interface CreateConnection extends Node {
  readonly kind: 'create-connection';
  readonly temporary: boolean;
  readonly system: boolean;
  readonly ifNotExists: boolean;
  readonly name: QualifiedName;
  readonly comment: StringLiteral | null;
  readonly options: readonly OptionNode[];
}

export interface CreateMaterializedTable extends Node {
  readonly kind: 'create-materialized-table';
  readonly orAlter: boolean;
  readonly name: QualifiedName;
  readonly elements: readonly TableElement[];
  readonly comment: StringLiteral | null;
  readonly distribution: Distribution | null;
  readonly partitionedBy: readonly Identifier[];
  readonly options: readonly OptionNode[];
  readonly freshness: Expr | null;
  readonly refreshMode: 'FULL' | 'CONTINUOUS' | null;
  readonly query: Query;
}
