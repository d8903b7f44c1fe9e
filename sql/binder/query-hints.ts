/**
 * Hints behind SELECT. They choose ways of running a join that there are not here, so they change
 * nothing; but a hint that is misspelt or names a table that is not there is refused.
 */
import { didYouMean, SqlError } from '../../core/errors.js';
import type { Identifier } from '../ast/node.js';
import type { Hint } from '../ast/query.js';
import { durationMs } from '../catalog/duration.js';
import { findRelation, type Scope } from './scope.js';

const JOIN_HINTS: readonly string[] = ['BROADCAST', 'SHUFFLE_HASH', 'SHUFFLE_MERGE', 'NEST_LOOP'];
const KNOWN: readonly string[] = [...JOIN_HINTS, 'MULTI_JOIN', 'STATE_TTL', 'LOOKUP'];

/** Throws SQL_INVALID for a hint that is none, SQL_UNKNOWN_TABLE, SQL_INVALID_OPTION. */
export function checkQueryHints(hints: readonly Hint[], scope: Scope): void {
  for (const hint of hints) {
    const name = hint.name.name.toUpperCase();
    if (!KNOWN.includes(name)) throw unknownHint(hint, name);
    if (name === 'STATE_TTL') checkTimes(hint, scope);
    if (JOIN_HINTS.includes(name) || name === 'MULTI_JOIN') checkTables(hint, scope);
  }
}

function unknownHint(hint: Hint, name: string): SqlError {
  return new SqlError('SQL_INVALID', {
    message: `no hint "${hint.name.name}" of a query`,
    span: hint.span,
    hint:
      name === 'OPTIONS'
        ? "OPTIONS stands behind the name of a table: FROM t /*+ OPTIONS('key' = 'value') */."
        : didYouMean(name, KNOWN),
  });
}

/** 'table' = 'duration' each. */
function checkTimes(hint: Hint, scope: Scope): void {
  for (const arg of hint.args) {
    if (arg.kind !== 'option') {
      throw new SqlError('SQL_INVALID', {
        message: "STATE_TTL takes 'table' = 'duration'",
        span: arg.span,
        hint: "For example STATE_TTL('orders' = '1d').",
      });
    }
    checkTable(arg.key.value, arg.key.span, scope);
    try {
      durationMs(arg.value.value);
    } catch (error) {
      if (error instanceof SqlError) error.span ??= arg.value.span;
      throw error;
    }
  }
}

function checkTables(hint: Hint, scope: Scope): void {
  for (const arg of hint.args) {
    if (arg.kind === 'hint-number' || arg.kind === 'option') {
      throw new SqlError('SQL_INVALID', {
        message: `${hint.name.name.toUpperCase()} takes names of tables`,
        span: arg.span,
      });
    }
    checkTable(arg.kind === 'identifier' ? arg.name : arg.value, arg.span, scope);
  }
}

/** Hints of a query over one table may be meant for what the table is made of. */
function checkTable(name: string, span: Identifier['span'], scope: Scope): void {
  if (scope.relations.length < 2 || findRelation(scope, name.split('.')) !== undefined) return;
  const names = scope.relations.map((one) => one.alias ?? one.path.at(-1) ?? '');
  throw new SqlError('SQL_UNKNOWN_TABLE', {
    message: `no table "${name}" in FROM for the hint (there are ${names.join(', ')})`,
    span,
    hint: didYouMean(name, names),
  });
}
