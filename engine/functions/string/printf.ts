/**
 * PRINTF: java.util.Formatter's %d %x %o %f %e %g %s %c %b %% %n with flags, width and precision.
 */
import type { Value } from '../../../core/batch.js';
import { formatDecimal, parseDecimal, rescale } from '../../../core/decimal.js';
import type { DataType } from '../../../core/types.js';
import { stringType } from '../../../core/types.js';
import { timeZone } from '../../../core/time-zone.js';
import type { Instant } from '../../../core/time.js';
import { formatTimestamp } from '../../../core/time.js';
import { instantOf } from '../../../core/timestamp-value.js';
import { valueFormatter } from '../../../core/value-text.js';
import { isInteger, isNumeric } from '../common-type.js';
import type { CallSite, ScalarFunction } from '../function.js';
import { any, nullable, text } from '../signature.js';

interface Directive {
  /** 0-based; null for the next one, -1 for the one before (`%<d`). */
  readonly index: number | null;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | null;
  readonly conversion: string;
}
type Piece = string | Directive;

const DIRECTIVE = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;

/** Flags that may stand beside a conversion. */
const FLAGS: Readonly<Record<string, string>> = {
  s: '-',
  b: '-',
  c: '-',
  d: '-+ 0,(',
  x: '-#0',
  o: '-#0',
  f: '-#+ 0,(',
  e: '-#+ 0(',
  g: '-+ 0,(',
  '%': '-',
  n: '',
};

/** Plain text and directives of a format; null when a % starts none or one is no good. */
function piecesOf(format: string): readonly Piece[] | null {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of format.matchAll(DIRECTIVE)) {
    pieces.push(format.slice(end, match.index));
    const directive = directiveOf(match);
    if (directive === null) return null;
    pieces.push(directive);
    end = match.index + match[0].length;
  }
  pieces.push(format.slice(end));
  return pieces.some((piece) => typeof piece === 'string' && piece.includes('%')) ? null : pieces;
}

/** null for what java.util.Formatter refuses: flags that do not go together, a precision of %d. */
function directiveOf(match: RegExpExecArray): Directive | null {
  const conversion = match[5]!;
  const kind = /[DFON]/.test(conversion) ? conversion : conversion.toLowerCase();
  const flags = match[2]!.replace('<', '');
  const width = match[3] === undefined ? null : Number(match[3]);
  const allowed = FLAGS[kind];
  if (allowed === undefined || [...flags].some((flag) => !allowed.includes(flag))) return null;
  if (new Set(flags).size !== flags.length) return null;
  if (/-.*0|0.*-|\+.* | .*\+/.test(flags) || (/[-0]/.test(flags) && width === null)) return null;
  if (match[4] !== undefined && !'sbfeg'.includes(kind)) return null;
  if (kind === 'n' && width !== null) return null;
  return {
    index: match[2]!.includes('<') ? -1 : match[1] === undefined ? null : Number(match[1]) - 1,
    flags,
    width: width ?? 0,
    precision: match[4] === undefined ? null : Number(match[4]),
    conversion,
  };
}

/** Text of one argument under a directive; null when they do not fit. */
function converted(
  piece: Directive,
  value: Value,
  type: DataType,
  show: (value: Value) => string,
): string | null {
  const conversion = piece.conversion.toLowerCase();
  if (conversion === 'b')
    return cut(String(typeof value === 'boolean' ? value : value !== null), piece.precision);
  if (value === null) return cut('null', piece.precision);
  switch (conversion) {
    case 's':
      return cut(show(value), piece.precision);
    case 'c':
      return characterOf(value, type);
    case 'd':
      return isInteger(type)
        ? signed(BigInt(value as number | bigint).toString(), piece.flags)
        : null;
    case 'x':
      return isInteger(type) ? alternate(piece, '0x') + digits(value, type, 16) : null;
    case 'o':
      return isInteger(type) ? alternate(piece, '0') + digits(value, type, 8) : null;
    default:
      return fractional(piece, value, type);
  }
}

/** What the flag # puts in front. */
function alternate(piece: Directive, prefix: string): string {
  return piece.flags.includes('#') ? prefix : '';
}

function cut(shown: string, precision: number | null): string {
  return precision === null ? shown : shown.slice(0, precision);
}

/** A number below BIGINT is the code point; a text, even of one character, does not fit. */
function characterOf(value: Value, type: DataType): string | null {
  if (!isInteger(type) || typeof value !== 'number') return null;
  return value >= 0 && value <= 0x10ffff ? String.fromCodePoint(value) : null;
}

/** Two's complement in the width of the type. */
function digits(value: Value, type: DataType, radix: number): string {
  const bits = { tinyint: 8, smallint: 16, int: 32, bigint: 64 }[type.id as 'int'];
  return BigInt.asUintN(bits, BigInt(value as number | bigint)).toString(radix);
}

function fractional(piece: Directive, value: Value, type: DataType): string | null {
  if (!isNumeric(type) || isInteger(type)) return null;
  const precision = piece.precision ?? 6;
  if (type.id !== 'decimal' && !Number.isFinite(value)) return signed(String(value), piece.flags);
  const exact =
    type.id === 'decimal'
      ? { unscaled: value as bigint, scale: type.scale }
      : parseDecimal(String(value))!;
  const conversion = piece.conversion.toLowerCase();
  const point = precision === 0 ? alternate(piece, '.') : '';
  const plain = formatDecimal(rescale(exact.unscaled, exact.scale, precision), precision) + point;
  if (conversion === 'f')
    return signed(isNegative(value) && !plain.startsWith('-') ? `-${plain}` : plain, piece.flags);
  const number =
    type.id === 'decimal' ? Number(formatDecimal(exact.unscaled, exact.scale)) : (value as number);
  if (conversion === 'g')
    return signed(general(number, precision === 0 ? 1 : precision), piece.flags);
  return signed(scientific(number, precision).replace('e', `${point}e`), piece.flags);
}

function isNegative(value: Value): boolean {
  return typeof value === 'number' ? value < 0 || Object.is(value, -0) : (value as bigint) < 0n;
}

function scientific(value: number, precision: number): string {
  return value.toExponential(Math.min(100, precision)).replace(/e([+-])(\d)$/, 'e$10$2');
}

function general(value: number, precision: number): string {
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude < 1e-4 || magnitude >= 10 ** precision))
    return scientific(value, precision - 1);
  const whole = magnitude < 1 ? 0 : Math.floor(Math.log10(magnitude)) + 1;
  return value.toFixed(Math.max(0, Math.min(100, precision - whole)));
}

/** Applies the flags + space ( and , to a number text. */
function signed(shown: string, flags: string): string {
  const negative = shown.startsWith('-');
  const magnitude = negative ? shown.slice(1) : shown;
  const grouped = flags.includes(',')
    ? magnitude.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','))
    : magnitude;
  if (negative) return flags.includes('(') ? `(${grouped})` : `-${grouped}`;
  return (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + grouped;
}

function padded(shown: string, { flags, width }: Directive): string {
  const missing = width - shown.length;
  if (missing <= 0) return shown;
  if (flags.includes('-')) return shown + ' '.repeat(missing);
  const isNumber = shown !== '' && !/n/i.test(shown);
  if (!flags.includes('0') || !isNumber) return ' '.repeat(missing) + shown;
  const sign = /^(?:[-+ (]|0x)/i.exec(shown)?.[0] ?? '';
  return sign + '0'.repeat(missing) + shown.slice(sign.length);
}

function format(
  pieces: readonly Piece[],
  values: readonly Value[],
  site: CallSite,
  show: readonly ((v: Value) => string)[],
): string | null {
  let out = '';
  let next = 0;
  let last = -1;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      out += piece;
      continue;
    }
    if (piece.conversion === '%' || piece.conversion === 'n') {
      out += piece.conversion === 'n' ? '\n' : padded('%', piece);
      continue;
    }
    const i = piece.index === -1 ? last : (piece.index ?? next++);
    if (i < 0 || i >= values.length) return null;
    last = i;
    const shown = converted(piece, values[i]!, site.args[i + 1]!, show[i]!);
    if (shown === null) return null;
    out += padded(
      piece.conversion === piece.conversion.toUpperCase() ? shown.toUpperCase() : shown,
      piece,
    );
  }
  return out;
}

/** How %s writes values of a type. */
function shower(type: DataType, toLocalMs: (ms: number) => number): (value: Value) => string {
  if (type.id === 'boolean') return String;
  if (type.id === 'timestamp') return (value) => isoText(instantOf(value));
  if (type.id !== 'timestamp_ltz') return valueFormatter(type, toLocalMs);
  return (value) => {
    const { ms, nanos } = instantOf(value);
    return isoText({ ms: toLocalMs(ms), nanos });
  };
}

/** `yyyy-MM-ddTHH:mm`, with seconds and a fraction of 3, 6 or 9 digits where they are not 0. */
function isoText({ ms, nanos }: Instant): string {
  const precision = nanos % 1000 > 0 ? 9 : nanos > 0 ? 6 : ms % 1000 === 0 ? 0 : 3;
  const text = formatTimestamp(ms, precision, nanos, 'T');
  return precision === 0 && text.endsWith(':00') ? text.slice(0, -3) : text;
}

function printfKernel(
  site: CallSite,
): (pattern: string | null, ...values: readonly Value[]) => string | null {
  const { toLocalMs } = timeZone(site.session.timeZone);
  const show = site.args.slice(1).map((type) => shower(type, toLocalMs));
  return (pattern, ...values) => {
    const pieces = pattern === null ? null : piecesOf(pattern);
    return pieces === null ? null : format(pieces, values, site, show);
  };
}

export const printf: ScalarFunction = {
  name: 'PRINTF',
  doc: 'Text made by a format in the manner of printf; NULL when an argument does not fit it.',
  syntax: 'PRINTF(format, a, b, ...)',
  category: 'string',
  nulls: 'handled',
  examples: [
    ["PRINTF('%05d %s %.2f', 42, 'x', 1.5)", '00042 x 1.50'],
    ["PRINTF('%,d', 1234567)", '1,234,567'],
  ],
  resolve: (facts, options) =>
    facts.length <= 1
      ? nullable([text], stringType)(facts, options)
      : nullable([text, any], stringType, { repeatLast: true })(facts, options),
  kernel: printfKernel,
};
