/** Text to BOOLEAN and numbers; undefined where the text is none. */
import type { Value } from '../../../core/batch.js';
import { parseDecimal, toDecimal } from '../../../core/decimal.js';
import type { DataType } from '../../../core/types.js';

const INTEGER_LIMITS: Readonly<Record<string, bigint>> = {
  tinyint: 2n ** 7n,
  smallint: 2n ** 15n,
  int: 2n ** 31n,
  bigint: 2n ** 63n,
};
const TRUE_WORDS: ReadonlySet<string> = new Set(['t', 'true', 'y', 'yes', '1']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['f', 'false', 'n', 'no', '0']);

/** t, true, y, yes, 1 and their opposites in any case; blanks are not trimmed. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : undefined;
}

/** Conversion of text to the number type `to`; blanks around are trimmed. */
export function textToNumber(to: DataType): (value: Value) => Value | undefined {
  if (to.id === 'decimal') {
    const { precision, scale } = to;
    return (value) => {
      const parsed = parseDecimal((value as string).trim());
      return parsed === null ? undefined : (toDecimal(parsed, precision, scale) ?? undefined);
    };
  }
  if (to.id === 'double') return (value) => parseDouble(value as string);
  if (to.id === 'float') {
    return (value) => {
      const parsed = parseDouble(value as string);
      return parsed === undefined ? undefined : Math.fround(parsed);
    };
  }
  const limit = INTEGER_LIMITS[to.id]!;
  const isBig = to.id === 'bigint';
  return (value) => {
    const parsed = parseInteger(value as string);
    if (parsed === undefined || parsed >= limit || parsed < -limit) return undefined;
    return isBig ? parsed : Number(parsed);
  };
}

/** Digits with a sign; a fraction is cut off, an exponent is refused. */
export function parseInteger(text: string): bigint | undefined {
  const match = /^\s*([+-]?)(\d*)(\.\d*)?\s*$/.exec(text);
  if (match === null || (match[2] === '' && (match[3] ?? '.') === '.')) return undefined;
  const magnitude = BigInt(match[2]!);
  return match[1] === '-' ? -magnitude : magnitude;
}

/** Java's Double.parseDouble without hexadecimal forms. */
export function parseDouble(text: string): number | undefined {
  const trimmed = text.trim();
  const match = /^([+-]?)(?:(NaN)|(Infinity)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[dDfF]?)$/.exec(
    trimmed,
  );
  if (match === null) return undefined;
  const sign = match[1] === '-' ? -1 : 1;
  if (match[2] !== undefined) return Number.NaN;
  return match[3] !== undefined ? sign * Infinity : sign * Number(match[4]);
}
