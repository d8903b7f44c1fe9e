/** Literals as typed values, none of them nullable but NULL. */
import type { Span } from '../../core/errors.js';
import { parseDecimal } from '../../core/decimal.js';
import { parseDate, parseTime, parseTimestamp } from '../../core/time.js';
import { timestampValue } from '../../core/timestamp-value.js';
import {
  bigintType,
  booleanType,
  dateType,
  decimalType,
  doubleType,
  intType,
  notNull,
  nullType,
  withNullable,
} from '../../core/types.js';
import type { DataType, TimestampType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { literal } from '../../engine/expr.js';
import { TimeZone } from '../../core/time-zone.js';
import type { IntervalQualifier, IntervalUnit, Literal, TemporalLiteral } from '../ast/expr.js';
import { intervalTypeOf } from '../catalog/type.js';
import { invalid } from './errors.js';

export function bindLiteral(node: Literal, timeZone: string): Expr {
  switch (node.kind) {
    case 'string':
      return textLiteral(node.value);
    case 'number':
      return numberLiteral(node.text, node.span);
    case 'boolean':
      return node.value === null
        ? literal(null, booleanType)
        : literal(node.value, notNull(booleanType));
    case 'null':
      return literal(null, nullType);
    case 'bytes':
      return literal(hexBytes(node.hex), {
        id: 'binary',
        length: node.hex.length / 2,
        nullable: false,
      });
    case 'temporal':
      return temporalLiteral(node, timeZone);
    case 'interval': {
      const value = intervalValue(node.text, node.qualifier, node.span);
      return literal(node.negative ? -value : value, notNull(intervalTypeOf(node.qualifier)));
    }
  }
}

/** Text literals are CHAR(n), n in UTF-16 units as in Flink: '😀' is CHAR(2). */
export function textLiteral(value: string): Expr {
  return literal(value, { id: 'char', length: value.length, nullable: false });
}

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16),
  );
}

/** `text` unsigned or with a minus: 1 is INT, larger ones BIGINT, 1.5 DECIMAL(2, 1), 1e3 DOUBLE. */
export function numberLiteral(text: string, span: Span): Expr {
  if (/[eE]/.test(text)) {
    const value = Number(text);
    if (!Number.isFinite(value)) throw invalid(`the number ${text} is too large`, span);
    return literal(value, notNull(doubleType));
  }
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  if (fraction === '') return integerLiteral(BigInt(text.replace(/\.$/, '')), span);
  const parsed = parseDecimal(text);
  if (parsed === null) throw invalid(`"${text}" is no number`, span);
  const digits = Math.max(whole!.length + fraction.length, fraction.length);
  if (digits > 38) throw invalid(`the number ${text} has more than 38 digits`, span);
  return literal(parsed.unscaled, decimalType(digits, fraction.length, false));
}

function integerLiteral(value: bigint, span: Span): Expr {
  if (BigInt.asIntN(32, value) === value) return literal(Number(value), notNull(intType));
  if (BigInt.asIntN(64, value) === value) return literal(value, notNull(bigintType));
  const digits = String(value).replace('-', '').length;
  if (digits > 38) throw invalid(`the number ${value} has more than 38 digits`, span);
  return literal(value, decimalType(digits, 0, false));
}

/** The literal with the opposite sign, or null when it is no number or interval. */
export function negated(expr: Expr, span: Span): Expr | null {
  if (expr.kind !== 'literal' || expr.value === null) return null;
  if (expr.type.id === 'int') return integerLiteral(-BigInt(expr.value as number), span);
  if (expr.type.id === 'bigint') return integerLiteral(-(expr.value as bigint), span);
  if (expr.type.id === 'decimal' && expr.type.scale === 0)
    return integerLiteral(-(expr.value as bigint), span);
  if (typeof expr.value === 'bigint' && expr.type.id === 'decimal') {
    return literal(-expr.value, expr.type);
  }
  return typeof expr.value === 'number' &&
    expr.type.id !== 'date' &&
    expr.type.id !== 'time' &&
    !('precision' in expr.type)
    ? literal(-expr.value, expr.type)
    : null;
}

/** Blanks may stand before a number, and more zeros in front of it; there is no year 0. */
const dateForm = /^ *0*[1-9]\d{0,3}- *\d+- *\d+$/;
const timeForm = /^ *\d+: *\d+: *\d+(?:\.\d*)?$/;
const timestampForm = /^( *0*[1-9]\d{0,3}- *\d+- *\d+)(?: ( *\d+: *\d+: *\d+(?:\.\d*)?))?$/;

/** Without blanks and zeros in front of the numbers, the year in four digits. */
function plainDate(text: string): string {
  return text
    .split('-')
    .map((part, i) => String(Number(part)).padStart(i === 0 ? 4 : 2, '0'))
    .join('-');
}

/** As `plainDate`; digits behind the ninth of a fraction are cut. */
function plainTime(text: string): string {
  const [clock, fraction] = text.split('.') as [string, string | undefined];
  const plain = clock.split(':').map((part) => String(Number(part)).padStart(2, '0'));
  return plain.join(':') + (fraction === undefined ? '' : `.${fraction.slice(0, 9)}`);
}

function temporalLiteral(node: TemporalLiteral, timeZone: string): Expr {
  const { text, span } = node;
  const fail = (form: string): Error =>
    invalid(`'${text}' is no ${node.type}`, span, `The form is ${form}.`);
  if (node.type === 'DATE') {
    const days = dateForm.test(text) ? parseDate(plainDate(text)) : null;
    if (days === null) throw fail("'2024-01-31'");
    return literal(days, notNull(dateType));
  }
  const digits = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  if (node.type === 'TIME') {
    const time = timeForm.test(text) ? parseTime(plainTime(text)) : null;
    if (time === null) throw fail("'23:59:59'");
    return literal(time.ms, { id: 'time', precision: Math.min(3, digits), nullable: false });
  }
  const [date, time] = timestampForm.exec(text)?.slice(1) ?? [];
  const instant =
    date === undefined
      ? null
      : parseTimestamp(plainDate(date) + (time === undefined ? '' : ` ${plainTime(time)}`));
  if (instant === null) throw fail("'2024-01-31 23:59:59.123'");
  const isLocal = node.type === 'TIMESTAMP_LTZ';
  const type: TimestampType = {
    id: isLocal ? 'timestamp_ltz' : 'timestamp',
    precision: Math.min(9, digits),
    nullable: false,
  };
  const ms = isLocal ? new TimeZone(timeZone).toUtcMs(instant.ms) : instant.ms;
  return literal(timestampValue({ ms, nanos: instant.nanos }, type), type);
}

const UNIT_MS: Readonly<Record<IntervalUnit, number>> = {
  YEAR: 12,
  QUARTER: 3,
  MONTH: 1, // months
  WEEK: 604_800_000,
  DAY: 86_400_000,
  HOUR: 3_600_000,
  MINUTE: 60_000,
  SECOND: 1000,
};
const DAY_UNITS: readonly IntervalUnit[] = ['DAY', 'HOUR', 'MINUTE', 'SECOND'];

/** Months or milliseconds of an interval's text. */
function intervalValue(text: string, qualifier: IntervalQualifier, span: Span): number {
  const { from, to } = qualifier;
  const match = /^\s*([+-]?)(.*?)\s*$/.exec(text)!;
  const sign = match[1] === '-' ? -1 : 1;
  const units: readonly IntervalUnit[] =
    to === null
      ? [from]
      : from === 'YEAR'
        ? ['YEAR', 'MONTH']
        : DAY_UNITS.slice(DAY_UNITS.indexOf(from), DAY_UNITS.indexOf(to) + 1);
  const most = qualifier.fraction ?? 6;
  const fraction = most === 0 ? '' : `(?:\\.\\d{1,${most}})?`;
  const pattern = units
    .map((unit, i) => {
      const digits = unit === 'SECOND' ? `(\\d+${fraction})` : '(\\d+)';
      return i === 0
        ? digits
        : `${units[i - 1] === 'DAY' ? '\\s+' : units[i - 1] === 'YEAR' ? '-' : ':'}${digits}`;
    })
    .join('');
  const parts = new RegExp(`^${pattern}$`).exec(match[2]!);
  if (parts === null)
    throw invalid(`'${text}' is no interval ${from}${to === null ? '' : ` TO ${to}`}`, span);
  checkLead(parts[1]!, qualifier, span);
  checkParts(units, parts, text, span);
  const total = units.reduce(
    (sum, unit, i) => sum + Math.trunc(Number(parts[i + 1]) * UNIT_MS[unit]),
    0,
  );
  return total === 0 ? 0 : sign * total;
}

/** The leading number may have as many digits as the qualifier allows (2 when not written). */
function checkLead(text: string, qualifier: IntervalQualifier, span: Span): void {
  const digits = text.split('.')[0]!.replace(/^0+(?=\d)/, '').length;
  const max = qualifier.precision ?? 2;
  if (digits <= max) return;
  throw invalid(
    `the number ${text} has more than ${max} digits`,
    span,
    `Write ${qualifier.from}(${digits}) to allow for more.`,
  );
}

function checkParts(
  units: readonly IntervalUnit[],
  parts: RegExpExecArray,
  text: string,
  span: Span,
): void {
  const limits: Partial<Record<IntervalUnit, number>> = {
    MONTH: 12,
    HOUR: 24,
    MINUTE: 60,
    SECOND: 60,
  };
  for (let i = 1; i < units.length; i++) {
    const limit = limits[units[i]!];
    if (limit !== undefined && Number(parts[i + 1]) >= limit) {
      throw invalid(`'${text}': ${units[i]!.toLowerCase()}s are below ${limit}`, span);
    }
  }
}

/** The literal typed otherwise: only NULLs and equal kinds. */
export function nullOf(type: DataType): Expr {
  return literal(null, withNullable(type, true));
}
