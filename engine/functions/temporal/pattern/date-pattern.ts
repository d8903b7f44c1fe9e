/** Patterns of java.time and java.text for dates and times, taken apart. */
import { DataError } from '../../../../core/errors.js';

/** Letters repeated, text as it is, or a part that may be missing when parsing. */
export type PatternPart =
  | { readonly letter: string; readonly count: number }
  | { readonly text: string }
  | { readonly optional: readonly PatternPart[] };

/**
 * `formatter`: java.time.format.DateTimeFormatter (DATE_FORMAT, TO_TIMESTAMP, TO_DATE);
 * `simple`: java.text.SimpleDateFormat (FROM_UNIXTIME, UNIX_TIMESTAMP, CONVERT_TZ).
 */
export type PatternStyle = 'formatter' | 'simple';

const LETTERS: Readonly<Record<PatternStyle, string>> = {
  formatter: 'GuyDMLdQqYwWEecFaBhKkHmsSAnNVvzOXxZ',
  simple: 'GyYMLwWDdFEuaHkKhmsSzZX',
};

/** Throws DataError DATE_PATTERN_INVALID. */
export function parseDatePattern(pattern: string, style: PatternStyle): readonly PatternPart[] {
  const reader = { at: 0 };
  const parts = readParts(pattern, style, reader);
  if (reader.at < pattern.length) throw invalidDatePattern(pattern, "a ']' too many");
  return parts;
}

/** DataError of a date pattern that Java would refuse. */
export function invalidDatePattern(pattern: string, why: string): DataError {
  return new DataError('DATE_PATTERN_INVALID', {
    message: `'${pattern}' is no pattern of a date or time: ${why}`,
    hint: "a pattern looks like 'yyyy-MM-dd HH:mm:ss.SSS'; other text stands in quotes",
  });
}

function readParts(
  pattern: string,
  style: PatternStyle,
  reader: { at: number },
): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  while (reader.at < pattern.length) {
    const char = pattern[reader.at]!;
    if (style === 'formatter' && char === ']') return parts;
    if (style === 'formatter' && char === '[') {
      reader.at++;
      parts.push({ optional: readParts(pattern, style, reader) });
      reader.at++;
    } else if (char === "'") {
      parts.push({ text: quoted(pattern, reader) });
    } else if (/[A-Za-z]/.test(char)) {
      parts.push(letters(pattern, style, reader));
    } else {
      if (style === 'formatter' && /[{}#]/.test(char))
        throw invalidDatePattern(pattern, `${char} is reserved`);
      reader.at++;
      parts.push({ text: char });
    }
  }
  return parts;
}

function letters(pattern: string, style: PatternStyle, reader: { at: number }): PatternPart {
  const letter = pattern[reader.at]!;
  if (!LETTERS[style].includes(letter))
    throw invalidDatePattern(pattern, `the letter ${letter} means nothing`);
  const from = reader.at;
  while (pattern[reader.at] === letter) reader.at++;
  return { letter, count: reader.at - from };
}

/** Text in quotes; two quotes are one. */
function quoted(pattern: string, reader: { at: number }): string {
  const match = /^'((?:[^']|'')*)'/.exec(pattern.slice(reader.at));
  if (match === null) throw invalidDatePattern(pattern, 'a quote is not closed');
  reader.at += match[0].length;
  return match[0] === "''" ? "'" : match[1]!.replaceAll("''", "'");
}
