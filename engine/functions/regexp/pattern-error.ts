/** Why a pattern cannot be used: the text is wrong, or it asks for what RegExp cannot do. */
import { DataError } from '../../../core/errors.js';

/** The text is no regular expression: Flink's functions answer NULL or FALSE then. */
export const REGEXP_INVALID = 'REGEXP_INVALID';

/** DataError REGEXP_INVALID. */
/** DataError of a pattern that Java would refuse, or that has no equal here. */
export function invalidPattern(pattern: string, why: string): DataError {
  return new DataError(REGEXP_INVALID, {
    message: `'${pattern}' is no regular expression: ${why}`,
  });
}

/** A construct that would not match as in Java is an error, never another match. */
export function unsupportedPattern(pattern: string, what: string): DataError {
  return new DataError('REGEXP_UNSUPPORTED', {
    message: `'${pattern}': ${what} in a regular expression is not supported`,
    hint: 'write the pattern without it',
  });
}
