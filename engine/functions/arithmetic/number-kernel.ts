/** Arithmetic over two coerced numbers: kernels and inline JavaScript. Integers wrap silently. */
import type { Value } from '../../../core/batch.js';
import { divideRounded, fitsPrecision, powerOfTen, rescale } from '../../../core/decimal.js';
import { DataError } from '../../../core/errors.js';
import type { DataType, DecimalType } from '../../../core/types.js';
import type { CallSite } from '../function.js';
import type { Arithmetic } from './number-types.js';

export type NumberKernel = (a: Value, b: Value) => Value;

/** Kernel of `op` for arguments of one type, or two DECIMALs. Division by zero throws DataError. */
export function numberKernel(op: Arithmetic, site: CallSite): NumberKernel {
  const [a, b] = site.args as readonly [DataType, DataType];
  if (a.id === 'decimal' && b.id === 'decimal')
    return decimalKernel(op, a, b, site.type as DecimalType);
  if (a.id === 'bigint') return narrowBigint(bigintKernel(op), site.type.id);
  if (a.id === 'double') return doubleKernel(op) as NumberKernel;
  if (a.id === 'float') return rounded(doubleKernel(op));
  return wrapped(intKernel(op), site.type.id);
}

function divisionByZero(): DataError {
  return new DataError('DIVISION_BY_ZERO', {
    message: 'division by zero',
    hint: 'Guard it: CASE WHEN d <> 0 THEN n / d END, or n / NULLIF(d, 0).',
  });
}

function intKernel(op: Arithmetic): (a: number, b: number) => number {
  switch (op) {
    case '+':
      return (a, b) => (a + b) | 0;
    case '-':
      return (a, b) => (a - b) | 0;
    case '*':
      return Math.imul;
    case '/':
      return (a, b) => {
        if (b === 0) throw divisionByZero();
        return (a / b) | 0;
      };
    case '%':
      return (a, b) => {
        if (b === 0) throw divisionByZero();
        return (a % b) | 0;
      };
  }
}

function wrapped(compute: (a: number, b: number) => number, type: DataType['id']): NumberKernel {
  if (type === 'tinyint') return (a, b) => (compute(a as number, b as number) << 24) >> 24;
  if (type === 'smallint') return (a, b) => (compute(a as number, b as number) << 16) >> 16;
  return compute as NumberKernel;
}

function bigintKernel(op: Arithmetic): (a: bigint, b: bigint) => bigint {
  switch (op) {
    case '+':
      return (a, b) => BigInt.asIntN(64, a + b);
    case '-':
      return (a, b) => BigInt.asIntN(64, a - b);
    case '*':
      return (a, b) => BigInt.asIntN(64, a * b);
    case '/':
      return (a, b) => {
        if (b === 0n) throw divisionByZero();
        return BigInt.asIntN(64, a / b);
      };
    case '%':
      return (a, b) => {
        if (b === 0n) throw divisionByZero();
        return a % b;
      };
  }
}

/** A remainder has the type of the divisor, which may be narrower than the common type. */
function narrowBigint(
  compute: (a: bigint, b: bigint) => bigint,
  type: DataType['id'],
): NumberKernel {
  if (type === 'bigint') return compute as NumberKernel;
  return (a, b) => Number(compute(a as bigint, b as bigint));
}

function doubleKernel(op: Arithmetic): (a: number, b: number) => number {
  switch (op) {
    case '+':
      return (a, b) => a + b;
    case '-':
      return (a, b) => a - b;
    case '*':
      return (a, b) => a * b;
    case '/':
      return (a, b) => a / b;
    case '%':
      return (a, b) => a % b;
  }
}

function rounded(compute: (a: number, b: number) => number): NumberKernel {
  return (a, b) => Math.fround(compute(a as number, b as number));
}

/** Exact, rounded once to the result's scale; NULL when it does not fit. */
function decimalKernel(
  op: Arithmetic,
  a: DecimalType,
  b: DecimalType,
  type: DecimalType,
): NumberKernel {
  const exact = decimalOperation(op, a, b, type.scale);
  const { precision } = type;
  return (x, y) => {
    const result = exact(x as bigint, y as bigint);
    return fitsPrecision(result, precision) ? result : null;
  };
}

function decimalOperation(
  op: Arithmetic,
  a: DecimalType,
  b: DecimalType,
  scale: number,
): (x: bigint, y: bigint) => bigint {
  const wide = Math.max(a.scale, b.scale);
  const [upA, upB] = [powerOfTen(wide - a.scale), powerOfTen(wide - b.scale)];
  switch (op) {
    case '+':
      return (x, y) => rescale(x * upA + y * upB, wide, scale);
    case '-':
      return (x, y) => rescale(x * upA - y * upB, wide, scale);
    case '*':
      return (x, y) => rescale(x * y, a.scale + b.scale, scale);
    case '/': {
      const shift = scale + b.scale - a.scale;
      return (x, y) => {
        if (y === 0n) throw divisionByZero();
        return shift >= 0
          ? divideRounded(x * powerOfTen(shift), y)
          : divideRounded(x, y * powerOfTen(-shift));
      };
    }
    case '%':
      return (x, y) => {
        if (y === 0n) throw divisionByZero();
        return rescale((x * upA) % (y * upB), wide, scale);
      };
  }
}

/** Inline JavaScript for hot types, or null where the kernel is needed. */
export function numberJs(op: Arithmetic, x: string, y: string, site: CallSite): string | null {
  const [a] = site.args as readonly [DataType, DataType];
  const divides = op === '/' || op === '%';
  switch (a.id) {
    case 'double':
      return `(${x} ${op} ${y})`;
    case 'float':
      return `Math.fround(${x} ${op} ${y})`;
    case 'bigint':
      return divides && !isNotZero(site) ? null : bigintJs(op, x, y, site.type.id);
    case 'decimal':
      return divides ? null : decimalJs(op, x, y, site);
    default:
      return divides && !isNotZero(site) ? null : intJs(op, x, y, site.type.id);
  }
}

function isNotZero(site: CallSite): boolean {
  const divisor = site.literals[1];
  return divisor !== undefined && divisor !== null && divisor !== 0 && divisor !== 0n;
}

function bigintJs(op: Arithmetic, x: string, y: string, type: DataType['id']): string {
  const result = `BigInt.asIntN(64, ${x} ${op} ${y})`;
  return type === 'bigint' ? result : `Number(${result})`;
}

function intJs(op: Arithmetic, x: string, y: string, type: DataType['id']): string {
  const exact = op === '*' ? `Math.imul(${x}, ${y})` : `(${x} ${op} ${y})`;
  if (type === 'tinyint') return `((${exact} << 24) >> 24)`;
  if (type === 'smallint') return `((${exact} << 16) >> 16)`;
  return `(${exact} | 0)`;
}

/**
 * Results whose type makes room for every digit always fit; those of at most 18 digits are 64-bit
 * integers. Literals get the scale of the result here.
 */
function decimalJs(op: Arithmetic, x: string, y: string, site: CallSite): string | null {
  const [a, b] = site.args as readonly [DecimalType, DecimalType];
  const type = site.type as DecimalType;
  const narrow = (sum: string): string =>
    type.precision > 18 ? `(${sum})` : `BigInt.asIntN(64, ${sum})`;
  if (op === '*') {
    const isWhole = type.scale === a.scale + b.scale && type.precision > a.precision + b.precision;
    return isWhole ? narrow(`${x} * ${y}`) : null;
  }
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  if (type.scale !== scale || type.precision <= whole + scale) return null;
  const scaled = (operand: string, i: 0 | 1): string => {
    const factor = powerOfTen(scale - (i === 0 ? a : b).scale);
    const known = site.literals[i];
    if (typeof known === 'bigint') return `(${known * factor}n)`;
    return factor === 1n ? operand : `${operand} * ${factor}n`;
  };
  return narrow(`${scaled(x, 0)} ${op} ${scaled(y, 1)}`);
}
