import type { Span } from '../../core/errors.js';
import { SqlError } from '../../core/errors.js';

const NO_MATERIALIZED =
  'CREATE TABLE t WITH (...) AS SELECT ... keeps a result and goes on writing it; ' +
  'CREATE VIEW names a query.';

/** A construct that is understood but not built yet: never planned as something else. */
export function unsupported(what: string, span: Span | null): SqlError {
  return new SqlError('SQL_UNSUPPORTED', {
    message: `${what} is not supported yet`,
    ...(what.includes('MATERIALIZED TABLE') ? { hint: NO_MATERIALIZED } : {}),
    ...(span === null ? {} : { span }),
  });
}

/** Types, counts or places of otherwise well-formed SQL are wrong. */
export function invalid(message: string, span: Span | null, hint?: string): SqlError {
  return new SqlError('SQL_INVALID', { message, hint, ...(span === null ? {} : { span }) });
}
