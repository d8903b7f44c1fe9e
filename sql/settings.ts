/**
 * The options SET knows: those of this list, and whatever else a job takes. Unknown names are
 * refused with the nearest one.
 */
import { didYouMean, MillraceError, SqlError } from '../core/errors.js';
import { shownOption } from '../core/secrets.js';
import { isTimeZone } from '../core/time-zone.js';
import { checkOption, sessionOptions } from '../engine/options.js';
import type { StringLiteral } from './ast/node.js';
import { durationMs } from './catalog/duration.js';

type Check =
  'text' | 'boolean' | 'integer' | 'duration' | 'size' | 'zone' | 'number' | readonly string[];

/** Name -> what a value must be. A list: one of these words, case ignored. */
export const settings: Readonly<Record<string, Check>> = {
  'execution.checkpointing.interval': 'duration',
  'execution.checkpointing.mode': ['EXACTLY_ONCE', 'AT_LEAST_ONCE'],
  'execution.checkpointing.timeout': 'duration',
  'execution.checkpointing.min-pause': 'duration',
  'execution.checkpointing.tolerable-failed-checkpoints': 'integer',
  'execution.checkpointing.max-concurrent-checkpoints': 'integer',
  'execution.checkpointing.dir': 'text',
  'execution.checkpointing.incremental': 'boolean',
  'execution.checkpointing.num-retained': 'integer',
  'execution.checkpointing.unaligned.enabled': 'boolean',
  'execution.checkpointing.externalized-checkpoint-retention': [
    'DELETE_ON_CANCELLATION',
    'RETAIN_ON_CANCELLATION',
    'NO_EXTERNALIZED_CHECKPOINTS',
  ],
  'execution.runtime-mode': ['STREAMING', 'BATCH', 'AUTOMATIC'],
  'execution.savepoint.path': 'text',
  'execution.state-recovery.path': 'text',
  'state.backend.type': ['hashmap', 'filesystem', 'leveldb', 'rocksdb', 'memory'],
  'state.memory-budget': 'size',
  'state.checkpoints.num-retained': 'integer',
  'state.backend.incremental': 'boolean',
  'state.checkpoints.dir': 'text',
  'restart-strategy.type': 'text',
  'restart-strategy.fixed-delay.attempts': 'integer',
  'restart-strategy.fixed-delay.delay': 'duration',
  'restart-strategy.failure-rate.max-failures-per-interval': 'integer',
  'restart-strategy.failure-rate.failure-rate-interval': 'duration',
  'restart-strategy.failure-rate.delay': 'duration',
  'restart-strategy.exponential-delay.initial-backoff': 'duration',
  'restart-strategy.exponential-delay.max-backoff': 'duration',
  'restart-strategy.exponential-delay.backoff-multiplier': 'number',
  'restart-strategy.exponential-delay.reset-backoff-threshold': 'duration',
  'restart-strategy.exponential-delay.jitter-factor': 'number',
  'parallelism.default': 'integer',
  'pipeline.max-parallelism': 'integer',
  'pipeline.name': 'text',
  'pipeline.auto-watermark-interval': 'duration',
  'pipeline.object-reuse': 'boolean',
  'pipeline.operator-chaining': 'boolean',
  'table.local-time-zone': 'zone',
  'table.sql-dialect': 'text',
  'table.dml-sync': 'boolean',
  'table.dynamic-table-options.enabled': 'boolean',
  'table.plan.compile.catalog-objects': 'text',
  'table.display.max-column-width': 'integer',
  'table.builtin-catalog-name': 'text',
  'table.builtin-database-name': 'text',
  'table.rtas-ctas.atomicity-enabled': 'boolean',
  'table.exec.state.ttl': 'duration',
  'table.exec.source.idle-timeout': 'duration',
  'table.exec.mini-batch.enabled': 'boolean',
  'table.exec.mini-batch.allow-latency': 'duration',
  'table.exec.mini-batch.size': 'integer',
  'table.exec.sink.not-null-enforcer': ['ERROR', 'DROP'],
  'table.exec.sink.type-length-enforcer': ['IGNORE', 'TRIM_PAD', 'ERROR'],
  'table.exec.sink.upsert-materialize': ['NONE', 'AUTO', 'FORCE'],
  'table.exec.sink.nested-constraint-enforcer': ['IGNORE', 'ERROR'],
  'table.exec.source.cdc-events-duplicate': 'boolean',
  'table.exec.resource.default-parallelism': 'integer',
  'table.exec.legacy-cast-behaviour': ['ENABLED', 'DISABLED'],
  'table.exec.emit.allow-lateness': 'duration',
  'table.exec.emit.late-fire.enabled': 'boolean',
  'table.exec.emit.late-fire.delay': 'duration',
  'table.exec.emit.early-fire.enabled': 'boolean',
  'table.exec.emit.early-fire.delay': 'duration',
  'table.exec.interval-join.min-cleanup-interval': 'duration',
  'table.exec.deduplicate.mini-batch.compact-changes-enabled': 'boolean',
  'table.optimizer.agg-phase-strategy': ['AUTO', 'TWO_PHASE', 'ONE_PHASE'],
  'table.optimizer.distinct-agg.split.enabled': 'boolean',
  'table.optimizer.distinct-agg.split.bucket-num': 'integer',
  'table.optimizer.join-reorder-enabled': 'boolean',
  'table.optimizer.reuse-source-enabled': 'boolean',
  'table.optimizer.reuse-sub-plan-enabled': 'boolean',
  'table.optimizer.source.report-statistics-enabled': 'boolean',
  'table.optimizer.multi-join.enabled': 'boolean',
  'table.optimizer.delta-join.strategy': 'text',
  'table.optimizer.adaptive-broadcast-join.strategy': 'text',
  'table.optimizer.incremental-agg-enabled': 'boolean',
  'table.optimizer.reuse-optimize-block-with-digest-enabled': 'boolean',
  'table.optimizer.union-all-as-breakpoint-enabled': 'boolean',
  'table.optimizer.non-deterministic-update.strategy': ['IGNORE', 'TRY_RESOLVE'],
  'table.optimizer.source.predicate-pushdown-enabled': 'boolean',
  'sql-client.execution.result-mode': 'text',
  'sql-client.verbose': 'boolean',
  'sql-client.execution.max-table-result.rows': 'integer',
  'sql-client.display.max-column-width': 'integer',
};

/** Throws OPTION_UNKNOWN or SQL_INVALID_OPTION, or what a job would say of the value. */
export function checkSetting(key: StringLiteral, value: StringLiteral): void {
  const check = Object.hasOwn(settings, key.value) ? settings[key.value] : undefined;
  if (check === undefined) {
    checkJobOption(key, value);
    return;
  }
  const wanted = problem(check, value.value);
  if (wanted !== null) {
    throw new SqlError('SQL_INVALID_OPTION', {
      message: `option '${key.value}' is ${wanted}, not '${shownOption(key.value, value.value)}'`,
      span: value.span,
    });
  }
}

/** RESET 'key'. Throws OPTION_UNKNOWN. */
export function checkSettingName(key: StringLiteral): void {
  if (Object.hasOwn(settings, key.value)) return;
  try {
    checkOption(key.value, '');
  } catch (error) {
    if (error instanceof MillraceError && error.code === 'OPTION_UNKNOWN') throw unknown(key);
  }
}

function checkJobOption(key: StringLiteral, value: StringLiteral): void {
  try {
    checkOption(key.value, value.value);
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error;
    if (error.code === 'OPTION_UNKNOWN') throw unknown(key);
    error.span ??= value.span;
    throw error;
  }
}

function unknown(key: StringLiteral): SqlError {
  const others = sessionOptions.map((option) => option.name);
  return new SqlError('OPTION_UNKNOWN', {
    message: `no option '${key.value}'`,
    span: key.span,
    hint: didYouMean(key.value, [...Object.keys(settings), ...others]),
  });
}

/** A name that keeps summer time, UTC, or GMT with an offset: EST, UTC+3 and +02:00 are none. */
function isSessionZone(value: string): boolean {
  if (/^([+-]|(UTC?|Z)[+-]|(Z|EST|MST|HST)$)/.test(value)) return false;
  if (/^GMT[+-]/.test(value) && !/^GMT[+-](\d{1,2}|\d{2}:?\d{2})$/.test(value)) return false;
  return isTimeZone(value);
}

/** What the value should be, or null when it is fine. */
function problem(check: Check, value: string): string | null {
  switch (check) {
    case 'text':
      return null;
    case 'boolean':
      return /^(true|false)$/i.test(value) ? null : 'true or false';
    case 'integer':
      return /^-?\d+$/.test(value.trim()) ? null : 'a whole number';
    case 'number':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? null : 'a number';
    case 'size':
      return /^\d+(\.\d+)?\s*([kmgt]?i?b?|bytes)$/i.test(value.trim())
        ? null
        : "a size such as '256 mb'";
    case 'zone':
      return isSessionZone(value)
        ? null
        : "a time zone such as 'Europe/Berlin', 'GMT+03:00' or 'UTC'";
    case 'duration':
      return isDuration(value) ? null : "a duration such as '10 s'";
    default:
      return check.some((word) => word.toUpperCase() === value.toUpperCase())
        ? null
        : `one of ${check.join(', ')}`;
  }
}

function isDuration(value: string): boolean {
  try {
    return durationMs(value) >= 0;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
}
