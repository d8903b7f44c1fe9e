/**
 * The options of a table against what its connector declares. Used by whoever creates or plans
 * tables.
 */
import { ConnectorError, didYouMean } from '../core/errors.js';
import type { ConnectorSpec, OptionSpec } from './connector.js';

/** Options that every table may have, whatever its connector. */
const COMMON_OPTIONS: readonly OptionSpec[] = [
  { name: 'connector', doc: 'What holds the rows.', required: true },
  {
    name: 'scan.watermark.idle-timeout',
    doc: 'A source without rows for this long stops holding time back.',
  },
  {
    name: 'scan.watermark.emit.strategy',
    doc: 'Accepted; the watermark advances after every row.',
  },
  { name: 'scan.watermark.alignment.group', doc: 'Accepted; sources are read in step anyway.' },
  { name: 'scan.parallelism', doc: 'Accepted; the runtime chooses.' },
  { name: 'sink.parallelism', doc: 'Accepted; the runtime chooses.' },
  { name: 'error.policy', doc: 'A row that cannot be read: `fail` (default) or `skip` (counted).' },
];

/**
 * All options a table with these options may have: common ones, the connector's, those of its
 * format.
 */
export function knownOptions(
  spec: ConnectorSpec,
  options: Readonly<Record<string, string>>,
): readonly OptionSpec[] {
  return [...COMMON_OPTIONS, ...spec.options, ...(spec.extraOptions?.(options) ?? [])];
}

/**
 * Throws ConnectorError (blame: user) OPTION_UNKNOWN for a name that is not declared and
 * OPTION_MISSING for a required one that is not there. Values are checked by `sourceFacts` and
 * `sinkFacts`.
 */
export function validateOptions(
  table: string,
  spec: ConnectorSpec,
  options: Readonly<Record<string, string>>,
): void {
  const known = knownOptions(spec, options);
  const names = known.map((option) => option.name);
  for (const name of Object.keys(options)) {
    if (names.some((pattern) => optionMatches(pattern, name))) continue;
    throw new ConnectorError('OPTION_UNKNOWN', {
      message: `unknown option '${name}' of table ${table} (connector '${spec.name}')`,
      hint: didYouMean(name, names) ?? `Options are: ${[...names].sort().join(', ')}.`,
      blame: 'user',
    });
  }
  for (const option of known) {
    if (option.required !== true || options[option.name] !== undefined) continue;
    throw new ConnectorError('OPTION_MISSING', {
      message: `table ${table} (connector '${spec.name}') needs the option '${option.name}'`,
      hint: option.doc,
      blame: 'user',
    });
  }
}

/** Does `name` equal the declared name, where one '*' stands for any non-empty text? */
export function optionMatches(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === name;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return (
    name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
  );
}
