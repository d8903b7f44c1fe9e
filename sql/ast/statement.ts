import type {
  AlterCatalog,
  AlterConnection,
  AlterDatabase,
  AlterFunction,
  AlterMaterializedTable,
  AlterModel,
  AlterTable,
  AlterView,
} from './alter.js';
import type {
  CreateCatalog,
  CreateConnection,
  CreateDatabase,
  CreateFunction,
  CreateMaterializedTable,
  CreateModel,
  CreateTable,
  CreateView,
} from './create.js';
import type { Expr } from './expr.js';
import type { Identifier, Node, OptionNode, QualifiedName, StringLiteral } from './node.js';
import type { Hint, Query, TableAlias } from './query.js';

export type Statement =
  | QueryStatement
  | InsertStatement
  | StatementSet
  | ExplainStatement
  | UpdateStatement
  | DeleteStatement
  | CreateStatement
  | AlterStatement
  | DropStatement
  | SetStatement
  | ResetStatement
  | UseStatement
  | UseModulesStatement
  | ShowStatement
  | ShowCreate
  | DescribeStatement
  | AnalyzeStatement
  | TruncateStatement
  | CallStatement
  | LoadModule
  | UnloadModule
  | JarStatement
  | JobStatement
  | CompilePlan
  | ExecutePlan
  | ControlStatement;

export type CreateStatement =
  | CreateTable
  | CreateView
  | CreateCatalog
  | CreateDatabase
  | CreateFunction
  | CreateModel
  | CreateConnection
  | CreateMaterializedTable;

export type AlterStatement =
  | AlterTable
  | AlterView
  | AlterDatabase
  | AlterCatalog
  | AlterFunction
  | AlterModel
  | AlterConnection
  | AlterMaterializedTable;

export interface QueryStatement extends Node {
  readonly kind: 'query-statement';
  readonly query: Query;
}

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

export type ExplainDetail =
  'ESTIMATED_COST' | 'CHANGELOG_MODE' | 'JSON_EXECUTION_PLAN' | 'PLAN_ADVICE';

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

export type ObjectKind =
  | 'TABLE'
  | 'VIEW'
  | 'CATALOG'
  | 'DATABASE'
  | 'FUNCTION'
  | 'MODEL'
  | 'CONNECTION'
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

export interface ResetStatement extends Node {
  readonly kind: 'reset';
  readonly key: StringLiteral | null;
}

export interface UseStatement extends Node {
  readonly kind: 'use';
  readonly object: 'CATALOG' | 'DATABASE';
  readonly name: QualifiedName;
}

export interface UseModulesStatement extends Node {
  readonly kind: 'use-modules';
  readonly names: readonly Identifier[];
}

export type ShowWhat =
  | 'TABLES'
  | 'VIEWS'
  | 'MATERIALIZED TABLES'
  | 'CATALOGS'
  | 'DATABASES'
  | 'FUNCTIONS'
  | 'USER FUNCTIONS'
  | 'COLUMNS'
  | 'PARTITIONS'
  | 'MODULES'
  | 'FULL MODULES'
  | 'JARS'
  | 'JOBS'
  | 'PROCEDURES'
  | 'MODELS'
  | 'CONNECTIONS'
  | 'CURRENT CATALOG'
  | 'CURRENT DATABASE';

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

export interface TruncateStatement extends Node {
  readonly kind: 'truncate';
  readonly table: QualifiedName;
}

export interface CallStatement extends Node {
  readonly kind: 'call-statement';
  readonly call: Expr;
}

export interface LoadModule extends Node {
  readonly kind: 'load-module';
  readonly name: Identifier;
  readonly options: readonly OptionNode[];
}
export interface UnloadModule extends Node {
  readonly kind: 'unload-module';
  readonly name: Identifier;
}

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

export interface ExecutePlan extends Node {
  readonly kind: 'execute-plan';
  readonly path: StringLiteral;
}

/** Words for a client: QUIT, EXIT, CLEAR, HELP. */
export interface ControlStatement extends Node {
  readonly kind: 'control';
  readonly action: 'QUIT' | 'CLEAR' | 'HELP';
}
