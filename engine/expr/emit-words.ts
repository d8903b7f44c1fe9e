/**
 * Calls on 64-bit integers by their 32-bit words, or by a number where 32 bits hold them: engines
 * are slow to unbox bigints.
 */
import type { DataType, TypeId } from '../../core/types.js';
import type { CallExpr } from '../expr.js';
import type { CallSite, ScalarFunction } from '../functions/function.js';
import type { Operand, Scope, Source } from './source.js';

const INT32: readonly TypeId[] = ['tinyint', 'smallint', 'int'];

/** Operand of a strict call that has such a form, with the calls' NULL test; else null. */
export function emitWordCall(
  source: Source,
  scope: Scope,
  expr: CallExpr,
  fn: ScalarFunction,
  operands: readonly Operand[],
  site: CallSite,
): Omit<Operand, 'nil'> | null {
  const small = fn.intKernel?.(site) ?? null;
  if (small !== null) {
    const args = operands.map(({ code }) => code).join(', ');
    return int32(declared(source, scope, `${source.constant(small)}(${args}) | 0`));
  }
  switch (expr.name) {
    case 'CAST':
      return emitCast(source, expr, operands[0]!);
    case '%':
      return emitRemainder(source, scope, expr, operands[0]!, site);
    case '*':
      return emitWideProduct(source, expr, operands, site);
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return emitComparison(expr, operands);
    default:
      return null;
  }
}

/** A BIGINT that is the 32-bit number `code`. */
export function int32(code: string): Omit<Operand, 'nil'> {
  return { code: `BigInt(${code})`, int32: code };
}

function declared(source: Source, scope: Scope, code: string): string {
  const name = source.name('v');
  scope.add(`const ${name} = ${code};`);
  return name;
}

/** BIGINT to DOUBLE or INT, and smaller integers to BIGINT. */
function emitCast(source: Source, expr: CallExpr, operand: Operand): Omit<Operand, 'nil'> | null {
  const from = expr.args[0]!.type.id;
  const to = expr.type.id;
  if (INT32.includes(from) && to === 'bigint') return int32(operand.code);
  if (from !== 'bigint' || (to !== 'double' && to !== 'int')) return null;
  if (operand.int32 !== undefined) return { code: operand.int32 };
  if (operand.bigInput === undefined) return null;
  const { low, high } = source.words(operand.bigInput);
  return { code: to === 'int' ? low : `(${high} * 4294967296 + (${low} >>> 0))` };
}

/**
 * Remainder of a BIGINT column by a literal of a narrower type, by its low word where that is all
 * of the value.
 */
function emitRemainder(
  source: Source,
  scope: Scope,
  expr: CallExpr,
  operand: Operand,
  site: CallSite,
): Omit<Operand, 'nil'> | null {
  const divisor = site.literals[1];
  if (operand.bigInput === undefined || expr.type.id === 'bigint') return null;
  if (expr.args[0]!.type.id !== 'bigint' || typeof divisor !== 'bigint') return null;
  if (divisor === 0n || BigInt.asIntN(32, divisor) !== divisor) return null;
  const words = source.words(operand.bigInput);
  const low = declared(source, scope, words.low);
  const high = declared(source, scope, words.high);
  const exact = `Number(${operand.code} % ${divisor}n)`;
  return { code: `(${high} === ${low} >> 31 ? ${low} % ${divisor} | 0 : ${exact})` };
}

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['=', '==='],
  ['<>', '!=='],
]);

/** Two BIGINTs that are 32-bit numbers. */
function emitComparison(expr: CallExpr, operands: readonly Operand[]): Omit<Operand, 'nil'> | null {
  const [a, b] = operands as readonly [Operand, Operand];
  if (expr.args.some((arg) => arg.type.id !== 'bigint')) return null;
  if (a.int32 === undefined || b.int32 === undefined) return null;
  return { code: `(${a.int32} ${OPERATORS.get(expr.name) ?? expr.name} ${b.int32})` };
}

/** Of literal factors: their product with 32 bits fits 64. */
const FACTOR_MAX = 2n ** 31n - 1n;

/**
 * Product of a column's 64-bit integers and a small literal, as a DECIMAL of more than 18 digits
 * that has room for all of it. The high 64 bits come from the halves of the number, without a
 * branch; every step is a 64-bit integer, so that no bigint is made.
 */
function emitWideProduct(
  source: Source,
  expr: CallExpr,
  operands: readonly Operand[],
  { literals }: CallSite,
): Omit<Operand, 'nil'> | null {
  if (!isWholeProduct(expr)) return null;
  const at = operands.findIndex(({ bigInput }) => bigInput !== undefined);
  const factor = literals[1 - at];
  if (at < 0 || typeof factor !== 'bigint') return null;
  if (factor > FACTOR_MAX || factor < -FACTOR_MAX) return null;
  const x = operands[at]!.code;
  const [lower, upper, top] = [source.name('v'), source.name('v'), source.name('v')];
  const before = [
    `const ${lower} = ${int64(`BigInt.asUintN(32, ${x}) * ${factor}n`)};`,
    `const ${upper} = ${int64(`${int64(`${x} >> 32n`)} * ${factor}n`)};`,
    `const ${top} = ${int64(`${upper} + ${int64(`${lower} >> 32n`)}`)};`,
  ];
  const code = `(${x} * ${factor}n)`;
  return { code, wide: { before, low: int64(code), high: int64(`${top} >> 32n`) } };
}

function int64(code: string): string {
  return `BigInt.asIntN(64, ${code})`;
}

function isWholeProduct({ type, args }: CallExpr): boolean {
  const [a, b] = args.map((arg): DataType => arg.type) as [DataType, DataType];
  if (type.id !== 'decimal' || a.id !== 'decimal' || b.id !== 'decimal') return false;
  if (type.precision <= 18 || type.scale !== a.scale + b.scale) return false;
  return type.precision >= a.precision + b.precision;
}
