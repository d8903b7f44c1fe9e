/**
 * DECIMAL against FLOAT and DOUBLE: the nearest double of the decimal counts. Rows of VALUES whose
 * column of doubles has a NULL are compared exactly, as Flink's planner does: there DECIMAL 0.1
 * differs from DOUBLE 0.1 (scalar/compare-mixed-numbers).
 */
import type { Value } from '../../../core/batch.js';
import { decimalToDouble, powerOfTen } from '../../../core/decimal.js';
import type { Comparison } from './compare-kernel.js';

/** Sign of the decimal's nearest double - number; NaN for NaN. */
function compareNearest(unscaled: bigint, scale: number, number: number): number {
  const nearest = decimalToDouble(unscaled, scale);
  return nearest < number ? -1 : nearest > number ? 1 : nearest === number ? 0 : Number.NaN;
}

/** Sign of decimal - number without rounding; NaN for NaN. */
function compareExactly(unscaled: bigint, scale: number, number: number): number {
  const nearest = decimalToDouble(unscaled, scale);
  // Rounding keeps order, so only equal neighbours need a closer look.
  if (nearest !== number) return nearest < number ? -1 : nearest > number ? 1 : Number.NaN;
  const [mantissa, exponent] = exactDouble(number);
  const left = exponent < 0 ? unscaled << BigInt(-exponent) : unscaled;
  const right = mantissa * powerOfTen(scale) * (exponent > 0 ? 1n << BigInt(exponent) : 1n);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** [mantissa, exponent] with number = mantissa * 2^exponent; the number is finite. */
function exactDouble(number: number): readonly [bigint, number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return [number < 0 ? -mantissa : mantissa, (biased === 0 ? 1 : biased) - 1075];
}

const FLIPPED: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Is it the name of a comparison? */
export function isComparison(name: string): name is Comparison {
  return Object.hasOwn(FLIPPED, name);
}

/** The comparison with its sides exchanged. */
export function flipped(op: Comparison): Comparison {
  return FLIPPED[op];
}

/** Does a sign of (a - b), NaN included, satisfy `op`? */
export function holds(op: Comparison, sign: number): boolean {
  switch (op) {
    case '=':
      return sign === 0;
    case '<>':
      return sign !== 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

/** Inline `number op literal` for a constant decimal: a comparison with the nearest double. */
export function literalJs(op: Comparison, number: string, unscaled: bigint, scale: number): string {
  const nearest = decimalToDouble(unscaled, scale);
  const bound = Object.is(nearest, -0) ? '0' : `(${nearest})`;
  return `(${number} ${op === '=' ? '===' : op === '<>' ? '!==' : op} ${bound})`;
}

/** Kernel for (decimal, number), or (number, decimal) when `isFlipped`. */
export function mixedKernel(
  op: Comparison,
  scale: number,
  { isFlipped, isExact }: { readonly isFlipped: boolean; readonly isExact: boolean },
): (a: Value, b: Value) => boolean {
  const compareWithDouble = isExact ? compareExactly : compareNearest;
  if (isFlipped) {
    const swapped = flipped(op);
    return (a, b) => holds(swapped, compareWithDouble(b as bigint, scale, a as number));
  }
  return (a, b) => holds(op, compareWithDouble(a as bigint, scale, b as number));
}
