/** Casts between BOOLEAN, numbers and intervals. Integers keep their low bits, as in Flink. */
import type { Value } from '../../../core/batch.js';
import {
  decimalOfDouble,
  decimalToDouble,
  fitsPrecision,
  powerOfTen,
  rescale,
  toDecimal,
} from '../../../core/decimal.js';
import type { DataType, DecimalType } from '../../../core/types.js';
import { isApproximate } from '../common-type.js';

type NumberConversion = (value: Value) => Value;

const INT_MIN = -2147483648;
const INT_MAX = 2147483647;
const BIGINT_MIN = -(2n ** 63n);
const BIGINT_MAX = 2n ** 63n - 1n;

/** Conversion from `from` (BOOLEAN, a number, an interval) to the number type `to`. */
export function numberCast(from: DataType, to: DataType): NumberConversion {
  if (from.id === 'boolean') {
    const convert = numberCast({ id: 'int', nullable: true }, to);
    return (value) => convert(value === true ? 1 : 0);
  }
  switch (to.id) {
    case 'decimal':
      return toDecimalCast(from, to);
    case 'float':
      return floatCast(from);
    case 'double':
      return doubleCast(from);
    case 'bigint':
      return bigintCast(from);
    default:
      return narrowed(intCast(from), to.id);
  }
}

function narrowed(convert: (value: Value) => number, to: DataType['id']): NumberConversion {
  if (to === 'tinyint') return (value) => (convert(value) << 24) >> 24;
  if (to === 'smallint') return (value) => (convert(value) << 16) >> 16;
  return convert;
}

/** Low 32 bits of exact numbers; doubles stop at the limits. */
function intCast(from: DataType): (value: Value) => number {
  if (isApproximate(from)) return (value) => doubleToInt(value as number);
  if (from.id === 'bigint') return (value) => Number(BigInt.asIntN(32, value as bigint));
  if (from.id === 'decimal') {
    const divisor = powerOfTen(from.scale);
    return (value) => Number(BigInt.asIntN(32, (value as bigint) / divisor));
  }
  return (value) => Number(value) | 0;
}

/** Toward zero, stopping at the limits; NaN gives 0. */
export function doubleToInt(value: number): number {
  if (Number.isNaN(value)) return 0;
  if (value <= INT_MIN) return INT_MIN;
  return value >= INT_MAX ? INT_MAX : value | 0;
}

/** Toward zero, stopping at the limits; NaN gives 0. */
export function doubleToBigint(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value <= -(2 ** 63)) return BIGINT_MIN;
  return value >= 2 ** 63 ? BIGINT_MAX : BigInt(Math.trunc(value));
}

function bigintCast(from: DataType): NumberConversion {
  if (isApproximate(from)) return (value) => doubleToBigint(value as number);
  if (from.id === 'bigint') return (value) => value;
  if (from.id === 'decimal') {
    const divisor = powerOfTen(from.scale);
    return (value) => BigInt.asIntN(64, (value as bigint) / divisor);
  }
  return (value) => BigInt(value as number);
}

function doubleCast(from: DataType): (value: Value) => number {
  if (from.id === 'decimal') {
    const { scale } = from;
    return (value) => decimalToDouble(value as bigint, scale);
  }
  return (value) => Number(value);
}

function floatCast(from: DataType): NumberConversion {
  const convert = doubleCast(from);
  return (value) => Math.fround(convert(value));
}

/** NULL when the number does not fit. */
function toDecimalCast(from: DataType, to: DecimalType): NumberConversion {
  const { precision, scale } = to;
  if (isApproximate(from)) {
    return (value) =>
      Number.isFinite(value) ? toDecimal(decimalOfDouble(value as number), precision, scale) : null;
  }
  const fromScale = from.id === 'decimal' ? from.scale : 0;
  return (value) => {
    const unscaled = rescale(BigInt(value as number | bigint), fromScale, scale);
    return fitsPrecision(unscaled, precision) ? unscaled : null;
  };
}
