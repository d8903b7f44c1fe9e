/** Compiles the pattern argument of a call once while it stays the same. */
import { DataError } from '../../../core/errors.js';
import type { JavaPattern } from './java-pattern.js';
import { javaPattern } from './java-pattern.js';
import { REGEXP_INVALID } from './pattern-error.js';

/** Global pattern of a text; null when the text is no regular expression. */
export type PatternOf = (pattern: string) => JavaPattern | null;

/** A cache for one call site. Throws DataError REGEXP_UNSUPPORTED. */
export function patternCache(): PatternOf {
  let text: string | null = null;
  let last: JavaPattern | null = null;
  return (pattern) => {
    if (pattern !== text) {
      last = compile(pattern);
      text = pattern;
    }
    return last;
  };
}

function compile(pattern: string): JavaPattern | null {
  try {
    return javaPattern(pattern, { global: true });
  } catch (error) {
    if (error instanceof DataError && error.code === REGEXP_INVALID) return null;
    throw error;
  }
}
