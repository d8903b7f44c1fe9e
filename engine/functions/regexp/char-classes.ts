/** Java's predefined character classes as members of a RegExp class (flag v). */

/** Line terminators: `.` and `$` stop there. */
export const LINE_ENDS = '\\n\\r\\u0085\\u2028\\u2029';

const HORIZONTAL = '\\t \\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const VERTICAL = '\\n\\u000b\\f\\r\\u0085\\u2028\\u2029';

/** Members by escape letter; a capital letter is the complement. */
export const ESCAPE_CLASSES: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'a-zA-Z_0-9',
  s: ' \\t\\n\\u000b\\f\\r',
  h: HORIZONTAL,
  v: VERTICAL,
};

/** POSIX classes, ASCII only. */
const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\u0000-\\u007f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '\\u0021-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007e',
  Graph: '\\u0021-\\u007e',
  Print: '\\u0020-\\u007e',
  Blank: ' \\t',
  Cntrl: '\\u0000-\\u001f\\u007f',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\u000b\\f\\r',
};

/** Java's names of binary properties, where RegExp has another or none. */
const BINARY: Readonly<Record<string, string>> = {
  LETTER: '\\p{L}',
  TITLECASE: '\\p{Lt}',
  PUNCTUATION: '\\p{P}',
  CONTROL: '\\p{Cc}',
  DIGIT: '\\p{Nd}',
  ASSIGNED: '\\P{Cn}',
  ALPHABETIC: '\\p{Alphabetic}',
  IDEOGRAPHIC: '\\p{Ideographic}',
  LOWERCASE: '\\p{Lowercase}',
  UPPERCASE: '\\p{Uppercase}',
  WHITE_SPACE: '\\p{White_Space}',
  HEX_DIGIT: '\\p{Hex_Digit}',
  JOIN_CONTROL: '\\p{Join_Control}',
  EMOJI: '\\p{Emoji}',
};

const CATEGORY = /^(?:[CLMNPSZ]|C[cfnos]|L[CDlmotu]|M[cen]|N[dlo]|P[cdefios]|S[ckmo]|Z[lps])$/;

/**
 * Class member for the name in `\p{...}`; null when Java has no such property or RegExp cannot
 * express it.
 */
export function propertyClass(name: string, ignoreCase: boolean): string | null {
  if (ignoreCase && (name === 'Lower' || name === 'Upper')) return POSIX['Alpha']!;
  const posix = POSIX[name];
  if (posix !== undefined) return posix;
  const pair = /^(sc|script|gc|general_category)=(\w+)$/i.exec(name);
  if (pair !== null) {
    return /^sc/i.test(pair[1]!) ? script(pair[2]!) : category(pair[2]!);
  }
  if (!name.startsWith('Is')) return category(name);
  const rest = name.slice(2);
  return BINARY[rest.toUpperCase()] ?? category(rest) ?? script(rest);
}

function category(name: string): string | null {
  if (name === 'LC') return '\\p{Lu}\\p{Ll}\\p{Lt}';
  if (name === 'LD') return '\\p{L}\\p{Nd}';
  return CATEGORY.test(name) ? `\\p{${name}}` : null;
}

/** Scripts are named in any case in Java; RegExp wants the first letters in capitals. */
function script(name: string): string | null {
  const proper = name
    .toLowerCase()
    .replace(/(^|_)([a-z])/g, (_all, bar: string, letter: string) => bar + letter.toUpperCase());
  try {
    return new RegExp(`\\p{Script=${proper}}`, 'v').source;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
