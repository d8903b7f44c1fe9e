/** Table hints: OPTIONS('k' = 'v') changes a table's options for one query. */
import { SqlError } from '../../core/errors.js';
import type { Hint } from '../ast/query.js';
import type { BindEnv } from './context.js';

/** The options with those of OPTIONS hints over them; other hints change nothing. */
export function mergedHints(
  options: Readonly<Record<string, string>>,
  hints: readonly Hint[],
  env: Pick<BindEnv, 'options'>,
): Readonly<Record<string, string>> {
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
