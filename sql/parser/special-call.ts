/** Calls whose arguments have words between them; they become ordinary calls, see CallExpr. */
import type { Argument, CallExpr, SymbolArg } from '../ast/expr.js';
import type { QualifiedName } from '../ast/node.js';
import { callOf, parseCall } from './call.js';
import type { Cursor } from './cursor.js';
import { RANGE_PRECEDENCE } from '../precedence.js';
import { parseExpr, parseOperand } from './expression.js';

type ArgumentParser = (c: Cursor) => Argument[];

const parsers: Readonly<Record<string, ArgumentParser>> = {
  EXTRACT: parseExtract,
  FLOOR: parseRounding,
  CEIL: parseRounding,
  CEILING: parseRounding,
  TRIM: parseTrim,
  SUBSTRING: parseSubstring,
  OVERLAY: parseOverlay,
  POSITION: parsePosition,
  TIMESTAMPADD: parseUnitFirst,
  TIMESTAMPDIFF: parseUnitFirst,
  CONVERT: parseUsing,
  TRANSLATE: parseUsing,
};

export const specialFunctions: ReadonlySet<string> = new Set(Object.keys(parsers));

export function parseSpecialCall(c: Cursor): CallExpr {
  const { key, value, start, end } = c.token;
  if (c.peek(2).key === ')') return parseCall(c);
  c.advance();
  c.expect('(');
  const args = parsers[key]!(c);
  if (!c.accept(')')) c.fail(', or )');
  const span = { start, end };
  const parts = [{ kind: 'identifier' as const, name: value, span }];
  const name: QualifiedName = { kind: 'qualified-name', parts, span };
  return callOf(name, args, c, start, {});
}

const timeUnits: ReadonlySet<string> = new Set([
  'YEAR',
  'QUARTER',
  'MONTH',
  'WEEK',
  'DAY',
  'HOUR',
  'MINUTE',
  'SECOND',
  'MILLISECOND',
  'MICROSECOND',
  'NANOSECOND',
  'DECADE',
  'CENTURY',
  'MILLENNIUM',
  'EPOCH',
  'DOW',
  'DOY',
  'ISODOW',
  'ISOYEAR',
]);

/** A unit of time; SQL_TSI_DAY is DAY, YEARS is no unit here. */
function parseUnit(c: Cursor): SymbolArg {
  const { key, start, end } = c.token;
  const name = key.replace(/^SQL_TSI_/, '').replace(/^FRAC_SECOND$/, 'MICROSECOND');
  if (!timeUnits.has(name)) {
    c.fail('a unit of time (YEAR, MONTH, DAY, HOUR, MINUTE, SECOND)', {
      candidates: [...timeUnits],
    });
  }
  c.advance();
  return { kind: 'symbol', name, span: { start, end } };
}

function parseExtract(c: Cursor): Argument[] {
  const unit = parseUnit(c);
  c.expect('FROM');
  return [unit, parseExpr(c)];
}

/** FLOOR(x), FLOOR(x TO DAY). */
function parseRounding(c: Cursor): Argument[] {
  const operand = parseExpr(c);
  if (c.accept('TO')) return [operand, parseUnit(c)];
  return more(c, [operand]);
}

function more(c: Cursor, args: Argument[]): Argument[] {
  while (c.accept(',')) args.push(parseExpr(c));
  return args;
}

/** TRIM(x), TRIM(LEADING FROM x), TRIM('a' FROM x), TRIM(BOTH 'a' FROM x). */
function parseTrim(c: Cursor): Argument[] {
  const { key, start, end } = c.token;
  const side = c.acceptOneOf(['BOTH', 'LEADING', 'TRAILING']);
  const symbol: SymbolArg = { kind: 'symbol', name: side ?? 'BOTH', span: { start, end } };
  if (side !== null && c.accept('FROM')) return [symbol, parseExpr(c)];
  const first = parseExpr(c);
  if (c.accept('FROM')) return [symbol, first, parseExpr(c)];
  if (side !== null || c.key === ',') c.fail(side === null ? 'FROM or )' : `FROM after ${key}`);
  return [first];
}

/** SUBSTRING(x, 2, 3), SUBSTRING(x FROM 2 FOR 3). */
function parseSubstring(c: Cursor): Argument[] {
  const args: Argument[] = [parseExpr(c)];
  if (!c.accept('FROM')) return more(c, args);
  args.push(parseExpr(c));
  if (c.accept('FOR')) args.push(parseExpr(c));
  return args;
}

/** OVERLAY(a PLACING b FROM 2 FOR 3). */
function parseOverlay(c: Cursor): Argument[] {
  const args: Argument[] = [parseExpr(c)];
  if (!c.accept('PLACING')) return c.key === ',' ? more(c, args) : c.fail('PLACING');
  args.push(parseExpr(c));
  c.expect('FROM');
  args.push(parseExpr(c));
  if (c.accept('FOR')) args.push(parseExpr(c));
  return args;
}

/** POSITION(a IN b FROM 2). IN would bind as an operator, so `a` is read as an operand above it. */
function parsePosition(c: Cursor): Argument[] {
  const args: Argument[] = [parseOperand(c, RANGE_PRECEDENCE + 1)];
  if (!c.accept('IN')) return c.key === ',' ? more(c, args) : c.fail('IN');
  args.push(parseExpr(c));
  if (c.accept('FROM')) args.push(parseExpr(c));
  return args;
}

/** TIMESTAMPADD(DAY, 1, x). */
function parseUnitFirst(c: Cursor): Argument[] {
  const unit = parseUnit(c);
  return c.key === ',' ? more(c, [unit]) : c.fail(',');
}

/** CONVERT(x USING utf8), TRANSLATE(x USING utf8), TRANSLATE(x, 'ab', 'cd'). */
function parseUsing(c: Cursor): Argument[] {
  const operand = parseExpr(c);
  if (!c.accept('USING')) return more(c, [operand]);
  const { start, end } = c.token;
  const name = c.identifier('a character set').name.toUpperCase();
  return [operand, { kind: 'symbol', name, span: { start, end } }];
}
