/** Casts that are worth inlining. */
import { powerOfTen } from '../../../core/decimal.js';
import type { DataType, TypeId } from '../../../core/types.js';
import { asDecimalType, isApproximate } from '../common-type.js';

const SMALL: readonly TypeId[] = ['tinyint', 'smallint', 'int'];

/** Inline JavaScript that converts the non-null `operand`, or null where the kernel is needed. */
export function castJs(operand: string, from: DataType, to: DataType): string | null {
  if (isIdentity(from, to)) return operand;
  const isSmall = SMALL.includes(from.id);
  switch (to.id) {
    case 'tinyint':
      return isSmall ? `((${operand} << 24) >> 24)` : null;
    case 'smallint':
      return isSmall ? `((${operand} << 16) >> 16)` : null;
    case 'int':
      if (from.id === 'bigint') return `Number(BigInt.asIntN(32, ${operand}))`;
      return isApproximate(from) ? doubleToIntJs(operand) : null;
    case 'bigint':
      return isSmall ? `BigInt(${operand})` : null;
    case 'double':
      return isSmall || from.id === 'float'
        ? operand
        : from.id === 'bigint'
          ? `Number(${operand})`
          : null;
    case 'decimal':
      return decimalJs(operand, from, to);
    case 'timestamp':
      return from.id === 'date' && to.precision <= 3 ? `(${operand} * 86400000)` : null;
    default:
      return null;
  }
}

/** As `doubleToInt`: toward zero, stopping at the limits; NaN gives 0. */
function doubleToIntJs(x: string): string {
  return `(${x} >= 2147483647 ? 2147483647 : ${x} <= -2147483648 ? -2147483648 : ${x} | 0)`;
}

/** Same values, so nothing to do? */
function isIdentity(from: DataType, to: DataType): boolean {
  if (from.id === 'varchar' && to.id === 'varchar') return to.length >= from.length;
  if (from.id === 'char' && to.id === 'varchar') return to.length >= from.length;
  if (from.id === 'decimal' && to.id === 'decimal') {
    return from.scale === to.scale && from.precision <= to.precision;
  }
  if ((from.id === 'timestamp' || from.id === 'timestamp_ltz') && from.id === to.id) {
    return from.precision === to.precision || (from.precision <= to.precision && to.precision <= 3);
  }
  if (SMALL.includes(from.id) && SMALL.includes(to.id))
    return SMALL.indexOf(from.id) <= SMALL.indexOf(to.id);
  return from.id === to.id && ['boolean', 'bigint', 'float', 'double', 'date'].includes(from.id);
}

/** Exact widening. */
function decimalJs(
  operand: string,
  from: DataType,
  to: DataType & { id: 'decimal' },
): string | null {
  const source = asDecimalType(from);
  if (source === null || to.scale < source.scale) return null;
  if (to.precision - to.scale < source.precision - source.scale) return null;
  const whole = from.id === 'decimal' || from.id === 'bigint' ? operand : `BigInt(${operand})`;
  return to.scale === source.scale ? whole : `(${whole} * ${powerOfTen(to.scale - source.scale)}n)`;
}
