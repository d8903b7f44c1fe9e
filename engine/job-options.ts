/** The options a job reads, typed. Everything else about SET is in options.ts. */
import { assert } from '../core/assert.js';
import {
  parseBooleanOption,
  parseDurationMs,
  parseIntegerOption,
  parseMemoryBytes,
  parseNumberOption,
} from './option-values.js';
import { checkOptions, enumValue, findOption } from './options.js';

export type RestartStrategy =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixedDelay'; readonly attempts: number; readonly delayMs: number }
  | {
      readonly kind: 'failureRate';
      readonly failuresMax: number;
      readonly intervalMs: number;
      readonly delayMs: number;
    }
  | {
      readonly kind: 'exponentialDelay';
      readonly initialMs: number;
      readonly maxMs: number;
      readonly multiplier: number;
      readonly resetMs: number;
      readonly jitter: number;
      /** Infinity = without end. */
      readonly attempts: number;
    };

export interface JobOptions {
  /** null = only on request; undefined = not set. */
  readonly checkpointIntervalMs: number | null | undefined;
  readonly checkpointTimeoutMs: number;
  readonly checkpointMinPauseMs: number;
  readonly tolerableFailures: number;
  readonly retainedCount: number;
  readonly ignoreUnclaimedState: boolean;
  /** null = the newest checkpoint. */
  readonly savepointPath: string | null;
  readonly memoryBudgetBytes: number;
  /** Number of key groups. */
  readonly maxParallelism: number;
  readonly restart: RestartStrategy;
}

/** Throws PlanError OPTION_UNKNOWN, OPTION_VALUE, OPTION_UNSUPPORTED. */
export function readJobOptions(given: ReadonlyMap<string, string>): JobOptions {
  const options = checkOptions(given);
  const read = reader(options);
  const interval = options.get('execution.checkpointing.interval');
  const intervalMs =
    interval === undefined
      ? undefined
      : parseDurationMs('execution.checkpointing.interval', interval);
  return {
    checkpointIntervalMs: intervalMs === 0 ? null : intervalMs,
    checkpointTimeoutMs: read.duration('execution.checkpointing.timeout'),
    checkpointMinPauseMs: read.duration('execution.checkpointing.min-pause'),
    tolerableFailures: read.integer('execution.checkpointing.tolerable-failed-checkpoints'),
    retainedCount: read.integer('execution.checkpointing.num-retained'),
    ignoreUnclaimedState: parseBooleanOption(
      'execution.state-recovery.ignore-unclaimed-state',
      read.text('execution.state-recovery.ignore-unclaimed-state'),
    ),
    savepointPath: options.get('execution.state-recovery.path') ?? null,
    memoryBudgetBytes: parseMemoryBytes('state.memory-budget', read.text('state.memory-budget')),
    maxParallelism: keyGroups(read.integer('pipeline.max-parallelism')),
    restart: restartStrategy(read, options),
  };
}

/** Far fewer than Flink's 128: keys that grow then lie side by side on disk. */
const KEY_GROUPS = 16;

/** -1 means the default, as in Flink. */
function keyGroups(maxParallelism: number): number {
  return maxParallelism < 1 ? KEY_GROUPS : Math.min(32768, maxParallelism);
}

interface Reader {
  text(name: string): string;
  duration(name: string): number;
  integer(name: string): number;
  number(name: string): number;
}

function reader(options: ReadonlyMap<string, string>): Reader {
  const text = (name: string): string => {
    const value = options.get(name) ?? findOption(name)?.default;
    assert(typeof value === 'string', `option ${name} has a default`);
    return value;
  };
  return {
    text,
    duration: (name) => parseDurationMs(name, text(name)),
    integer: (name) => parseIntegerOption(name, text(name), findOption(name)?.least ?? 0),
    number: (name) => parseNumberOption(name, text(name)),
  };
}

function restartStrategy(read: Reader, options: ReadonlyMap<string, string>): RestartStrategy {
  const type = enumValue(findOption('restart-strategy.type')!, read.text('restart-strategy.type'));
  const name = (rest: string): string => `restart-strategy.${type}.${rest}`;
  switch (type) {
    case 'fixed-delay':
      return {
        kind: 'fixedDelay',
        attempts: read.integer(name('attempts')),
        delayMs: read.duration(name('delay')),
      };
    case 'failure-rate':
      return {
        kind: 'failureRate',
        failuresMax: read.integer(name('max-failures-per-interval')),
        intervalMs: read.duration(name('failure-rate-interval')),
        delayMs: read.duration(name('delay')),
      };
    case 'exponential-delay':
      return {
        kind: 'exponentialDelay',
        initialMs: read.duration(name('initial-backoff')),
        maxMs: read.duration(name('max-backoff')),
        multiplier: read.number(name('backoff-multiplier')),
        resetMs: read.duration(name('reset-backoff-threshold')),
        jitter: read.number(name('jitter-factor')),
        attempts: options.has(name('attempts-before-reset-backoff'))
          ? read.integer(name('attempts-before-reset-backoff'))
          : Infinity,
      };
    default:
      return { kind: 'none' };
  }
}
