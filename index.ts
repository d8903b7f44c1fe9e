export {
  MillraceError,
  SqlError,
  PlanError,
  DataError,
  ConnectorError,
  StateError,
  CheckpointError,
  formatError,
} from './core/errors.js';
