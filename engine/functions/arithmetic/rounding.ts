/** ABS, SIGN, ROUND, TRUNCATE; CEIL and FLOOR of numbers. */
import type { Value } from '../../../core/batch.js';
import {
  decimalOfDouble,
  decimalToDouble,
  fitsPrecision,
  powerOfTen,
  rescale,
} from '../../../core/decimal.js';
import type { DataType, DecimalType } from '../../../core/types.js';
import { decimalType, withNullable } from '../../../core/types.js';
import type { ArgumentFacts, CallSite, ScalarFunction } from '../function.js';
import type { Resolve } from '../signature.js';
import { int, numeric, strict } from '../signature.js';

type DecimalRounding = (unscaled: bigint, from: number, to: number) => bigint;

/** Drops digits toward zero. */
function cut(unscaled: bigint, from: number, to: number): bigint {
  return to >= from ? unscaled * powerOfTen(to - from) : unscaled / powerOfTen(from - to);
}

/** ROUND(DECIMAL(p, s), n) is DECIMAL(p - s + 1 + n, n); by a column it keeps the type's scale. */
function roundedType(type: DataType, facts: readonly ArgumentFacts[], growth: number): DataType {
  if (type.id !== 'decimal') return type;
  const digits = facts.length === 1 ? 0 : facts[1]!.literal;
  if (typeof digits !== 'number') return type;
  const scale = Math.max(0, digits);
  if (scale >= type.scale) return type;
  return decimalType(
    Math.min(38, type.precision - type.scale + growth + scale),
    scale,
    type.nullable,
  );
}

const resolveRounding: Resolve = (facts, options) => {
  const signature = strict([numeric, int], (args) => args[0]!, { optional: 1 })(facts, options);
  if ('refused' in signature) return signature;
  const type = roundedType(signature.type, facts, 1);
  return { args: signature.args, type: withNullable(type, signature.type.nullable) };
};

/** Kernel over (value, digits = 0). Doubles are rounded on their shortest decimal text. */
function roundingKernel(
  site: CallSite,
  round: DecimalRounding,
): (value: Value, digits?: number) => Value {
  const type = site.args[0]!;
  switch (type.id) {
    case 'decimal':
      return decimalRounding(type, site.type as DecimalType, round);
    case 'float':
      return (value, digits = 0) =>
        Math.fround(roundDouble(shortestFloat(value as number), digits, round));
    case 'double':
      return (value, digits = 0) => roundDouble(value as number, digits, round);
    case 'bigint':
      return (value, digits = 0) => BigInt.asIntN(64, roundWhole(value as bigint, digits, round));
    case 'tinyint':
      return (value, digits = 0) =>
        Number(BigInt.asIntN(8, roundWhole(BigInt(value as number), digits, round)));
    case 'smallint':
      return (value, digits = 0) =>
        Number(BigInt.asIntN(16, roundWhole(BigInt(value as number), digits, round)));
    default:
      return (value, digits = 0) =>
        Number(BigInt.asIntN(32, roundWhole(BigInt(value as number), digits, round)));
  }
}

function roundWhole(value: bigint, digits: number, round: DecimalRounding): bigint {
  if (digits >= 0) return value;
  return digits < -40 ? 0n : round(value, 0, digits) * powerOfTen(-digits);
}

function decimalRounding(
  from: DecimalType,
  to: DecimalType,
  round: DecimalRounding,
): (value: Value, digits?: number) => Value {
  return (value, digits = 0) => {
    const kept = Math.max(-40, Math.min(digits, from.scale));
    const result = rescale(round(value as bigint, from.scale, kept), kept, to.scale);
    return fitsPrecision(result, to.precision) ? result : null;
  };
}

/** Double whose text is the float's shortest, so that 0.1 is rounded as 0.1. */
function shortestFloat(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** Never gives -0; NaN and infinities stay. */
function roundDouble(value: number, digits: number, round: DecimalRounding): number {
  if (!Number.isFinite(value)) return value;
  const { unscaled, scale } = decimalOfDouble(value);
  if (digits >= scale) return value + 0;
  if (digits < -320) return 0;
  const result = round(unscaled, scale, digits);
  return digits >= 0 ? decimalToDouble(result, digits) : Number(result * powerOfTen(-digits));
}

function absKernel(type: DataType): (value: never) => Value {
  switch (type.id) {
    case 'tinyint':
      return (value: number) => (Math.abs(value) << 24) >> 24;
    case 'smallint':
      return (value: number) => (Math.abs(value) << 16) >> 16;
    case 'int':
      return (value: number) => Math.abs(value) | 0;
    case 'bigint':
      return (value: bigint) => BigInt.asIntN(64, value < 0n ? -value : value);
    case 'decimal':
      return (value: bigint) => (value < 0n ? -value : value);
    default:
      return (value: number) => Math.abs(value);
  }
}

function signKernel(type: DataType): (value: never) => Value {
  if (type.id === 'bigint') return (value: bigint) => (value > 0n ? 1n : value < 0n ? -1n : 0n);
  if (type.id !== 'decimal') return (value: number) => Math.sign(value);
  const one = powerOfTen(type.scale);
  return (value: bigint) => (value > 0n ? one : value < 0n ? -one : 0n);
}

/** CEIL and FLOOR of a number; DECIMAL(p, s) gives DECIMAL(p, 0). */
export function wholeNumberType(type: DataType): DataType {
  return type.id === 'decimal' ? decimalType(type.precision, 0, type.nullable) : type;
}

/** Kernel of CEIL (`up`) or FLOOR for a number type. */
export function wholeNumberKernel(type: DataType, up: boolean): (value: never) => Value {
  if (type.id === 'float' || type.id === 'double') return up ? Math.ceil : Math.floor;
  if (type.id !== 'decimal') return (value: Value) => value;
  const one = powerOfTen(type.scale);
  return (value: bigint) => {
    const whole = value / one;
    if (whole * one === value) return whole;
    return up ? (value > 0n ? whole + 1n : whole) : value < 0n ? whole - 1n : whole;
  };
}

export const roundingFunctions: readonly ScalarFunction[] = [
  {
    name: 'ABS',
    doc: 'Magnitude.',
    syntax: 'ABS(number)',
    category: 'arithmetic',
    examples: [['ABS(-5)', '5']],
    nulls: 'strict',
    resolve: strict([numeric], (args) => args[0]!),
    kernel: (site) => absKernel(site.type),
  },
  {
    name: 'SIGN',
    doc: '-1, 0 or 1.',
    syntax: 'SIGN(number)',
    category: 'arithmetic',
    examples: [['SIGN(-5)', '-1']],
    nulls: 'strict',
    resolve: strict([numeric], (args) => args[0]!),
    kernel: (site) => signKernel(site.type),
  },
  {
    name: 'ROUND',
    doc: 'Nearest number with that many decimal digits; halves go away from zero.',
    syntax: 'ROUND(number [, digits])',
    category: 'arithmetic',
    examples: [
      ['ROUND(2.345, 2)', '2.35'],
      ['ROUND(1255, -1)', '1260'],
    ],
    nulls: 'strict',
    resolve: resolveRounding,
    kernel: (site) => roundingKernel(site, rescale),
  },
  {
    name: 'TRUNCATE',
    doc: 'Number cut after that many decimal digits.',
    syntax: 'TRUNCATE(number [, digits])',
    category: 'arithmetic',
    examples: [['TRUNCATE(2.349, 2)', '2.34']],
    nulls: 'strict',
    resolve: resolveRounding,
    kernel: (site) => roundingKernel(site, cut),
  },
];
