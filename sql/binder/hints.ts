/** Table hints: OPTIONS('k' = 'v') changes a table's options for one query. */
import { didYouMean, SqlError } from '../../core/errors.js';
import type { Hint } from '../ast/query.js';
import type { BindEnv } from './context.js';

/** Hints on tables that change how a query runs elsewhere, and nothing here. */
const KNOWN: readonly string[] = [
  'OPTIONS',
  'LOOKUP',
  'STATE_TTL',
  'BROADCAST',
  'SHUFFLE_HASH',
  'SHUFFLE_MERGE',
  'NEST_LOOP',
  'MULTI_JOIN',
  'INDEX',
];

/** Throws SQL_INVALID for a hint that is none, and for OPTIONS without 'key' = 'value'. */
export function checkHints(hints: readonly Hint[]): void {
  for (const hint of hints) {
    const name = hint.name.name.toUpperCase();
    if (!KNOWN.includes(name)) {
      throw new SqlError('SQL_INVALID', {
        message: `no hint "${hint.name.name}"`,
        span: hint.span,
        hint: didYouMean(name, KNOWN),
      });
    }
    if (name === 'OPTIONS' && !hint.args.every((arg) => arg.kind === 'option')) {
      throw new SqlError('SQL_INVALID', {
        message: "OPTIONS takes 'key' = 'value'",
        span: hint.span,
      });
    }
  }
}

/** The options with those of OPTIONS hints over them; other hints change nothing. */
export function mergedHints(
  options: Readonly<Record<string, string>>,
  hints: readonly Hint[],
  env: Pick<BindEnv, 'options'>,
): Readonly<Record<string, string>> {
  checkHints(hints);
  const given = hints.filter((hint) => hint.name.name.toUpperCase() === 'OPTIONS');
  if (given.length === 0) return options;
  if (env.options.get('table.dynamic-table-options.enabled') === 'false') {
    throw new SqlError('SQL_HINTS_DISABLED', {
      message: 'OPTIONS hints are switched off',
      span: given[0]!.span,
      hint: "SET 'table.dynamic-table-options.enabled' = 'true' allows them.",
    });
  }
  const entries = given.flatMap((hint) =>
    hint.args.flatMap((arg) =>
      arg.kind === 'option' ? [[arg.key.value, arg.value.value] as const] : [],
    ),
  );
  return { ...options, ...Object.fromEntries(entries) };
}
