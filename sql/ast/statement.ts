import type { Expr } from './expr.js';
import type { Identifier, Node, OptionNode, QualifiedName, StringLiteral } from './node.js';
import type { Hint, Query, TableAlias } from './query.js';
import type { TypeNode } from './type.js';

export type Statement = QueryStatement | InsertStatement | StatementSet | ExplainStatement | UpdateStatement
  | DeleteStatement | CreateTable | CreateView | CreateCatalog | CreateDatabase | CreateFunction
  | CreateModel | CreateConnection | CreateMaterializedTable | AlterTable | AlterView | AlterDatabase
  | AlterCatalog | AlterFunction | AlterModel | AlterConnection | AlterMaterializedTable | DropStatement
  | SetStatement | ResetStatement | UseStatement | UseModulesStatement | ShowStatement | ShowCreate
  | DescribeStatement | AnalyzeStatement | TruncateStatement | CallStatement | LoadModule | UnloadModule
  | JarStatement | JobStatement | CompilePlan | ExecutePlan | ControlStatement;

export interface QueryStatement extends Node { readonly kind: 'query-statement'; readonly query: Query }

export interface InsertStatement extends Node {
  readonly kind: 'insert';
  readonly overwrite: boolean;
  readonly table: QualifiedName;
  readonly hints: readonly Hint[];
  /** PARTITION (a = 1, b): `value` is null for a dynamic one. */
  readonly partition: readonly PartitionValue[];
  /** Null when not written. A column may be a path into a row. */
  readonly columns: readonly QualifiedName[] | null;
  readonly query: Query;
}

export interface PartitionValue extends Node {
  readonly kind: 'partition-value';
  readonly column: Identifier;
  readonly value: Expr | null;
}

/** [EXECUTE] STATEMENT SET BEGIN ... END, and BEGIN STATEMENT SET; ... END; in one text. */
export interface StatementSet extends Node {
  readonly kind: 'statement-set';
  readonly inserts: readonly InsertStatement[];
}

export type ExplainDetail = 'ESTIMATED_COST' | 'CHANGELOG_MODE' | 'JSON_EXECUTION_PLAN' | 'PLAN_ADVICE';

export interface ExplainStatement extends Node {
  readonly kind: 'explain';
  readonly details: readonly ExplainDetail[];
  readonly statement: Statement;
}

export interface UpdateStatement extends Node {
  readonly kind: 'update';
  readonly table: QualifiedName;
  readonly alias: TableAlias | null;
  readonly assignments: readonly Assignment[];
  readonly where: Expr | null;
}

export interface Assignment extends Node {
  readonly kind: 'assignment';
  readonly column: QualifiedName;
  readonly value: Expr;
}

export interface DeleteStatement extends Node {
  readonly kind: 'delete';
  readonly table: QualifiedName;
  readonly alias: TableAlias | null;
  readonly where: Expr | null;
}

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
  readonly feature: 'ALL' | 'CONSTRAINTS' | 'GENERATED' | 'METADATA' | 'OPTIONS' | 'PARTITIONS'
    | 'WATERMARKS' | 'DISTRIBUTION';
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

export interface AlterTable extends Node {
  readonly kind: 'alter-table';
  readonly ifExists: boolean;
  readonly name: QualifiedName;
  readonly action: AlterAction;
}

export type AlterAction = RenameTo | RenameColumn | SetOptions | ResetOptions | AddElements | ModifyElements
  | DropColumns | DropConstraint | DropPrimaryKey | DropWatermark | DropDistribution | AddDistribution
  | ModifyDistribution | AddPartitions | DropPartitions;

export interface RenameTo extends Node { readonly kind: 'rename-to'; readonly name: QualifiedName }
export interface RenameColumn extends Node {
  readonly kind: 'rename-column';
  readonly from: QualifiedName;
  readonly to: Identifier;
}
export interface SetOptions extends Node { readonly kind: 'set-options'; readonly options: readonly OptionNode[] }
export interface ResetOptions extends Node { readonly kind: 'reset-options'; readonly keys: readonly StringLiteral[] }
export interface AddElements extends Node { readonly kind: 'add-elements'; readonly elements: readonly TableElement[] }
export interface ModifyElements extends Node {
  readonly kind: 'modify-elements';
  readonly elements: readonly TableElement[];
}
export interface DropColumns extends Node { readonly kind: 'drop-columns'; readonly columns: readonly QualifiedName[] }
export interface DropConstraint extends Node { readonly kind: 'drop-constraint'; readonly name: Identifier }
export interface DropPrimaryKey extends Node { readonly kind: 'drop-primary-key' }
export interface DropWatermark extends Node { readonly kind: 'drop-watermark' }
export interface DropDistribution extends Node { readonly kind: 'drop-distribution' }
export interface AddDistribution extends Node {
  readonly kind: 'add-distribution';
  readonly distribution: Distribution;
}
export interface ModifyDistribution extends Node {
  readonly kind: 'modify-distribution';
  readonly distribution: Distribution;
}
export interface PartitionSpec extends Node {
  readonly kind: 'partition-spec';
  readonly values: readonly PartitionValue[];
}
export interface AddPartitions extends Node {
  readonly kind: 'add-partitions';
  readonly ifNotExists: boolean;
  readonly partitions: readonly NewPartition[];
}
export interface NewPartition extends Node {
  readonly kind: 'new-partition';
  readonly spec: PartitionSpec;
  readonly options: readonly OptionNode[];
}
export interface DropPartitions extends Node {
  readonly kind: 'drop-partitions';
  readonly ifExists: boolean;
  readonly partitions: readonly PartitionSpec[];
}

export interface AlterView extends Node {
  readonly kind: 'alter-view';
  readonly name: QualifiedName;
  /** The new name, or the new query. */
  readonly action: RenameTo | AsQuery;
}
export interface AsQuery extends Node { readonly kind: 'as-query'; readonly query: Query }

export interface AlterDatabase extends Node {
  readonly kind: 'alter-database';
  readonly name: QualifiedName;
  readonly action: SetOptions;
}

export interface AlterCatalog extends Node {
  readonly kind: 'alter-catalog';
  readonly name: Identifier;
  readonly action: SetOptions | ResetOptions | SetComment;
}
export interface SetComment extends Node { readonly kind: 'set-comment'; readonly comment: StringLiteral }

export interface AlterFunction extends Node {
  readonly kind: 'alter-function';
  readonly temporary: boolean;
  readonly system: boolean;
  readonly ifExists: boolean;
  readonly name: QualifiedName;
  readonly implementation: StringLiteral;
  readonly language: FunctionLanguage | null;
}

export interface AlterModel extends Node {
  readonly kind: 'alter-model';
  readonly ifExists: boolean;
  readonly name: QualifiedName;
  readonly action: RenameTo | SetOptions | ResetOptions;
}

export interface AlterConnection extends Node {
  readonly kind: 'alter-connection';
  readonly ifExists: boolean;
  readonly name: QualifiedName;
  readonly action: RenameTo | SetOptions | ResetOptions;
}

export interface AlterMaterializedTable extends Node {
  readonly kind: 'alter-materialized-table';
  readonly name: QualifiedName;
  readonly action: AsQuery | SuspendTable | ResumeTable | RefreshTable | AlterAction;
}
export interface SuspendTable extends Node { readonly kind: 'suspend' }
export interface ResumeTable extends Node { readonly kind: 'resume'; readonly options: readonly OptionNode[] }
export interface RefreshTable extends Node { readonly kind: 'refresh'; readonly partition: readonly PartitionValue[] }

export type ObjectKind = 'TABLE' | 'VIEW' | 'CATALOG' | 'DATABASE' | 'FUNCTION' | 'MODEL' | 'CONNECTION'
  | 'MATERIALIZED TABLE';

export interface DropStatement extends Node {
  readonly kind: 'drop';
  readonly object: ObjectKind;
  readonly temporary: boolean;
  readonly system: boolean;
  readonly ifExists: boolean;
  readonly name: QualifiedName;
  /** DROP DATABASE only. */
  readonly behavior: 'RESTRICT' | 'CASCADE' | null;
}

/** SET 'key' = 'value'; SET key = value; SET alone (both null) lists all. */
export interface SetStatement extends Node {
  readonly kind: 'set';
  readonly key: StringLiteral | null;
  readonly value: StringLiteral | null;
}

export interface ResetStatement extends Node { readonly kind: 'reset'; readonly key: StringLiteral | null }

export interface UseStatement extends Node {
  readonly kind: 'use';
  readonly object: 'CATALOG' | 'DATABASE';
  readonly name: QualifiedName;
}

export interface UseModulesStatement extends Node {
  readonly kind: 'use-modules';
  readonly names: readonly Identifier[];
}

export type ShowWhat = 'TABLES' | 'VIEWS' | 'MATERIALIZED TABLES' | 'CATALOGS' | 'DATABASES' | 'FUNCTIONS'
  | 'USER FUNCTIONS' | 'COLUMNS' | 'PARTITIONS' | 'MODULES' | 'FULL MODULES' | 'JARS' | 'JOBS'
  | 'PROCEDURES' | 'MODELS' | 'CONNECTIONS' | 'CURRENT CATALOG' | 'CURRENT DATABASE';

export interface ShowStatement extends Node {
  readonly kind: 'show';
  readonly what: ShowWhat;
  /** FROM or IN database; the table of COLUMNS and PARTITIONS. */
  readonly from: QualifiedName | null;
  readonly like: ShowLike | null;
  /** SHOW PARTITIONS t PARTITION (a = 1). */
  readonly partition: readonly PartitionValue[];
}

export interface ShowLike extends Node {
  readonly kind: 'show-like';
  readonly operator: 'LIKE' | 'ILIKE';
  readonly negated: boolean;
  readonly pattern: StringLiteral;
}

export interface ShowCreate extends Node {
  readonly kind: 'show-create';
  readonly object: ObjectKind;
  readonly name: QualifiedName;
}

export interface DescribeStatement extends Node {
  readonly kind: 'describe';
  readonly object: 'TABLE' | 'CATALOG' | 'DATABASE' | 'FUNCTION' | 'MODEL' | 'CONNECTION' | 'JOB';
  readonly extended: boolean;
  /** For JOB: one part, the job id. */
  readonly name: QualifiedName;
}

export interface AnalyzeStatement extends Node {
  readonly kind: 'analyze';
  readonly table: QualifiedName;
  readonly partition: readonly PartitionValue[];
  /** Empty for none; null for FOR ALL COLUMNS. */
  readonly columns: readonly Identifier[] | null;
}

export interface TruncateStatement extends Node { readonly kind: 'truncate'; readonly table: QualifiedName }

export interface CallStatement extends Node { readonly kind: 'call-statement'; readonly call: Expr }

export interface LoadModule extends Node {
  readonly kind: 'load-module';
  readonly name: Identifier;
  readonly options: readonly OptionNode[];
}
export interface UnloadModule extends Node { readonly kind: 'unload-module'; readonly name: Identifier }

export interface JarStatement extends Node {
  readonly kind: 'jar';
  readonly action: 'ADD' | 'REMOVE';
  readonly path: StringLiteral;
}

/** STOP JOB 'id' [WITH SAVEPOINT] [WITH DRAIN]. */
export interface JobStatement extends Node {
  readonly kind: 'stop-job';
  readonly job: StringLiteral;
  readonly savepoint: boolean;
  readonly drain: boolean;
}

/** COMPILE PLAN 'file' [IF NOT EXISTS] FOR statement; COMPILE AND EXECUTE PLAN. */
export interface CompilePlan extends Node {
  readonly kind: 'compile-plan';
  readonly path: StringLiteral;
  readonly ifNotExists: boolean;
  readonly execute: boolean;
  readonly statement: InsertStatement | StatementSet;
}

export interface ExecutePlan extends Node { readonly kind: 'execute-plan'; readonly path: StringLiteral }

/** Words for a client: QUIT, EXIT, CLEAR, HELP. */
export interface ControlStatement extends Node {
  readonly kind: 'control';
  readonly action: 'QUIT' | 'CLEAR' | 'HELP';
}

