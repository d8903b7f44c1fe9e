/** Public surface of millrace: everything else may change without notice. */
export { open, type OpenOptions } from './api/open.js';
export type {
  AccumulatorCodec,
  AggregateDefinition,
  AsyncDefinition,
  FunctionDefinition,
  ScalarDefinition,
  TableDefinition,
} from './api/functions/definition.js';
export type { Database } from './api/database.js';
export type { JobHandle } from './api/job-handle.js';
export type { StartOptions } from './api/job-starter.js';
export type { JsRow, JsValue } from './api/js-value.js';
export type { Model, ModelProvider, ModelSettings } from './api/models/model-provider.js';
export type { Outcome } from './api/outcome.js';
export type { InputTable } from './api/program-tables.js';
export type { Query } from './api/query.js';
export {
  ResultTable,
  changeConverter,
  type ChangeKind,
  type ChangeRow,
} from './api/result-table.js';
export {
  resultFields,
  rowObjects,
  type ResultField,
  type ResultSchema,
} from './api/result-schema.js';
export {
  CheckpointError,
  ConnectorError,
  DataError,
  EngineBug,
  MillraceError,
  PlanError,
  SqlError,
  StateError,
  formatError,
} from './core/errors.js';
