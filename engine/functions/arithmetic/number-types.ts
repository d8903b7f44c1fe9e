/** Result types of arithmetic over numbers: Flink's rules. */
import type { DataType, DecimalType } from '../../../core/types.js';
import { DECIMAL_PRECISION_MAX, decimalType } from '../../../core/types.js';
import { asDecimalType, commonType, isApproximate } from '../common-type.js';

export type Arithmetic = '+' | '-' | '*' | '/' | '%';

export interface NumberSignature {
  readonly args: readonly [DataType, DataType];
  readonly type: DataType;
}

/** Types of two numbers under `op`; decimals keep their own precision and scale as arguments. */
export function numberSignature(op: Arithmetic, a: DataType, b: DataType): NumberSignature {
  if (isApproximate(a) || isApproximate(b) || (a.id !== 'decimal' && b.id !== 'decimal')) {
    const common = commonType([a, b])!;
    const type = op === '%' && !isApproximate(common) ? b : common;
    return { args: [common, common], type };
  }
  const [left, right] = [asDecimalType(a)!, asDecimalType(b)!];
  return { args: [left, right], type: decimalResult(op, left, right) };
}

function decimalResult(op: Arithmetic, a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  const [wholeA, wholeB] = [a.precision - a.scale, b.precision - b.scale];
  switch (op) {
    case '+':
    case '-':
      return fitted(Math.max(wholeA, wholeB) + scale + 1, scale);
    case '*':
      return fitted(a.precision + b.precision + 1, a.scale + b.scale);
    case '/': {
      const quotientScale = Math.max(6, a.scale + b.precision + 1);
      return fitted(wholeA + b.scale + quotientScale, quotientScale);
    }
    case '%':
      return fitted(Math.min(wholeA, wholeB) + scale, scale);
  }
}

/** Beyond 38 digits gives up scale, but keeps at least 6 (or all there is). */
function fitted(precision: number, scale: number): DecimalType {
  if (precision <= DECIMAL_PRECISION_MAX) return decimalType(precision, scale);
  const whole = precision - scale;
  return decimalType(
    DECIMAL_PRECISION_MAX,
    Math.max(DECIMAL_PRECISION_MAX - whole, Math.min(scale, 6)),
  );
}
