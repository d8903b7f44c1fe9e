/**
 * All options of a session and its jobs, by Flink's names. One entry is one option: reading, checking,
 * documentation and completion come from it.
 */
import { PlanError, didYouMean } from '../core/errors.js';
import {
  badOptionValue, parseBooleanOption, parseDurationMs, parseIntegerOption, parseMemoryBytes,
  parseNumberOption,
} from './option-values.js';

export type OptionType = 'boolean' | 'integer' | 'number' | 'duration' | 'memory' | 'text' | 'enum';

export interface SessionOption {
  readonly name: string;
  readonly type: OptionType;
  /** enum: canonical values; matched without case, '_' and '-' alike. */
  readonly values?: readonly string[];
  /** integer: least value (default 0). */
  readonly least?: number;
  /** null = not set. */
  readonly default: string | null;
  readonly doc: string;
  /** Older names of Flink for the same thing. */
  readonly aliases?: readonly string[];
  /**
   * accepted: has no effect here and none on results. fixed: results would change, so only `default` is
   * taken. Absent: it works.
   */
  readonly support?: 'accepted' | 'fixed';
}

const checkpointing: readonly SessionOption[] = [
  { name: 'execution.checkpointing.interval', type: 'duration', default: null,
    doc: 'Time from one checkpoint to the next; 0 = only on request. Default: 10 s with a job directory.' },
  { name: 'execution.checkpointing.mode', type: 'enum', values: ['EXACTLY_ONCE', 'AT_LEAST_ONCE'],
    default: 'EXACTLY_ONCE', doc: 'Guarantee; AT_LEAST_ONCE is met by exactly-once.' },
  { name: 'execution.checkpointing.timeout', type: 'duration', default: '10 min',
    doc: 'A checkpoint not published after this long is abandoned.' },
  { name: 'execution.checkpointing.min-pause', type: 'duration', default: '0 ms',
    doc: 'Least time between the end of a checkpoint and the next one.' },
  { name: 'execution.checkpointing.tolerable-failed-checkpoints', type: 'integer', default: '0',
    doc: 'Abandoned checkpoints in a row that the job survives.' },
  { name: 'execution.checkpointing.num-retained', type: 'integer', least: 1, default: '2',
    aliases: ['state.checkpoints.num-retained'], doc: 'Completed checkpoints kept.' },
  { name: 'execution.checkpointing.max-concurrent-checkpoints', type: 'integer', least: 1, default: '1',
    support: 'accepted', doc: 'There is one at a time.' },
  { name: 'execution.checkpointing.externalized-checkpoint-retention', type: 'enum',
    values: ['RETAIN_ON_CANCELLATION', 'DELETE_ON_CANCELLATION', 'NO_EXTERNALIZED_CHECKPOINTS'],
    default: 'RETAIN_ON_CANCELLATION', support: 'accepted', doc: 'Checkpoints are kept.' },
  { name: 'execution.checkpointing.dir', type: 'text', default: null, aliases: ['state.checkpoints.dir'],
    doc: 'Directory of the checkpoints; default: in the job directory.' },
  { name: 'execution.checkpointing.savepoint-dir', type: 'text', default: null,
    aliases: ['state.savepoints.dir'], doc: 'Directory for savepoints.' },
  { name: 'execution.checkpointing.incremental', type: 'boolean', default: 'true',
    aliases: ['state.backend.incremental'], support: 'accepted', doc: 'Checkpoints are incremental.' },
  { name: 'execution.checkpointing.unaligned.enabled', type: 'boolean', default: 'false',
    aliases: ['execution.checkpointing.unaligned'], support: 'accepted', doc: 'Barriers are aligned.' },
  { name: 'execution.checkpointing.aligned-checkpoint-timeout', type: 'duration', default: '0 ms',
    support: 'accepted', doc: 'Barriers are aligned.' },
  { name: 'execution.checkpointing.checkpoints-after-tasks-finish', type: 'boolean', default: 'true',
    support: 'accepted', doc: 'They are taken.' },
  { name: 'execution.state-recovery.path', type: 'text', default: null,
    aliases: ['execution.savepoint.path'], doc: 'Savepoint to start from.' },
  { name: 'execution.state-recovery.ignore-unclaimed-state', type: 'boolean', default: 'false',
    aliases: ['execution.savepoint.ignore-unclaimed-state'],
    doc: 'Restore under a changed plan: operators without a counterpart start empty, state is dropped.' },
];

const stateAndRestart: readonly SessionOption[] = [
  { name: 'state.backend.type', type: 'enum', values: ['leveldb', 'hashmap', 'rocksdb', 'filesystem'],
    default: null, aliases: ['state.backend'],
    doc: 'leveldb (rocksdb means the same) or hashmap (filesystem means the same).' },
  { name: 'state.memory-budget', type: 'memory', default: '512 mb',
    doc: 'Memory for keyed state of a job; colder entries wait on disk.' },
  { name: 'table.exec.state.ttl', type: 'duration', default: '0 ms',
    doc: 'Idle state is dropped after this long; 0 = never.' },
  { name: 'restart-strategy.type', type: 'enum', aliases: ['restart-strategy'], default: 'none',
    values: ['none', 'off', 'disable', 'fixed-delay', 'exponential-delay', 'failure-rate'],
    doc: 'What happens after a failure that is not the fault of a row: none, fixed-delay, exponential-delay.' },
  { name: 'restart-strategy.fixed-delay.attempts', type: 'integer', default: '1', doc: 'Restarts.' },
  { name: 'restart-strategy.fixed-delay.delay', type: 'duration', default: '1 s', doc: 'Wait before each.' },
  { name: 'restart-strategy.failure-rate.max-failures-per-interval', type: 'integer', default: '1',
    doc: 'Failures in an interval that are survived.' },
  { name: 'restart-strategy.failure-rate.failure-rate-interval', type: 'duration', default: '1 min',
    doc: 'The interval.' },
  { name: 'restart-strategy.failure-rate.delay', type: 'duration', default: '1 s', doc: 'Wait before each.' },
  { name: 'restart-strategy.exponential-delay.initial-backoff', type: 'duration', default: '1 s',
    doc: 'First wait.' },
  { name: 'restart-strategy.exponential-delay.max-backoff', type: 'duration', default: '1 min',
    doc: 'Longest wait.' },
  { name: 'restart-strategy.exponential-delay.backoff-multiplier', type: 'number', default: '1.5',
    doc: 'Factor from one wait to the next.' },
  { name: 'restart-strategy.exponential-delay.reset-backoff-threshold', type: 'duration', default: '1 h',
    doc: 'Back to the first wait after running this long.' },
  { name: 'restart-strategy.exponential-delay.jitter-factor', type: 'number', default: '0.1',
    doc: 'Random share added to or taken from the wait.' },
  { name: 'restart-strategy.exponential-delay.attempts-before-reset-backoff', type: 'integer', least: 1,
    default: null, doc: 'Restarts; not set = without end.' },
];

const planning: readonly SessionOption[] = [
  { name: 'table.local-time-zone', type: 'text', default: 'default', doc: 'Zone of the session; default UTC.' },
  { name: 'table.sql-dialect', type: 'text', default: 'default', doc: 'Dialect of the statements.' },
  { name: 'table.dynamic-table-options.enabled', type: 'boolean', default: 'true',
    doc: 'Are OPTIONS hints allowed?' },
  { name: 'table.exec.source.idle-timeout', type: 'duration', default: '0 ms',
    doc: 'A source without rows for this long stops holding time back; 0 = never.' },
  { name: 'table.exec.sink.not-null-enforcer', type: 'enum', values: ['ERROR', 'DROP'], default: 'ERROR',
    doc: 'A null for a NOT NULL column of a sink: fail or drop the row.' },
  { name: 'table.exec.sink.type-length-enforcer', type: 'enum', values: ['IGNORE', 'TRIM_PAD', 'ERROR'],
    default: 'IGNORE', doc: 'Text of a wrong length at a sink.' },
  { name: 'table.exec.sink.upsert-materialize', type: 'enum', values: ['AUTO', 'FORCE', 'NONE'],
    default: 'AUTO', support: 'accepted', doc: 'Changelogs arrive in order.' },
  { name: 'table.exec.sink.keyed-shuffle', type: 'enum', values: ['AUTO', 'FORCE', 'NONE'],
    default: 'AUTO', support: 'accepted', doc: 'Changelogs arrive in order.' },
  { name: 'table.exec.legacy-cast-behaviour', type: 'enum', values: ['DISABLED', 'ENABLED'],
    default: 'DISABLED', support: 'fixed', doc: 'CAST fails on bad text.' },
  { name: 'table.exec.emit.early-fire.enabled', type: 'boolean', default: 'false', support: 'fixed',
    doc: 'Windows fire when they close.' },
  { name: 'table.exec.emit.late-fire.enabled', type: 'boolean', default: 'false', support: 'fixed',
    doc: 'Late rows are dropped and counted.' },
  { name: 'table.exec.emit.early-fire.delay', type: 'duration', default: '0 ms', support: 'accepted',
    doc: 'See table.exec.emit.early-fire.enabled.' },
  { name: 'table.exec.emit.late-fire.delay', type: 'duration', default: '0 ms', support: 'accepted',
    doc: 'See table.exec.emit.late-fire.enabled.' },
  { name: 'table.exec.emit.allow-lateness', type: 'duration', default: '0 ms', support: 'accepted',
    doc: 'See table.exec.emit.late-fire.enabled.' },
  { name: 'table.exec.mini-batch.enabled', type: 'boolean', default: 'false', support: 'accepted',
    doc: 'The engine always works in batches.' },
  { name: 'table.exec.mini-batch.allow-latency', type: 'duration', default: '0 ms', support: 'accepted',
    doc: 'The engine always works in batches.' },
  { name: 'table.exec.mini-batch.size', type: 'integer', default: '1', support: 'accepted',
    doc: 'The engine always works in batches.' },
  { name: 'table.exec.resource.default-parallelism', type: 'integer', least: -1, default: '-1',
    support: 'accepted', doc: 'See parallelism.default.' },
];

const session: readonly SessionOption[] = [
  { name: 'pipeline.name', type: 'text', default: null, doc: 'Name of the job.' },
  { name: 'pipeline.max-parallelism', type: 'integer', least: -1, default: '128',
    doc: 'Number of key groups, fixed for the life of a job.' },
  { name: 'parallelism.default', type: 'integer', least: 1, default: '1', support: 'accepted',
    doc: 'Workers; results do not depend on it.' },
  { name: 'pipeline.auto-watermark-interval', type: 'duration', default: '0 ms', support: 'accepted',
    doc: 'The watermark advances after every row.' },
  { name: 'pipeline.object-reuse', type: 'boolean', default: 'true', support: 'accepted', doc: 'No effect.' },
  { name: 'pipeline.operator-chaining.enabled', type: 'boolean', default: 'true',
    aliases: ['pipeline.operator-chaining'], support: 'accepted', doc: 'Operators are chained.' },
  { name: 'execution.runtime-mode', type: 'enum', values: ['STREAMING', 'BATCH', 'AUTOMATIC'],
    default: 'STREAMING', support: 'fixed', doc: 'Queries run as streams.' },
  { name: 'execution.target', type: 'text', default: 'local', support: 'accepted', doc: 'Runs in this process.' },
  { name: 'execution.attached', type: 'boolean', default: 'false', support: 'accepted', doc: 'No effect.' },
  { name: 'table.dml-sync', type: 'boolean', default: 'false', doc: 'Does INSERT wait for its job to end?' },
  { name: 'sql-client.execution.result-mode', type: 'enum', values: ['TABLE', 'CHANGELOG', 'TABLEAU'],
    default: 'TABLE', doc: 'How the REPL shows results.' },
  { name: 'sql-client.execution.max-table-result.rows', type: 'integer', default: '1000000',
    doc: 'Rows the REPL keeps.' },
  { name: 'sql-client.verbose', type: 'boolean', default: 'false', doc: 'Causes of errors in the REPL.' },
  { name: 'sql-client.display.print-time-cost', type: 'boolean', default: 'true', doc: 'Time in the REPL.' },
  { name: 'table.display.max-column-width', type: 'integer', least: 1, default: '30',
    aliases: ['sql-client.display.max-column-width'], doc: 'Width of columns in the REPL.' },
];

/** The only list of options. */
export const sessionOptions: readonly SessionOption[] =
  [...checkpointing, ...stateAndRestart, ...planning, ...session];

/** Options of clusters, tuning and the optimiser: any name below these is taken and has no effect. */
const ACCEPTED_PREFIXES = [
  'taskmanager.', 'jobmanager.', 'rest.', 'metrics.', 'state.backend.rocksdb.', 'table.optimizer.',
  'execution.buffer-timeout', 'execution.batch.', 'classloader.', 'cluster.', 'web.',
  'table.exec.async-', 'table.exec.spill-', 'table.exec.sort.', 'table.exec.disabled-operators',
  'table.exec.rank.topn-cache-size', 'table.exec.deduplicate.',
  'execution.checkpointing.file-merging.', 'execution.checkpointing.unaligned.',
  'state.backend.local-recovery', 'state.backend.latency-track.', 'env.',
];

const byName: ReadonlyMap<string, SessionOption> = new Map(sessionOptions.flatMap((option) => (
  [option.name, ...(option.aliases ?? [])].map((name) => [name, option] as const))));

/** The entry of a name or an older alias, or undefined. */
export function findOption(name: string): SessionOption | undefined {
  return byName.get(name);
}

/**
 * Checks `SET 'name' = 'value'` and returns the name under which the value is kept (aliases resolved).
 * Throws PlanError OPTION_UNKNOWN (with the nearest name), OPTION_VALUE, OPTION_UNSUPPORTED.
 */
export function checkOption(name: string, value: string): string {
  const option = byName.get(name);
  if (option === undefined) {
    if (ACCEPTED_PREFIXES.some((prefix) => name.startsWith(prefix))) return name;
    throw new PlanError('OPTION_UNKNOWN', {
      message: `unknown option '${name}'`,
      hint: didYouMean(name, byName.keys()) ?? 'The options are listed in the reference of SET.',
    });
  }
  const canonical = checkValue(option, value);
  if (option.support === 'fixed' && canonical !== option.default) {
    throw new PlanError('OPTION_UNSUPPORTED', {
      message: `option '${option.name}' cannot be '${value}' here and results would differ`,
      hint: `${option.doc} Leave it at '${option.default}'.`,
    });
  }
  return option.name;
}

/**
 * Checks all options and returns them under canonical names (an older alias loses to the name itself).
 * Throws as `checkOption`.
 */
export function checkOptions(options: ReadonlyMap<string, string>): Map<string, string> {
  const checked = new Map<string, string>();
  for (const [name, value] of options) {
    const canonical = checkOption(name, value);
    if (canonical === name || !options.has(canonical)) checked.set(canonical, value);
  }
  return checked;
}

function checkValue(option: SessionOption, value: string): string {
  switch (option.type) {
    case 'boolean': return String(parseBooleanOption(option.name, value));
    case 'integer': return String(parseIntegerOption(option.name, value, option.least ?? 0));
    case 'number': return String(parseNumberOption(option.name, value));
    case 'duration': return String(parseDurationMs(option.name, value));
    case 'memory': return String(parseMemoryBytes(option.name, value));
    case 'enum': return enumValue(option, value);
    default: return value;
  }
}

/** Canonical spelling of an enum's value. Throws PlanError OPTION_VALUE. */
export function enumValue(option: SessionOption, value: string): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '');
  const found = option.values!.find((candidate) => plain(candidate) === plain(value.trim()));
  if (found !== undefined) return found;
  throw badOptionValue(option.name, value, `one of ${option.values!.join(', ')}`);
}
