/**
 * Regular expressions as java.util.regex reads them, run by RegExp. Every character is translated,
 * so
 * that nothing means something else by accident; what RegExp cannot do is refused.
 */
import { invalidPattern } from './pattern-error.js';
import { PatternTranslator } from './pattern-translator.js';

export interface JavaPattern {
  /** Flags 'v', or 'gv' when global. */
  readonly regExp: RegExp;
  /** Index in a match of each group of the pattern; [0] is the whole match. */
  readonly groups: readonly number[];
}

/** Throws DataError REGEXP_INVALID or REGEXP_UNSUPPORTED. */
export function javaPattern(
  pattern: string,
  options: { readonly global?: boolean } = {},
): JavaPattern {
  const { source, groups } = new PatternTranslator(pattern).translate();
  return { regExp: build(pattern, source, options.global === true ? 'gv' : 'v'), groups };
}

/** For tests of a text: a match anywhere, or of the whole text. Errors as `javaPattern`. */
export function javaRegExp(pattern: string, options: { readonly whole?: boolean } = {}): RegExp {
  const { source } = new PatternTranslator(pattern).translate();
  return build(pattern, options.whole === true ? `^(?:${source})$` : source, 'v');
}

function build(pattern: string, source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalidPattern(pattern, error.message.replace(/^.*: /, ''));
  }
}
