/** INTERVAL literals and their qualifiers. */
import type { Expr, IntervalQualifier, IntervalUnit } from '../ast/expr.js';
import type { Cursor } from './cursor.js';
import { parseParenthesisedExpr } from './parenthesised.js';
import { parsePrimary } from './primary.js';

const units: Readonly<Record<string, IntervalUnit>> = {
  YEAR: 'YEAR',
  YEARS: 'YEAR',
  QUARTER: 'QUARTER',
  QUARTERS: 'QUARTER',
  MONTH: 'MONTH',
  MONTHS: 'MONTH',
  WEEK: 'WEEK',
  WEEKS: 'WEEK',
  DAY: 'DAY',
  DAYS: 'DAY',
  HOUR: 'HOUR',
  HOURS: 'HOUR',
  MINUTE: 'MINUTE',
  MINUTES: 'MINUTE',
  SECOND: 'SECOND',
  SECONDS: 'SECOND',
};

/** INTERVAL '1' DAY, INTERVAL -'1' DAY, INTERVAL x DAY. */
export function parseInterval(c: Cursor): Expr {
  const start = c.token.start;
  c.expect('INTERVAL');
  const sign = c.isSignedText ? c.acceptOneOf(['-', '+']) : null;
  if (c.isString) {
    const text = c.string('a text').value;
    const qualifier = parseQualifier(c);
    return { kind: 'interval', negative: sign === '-', text, qualifier, span: c.spanFrom(start) };
  }
  const operand = c.is('(') ? parseParenthesisedExpr(c) : parsePrimary(c);
  const qualifier = parseQualifier(c);
  return { kind: 'interval-of', operand, qualifier, difference: false, span: c.spanFrom(start) };
}

/** DAY(3) TO SECOND(6). */
export function parseQualifier(c: Cursor): IntervalQualifier {
  const start = c.token.start;
  const from = parseUnit(c);
  let precision: number | null = null;
  let fraction: number | null = null;
  if (c.accept('(')) {
    precision = c.integer('a number of digits');
    if (from === 'SECOND' && c.accept(',')) fraction = c.integer('a number of digits');
    c.expect(')');
  }
  const to = isRange(c, from) ? parseRangeEnd(c) : null;
  if (to === 'SECOND' && c.accept('(')) {
    fraction = c.integer('a number of digits');
    c.expect(')');
  }
  return { kind: 'interval-qualifier', from, to, precision, fraction, span: c.spanFrom(start) };
}

/** Which units may end a range that starts with a unit. */
const rangeEnds: Readonly<Partial<Record<IntervalUnit, readonly string[]>>> = {
  YEAR: ['MONTH', 'MONTHS'],
  DAY: ['HOUR', 'HOURS', 'MINUTE', 'MINUTES', 'SECOND', 'SECONDS'],
  HOUR: ['MINUTE', 'MINUTES', 'SECOND', 'SECONDS'],
  MINUTE: ['SECOND', 'SECONDS'],
};

/** TO is the interval's only before a smaller unit: not in FLOOR(t + INTERVAL '1' YEAR TO DAY). */
function isRange(c: Cursor, from: IntervalUnit): boolean {
  return c.key === 'TO' && (rangeEnds[from]?.includes(c.peek(1).key) ?? false);
}

function parseRangeEnd(c: Cursor): IntervalUnit {
  c.expect('TO');
  return parseUnit(c);
}

function parseUnit(c: Cursor): IntervalUnit {
  const unit = Object.hasOwn(units, c.key) ? units[c.key] : undefined;
  if (unit === undefined) {
    return c.fail('a unit of time (YEAR, MONTH, DAY, HOUR, MINUTE, SECOND)', {
      hint: "Write an interval like INTERVAL '5' MINUTE.",
    });
  }
  c.advance();
  return unit;
}
