/** Conversion of boxed values between any two types that CAST allows. */
import { EngineBug } from '../../../core/errors.js';
import type { Value } from '../../../core/batch.js';
import { childTypes } from '../../../core/layout.js';
import { timeZone } from '../../../core/time-zone.js';
import type { DataType } from '../../../core/types.js';
import { formatType } from '../../../core/types.js';
import { encodeUtf8 } from '../../../core/utf8.js';
import { valueFormatter } from '../../../core/value-text.js';
import type { SessionFacts } from '../../expr.js';
import { isBinary, isNumeric, isText } from '../common-type.js';
import { checkTextLength } from '../string/text-length.js';
import { numberCast } from './cast-number.js';
import { temporalCast } from './cast-temporal.js';
import { parseBoolean, textToNumber } from './cast-text.js';
import { textToTemporal } from './cast-text-temporal.js';

/** Boxed non-null value -> converted value; undefined when it cannot be converted. */
export type Conversion = (value: Value) => Value | undefined;

/** Conversion for a pair of types that `canCast` allows. */
export function castKernel(from: DataType, to: DataType, session: SessionFacts): Conversion {
  if (from.id === 'null') return () => null;
  if (isText(to)) return fitText(toText(from, session), to);
  if (isNumeric(to)) return isText(from) ? textToNumber(to) : numberCast(from, to);
  if (isText(from)) return fromText(to, session);
  switch (to.id) {
    case 'boolean':
      return toBoolean(from);
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamp_ltz':
      return temporalCast(from, to, session);
    case 'interval_year_month':
      return toInterval(2 ** 31 - 1);
    case 'interval_day_time':
      return toInterval(Number.MAX_SAFE_INTEGER);
    case 'binary':
    case 'varbinary':
      return fitBytes(to.id === 'binary', to.length);
    case 'array':
      return listCast(from, to, session);
    case 'map':
    case 'multiset':
      return pairsCast(from, to, session);
    case 'row':
      return rowCast(from, to, session);
    default:
      return identity(from, to);
  }
}

/** A number of months or ms. */
function toInterval(largest: number): Conversion {
  return (value) => {
    const count = Number(value);
    return Math.abs(count) <= largest ? count : undefined;
  };
}

function identity(from: DataType, to: DataType): Conversion {
  if (from.id !== to.id)
    throw new EngineBug(`no cast from ${formatType(from)} to ${formatType(to)}`);
  return (value) => value;
}

function toText(from: DataType, session: SessionFacts): (value: Value) => string {
  if (isText(from)) return (value) => value as string;
  return valueFormatter(from, timeZone(session.timeZone).toLocalMs);
}

/** CHAR is padded with blanks and cut, VARCHAR only cut; lengths are in code points. */
function fitText(convert: (value: Value) => string, to: DataType & { length: number }): Conversion {
  const { length } = to;
  const isChar = to.id === 'char';
  return (value) => {
    const text = convert(value);
    if (text.length <= length && !isChar) return text;
    const points = codePointCount(text);
    if (points > length) return Array.from(text).slice(0, length).join('');
    if (!isChar) return text;
    checkTextLength(length);
    return text + ' '.repeat(length - points);
  };
}

function codePointCount(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit < 0xe000) {
      const before = text.charCodeAt(i - 1);
      if (before >= 0xd800 && before < 0xdc00) count -= 1;
    }
  }
  return count;
}

function fromText(to: DataType, session: SessionFacts): Conversion {
  if (to.id === 'boolean') return (value) => parseBoolean(value as string);
  if (isBinary(to)) {
    const fit = fitBytes(to.id === 'binary', (to as DataType & { length: number }).length);
    return (value) => fit(encodeUtf8(value as string));
  }
  return textToTemporal(to, session);
}

function toBoolean(from: DataType): Conversion {
  if (from.id === 'boolean') return (value) => value;
  return (value) => value !== 0 && value !== 0n;
}

function fitBytes(isFixed: boolean, length: number): Conversion {
  return (value) => {
    const bytes = value as Uint8Array;
    if (bytes.length > length) return bytes.slice(0, length);
    if (!isFixed || bytes.length === length) return bytes;
    const padded = new Uint8Array(length);
    padded.set(bytes);
    return padded;
  };
}

/** Conversion of an element: NULL stays NULL. */
function elementCast(from: DataType, to: DataType, session: SessionFacts): Conversion {
  const convert = castKernel(from, to, session);
  return (value) => (value === null ? null : convert(value));
}

function listCast(from: DataType, to: DataType, session: SessionFacts): Conversion {
  const convert = elementCast(childTypes(from)[0]!, childTypes(to)[0]!, session);
  return (value) => convertAll(value as readonly Value[], () => convert);
}

function rowCast(from: DataType, to: DataType, session: SessionFacts): Conversion {
  const targets = childTypes(to);
  const casts = childTypes(from).map((type, i) => elementCast(type, targets[i]!, session));
  return (value) => convertAll(value as readonly Value[], (i) => casts[i]!);
}

function pairsCast(from: DataType, to: DataType, session: SessionFacts): Conversion {
  const targets = childTypes(to);
  const casts = childTypes(from).map((type, i) => elementCast(type, targets[i]!, session));
  return (value) =>
    convertAll(
      value as readonly Value[],
      () => (pair) => convertAll(pair as readonly Value[], (i) => casts[i]!),
    );
}

function convertAll(items: readonly Value[], castAt: (i: number) => Conversion): Value | undefined {
  const out: Value[] = [];
  for (let i = 0; i < items.length; i++) {
    const converted = castAt(i)(items[i]!);
    if (converted === undefined) return undefined;
    out.push(converted);
  }
  return out;
}
