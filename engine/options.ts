/**
 * All options of a session and its jobs, by Flink's names. One entry is one option: reading,
 * checking,
 * documentation and completion come from it.
 */
import { PlanError, didYouMean } from '../core/errors.js';
import {
  badOptionValue,
  parseBooleanOption,
  parseDurationMs,
  parseIntegerOption,
  parseMemoryBytes,
  parseNumberOption,
} from './option-values.js';
import { checkpointOptions, stateOptions } from './option-list-jobs.js';
import { clientOptions, planningOptions } from './option-list-session.js';
import type { SessionOption } from './session-option.js';

export type { OptionType, SessionOption } from './session-option.js';

/** The only list of options. */
export const sessionOptions: readonly SessionOption[] = [
  ...checkpointOptions,
  ...stateOptions,
  ...planningOptions,
  ...clientOptions,
];

/**
 * Options of clusters, tuning and the optimiser: any name below these is taken and has no effect.
 */
const ACCEPTED_PREFIXES = [
  'taskmanager.',
  'jobmanager.',
  'rest.',
  'metrics.',
  'state.backend.rocksdb.',
  'table.optimizer.',
  'execution.buffer-timeout',
  'execution.batch.',
  'classloader.',
  'cluster.',
  'web.',
  'table.exec.async-',
  'table.exec.spill-',
  'table.exec.sort.',
  'table.exec.disabled-operators',
  'table.exec.rank.topn-cache-size',
  'table.exec.deduplicate.',
  'table.exec.interval-join.',
  'table.plan.compile.',
  'table.builtin-',
  'table.rtas-ctas.',
  'execution.checkpointing.file-merging.',
  'execution.checkpointing.unaligned.',
  'state.backend.local-recovery',
  'state.backend.latency-track.',
  'env.',
];

const byName: ReadonlyMap<string, SessionOption> = new Map(
  sessionOptions.flatMap((option) =>
    [option.name, ...(option.aliases ?? [])].map((name) => [name, option] as const),
  ),
);

/** The entry of a name or an older alias, or undefined. */
export function findOption(name: string): SessionOption | undefined {
  return byName.get(name);
}

/**
 * Checks `SET 'name' = 'value'` and returns the name under which the value is kept (aliases
 * resolved).
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
 * Checks all options and returns them under canonical names (an older alias loses to the name
 * itself).
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
    case 'boolean':
      return String(parseBooleanOption(option.name, value));
    case 'integer':
      return String(parseIntegerOption(option.name, value, option.least ?? 0));
    case 'number':
      return String(parseNumberOption(option.name, value));
    case 'duration':
      return String(parseDurationMs(option.name, value));
    case 'memory':
      return String(parseMemoryBytes(option.name, value));
    case 'enum':
      return enumValue(option, value);
    default:
      return value;
  }
}

/** Canonical spelling of an enum's value. Throws PlanError OPTION_VALUE. */
export function enumValue(option: SessionOption, value: string): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '');
  const found = option.values!.find((candidate) => plain(candidate) === plain(value.trim()));
  if (found !== undefined) return found;
  throw badOptionValue(option.name, value, `one of ${option.values!.join(', ')}`);
}
