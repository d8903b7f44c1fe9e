import type { Distribution, FunctionLanguage, TableElement } from './create.js';
import type { Identifier, Node, OptionNode, QualifiedName, StringLiteral } from './node.js';
import type { Query } from './query.js';
import type { PartitionValue } from './statement.js';

export interface AlterTable extends Node {
  readonly kind: 'alter-table';
  readonly ifExists: boolean;
  readonly name: QualifiedName;
  readonly action: AlterAction;
}

export type AlterAction =
  | RenameTo
  | RenameColumn
  | SetOptions
  | ResetOptions
  | AddElements
  | ModifyElements
  | DropColumns
  | DropConstraint
  | DropPrimaryKey
  | DropWatermark
  | DropDistribution
  | AddDistribution
  | ModifyDistribution
  | AddPartitions
  | DropPartitions;

export interface RenameTo extends Node {
  readonly kind: 'rename-to';
  readonly name: QualifiedName;
}
export interface RenameColumn extends Node {
  readonly kind: 'rename-column';
  readonly from: QualifiedName;
  readonly to: Identifier;
}
export interface SetOptions extends Node {
  readonly kind: 'set-options';
  readonly options: readonly OptionNode[];
}
export interface ResetOptions extends Node {
  readonly kind: 'reset-options';
  readonly keys: readonly StringLiteral[];
}
export interface AddElements extends Node {
  readonly kind: 'add-elements';
  readonly elements: readonly TableElement[];
}
export interface ModifyElements extends Node {
  readonly kind: 'modify-elements';
  readonly elements: readonly TableElement[];
}
export interface DropColumns extends Node {
  readonly kind: 'drop-columns';
  readonly columns: readonly QualifiedName[];
}
export interface DropConstraint extends Node {
  readonly kind: 'drop-constraint';
  readonly name: Identifier;
}
export interface DropPrimaryKey extends Node {
  readonly kind: 'drop-primary-key';
}
export interface DropWatermark extends Node {
  readonly kind: 'drop-watermark';
}
export interface DropDistribution extends Node {
  readonly kind: 'drop-distribution';
}
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
export interface AsQuery extends Node {
  readonly kind: 'as-query';
  readonly query: Query;
}

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
export interface SetComment extends Node {
  readonly kind: 'set-comment';
  readonly comment: StringLiteral;
}

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
export interface SuspendTable extends Node {
  readonly kind: 'suspend';
}
export interface ResumeTable extends Node {
  readonly kind: 'resume';
  readonly options: readonly OptionNode[];
}
export interface RefreshTable extends Node {
  readonly kind: 'refresh';
  readonly partition: readonly PartitionValue[];
}
