/** Comparing two coerced, non-null values: kernels and inline JavaScript by type. */
import type { Value } from '../../../core/batch.js';
import { compareStrings, compareValues, valueEquals } from '../../../core/compare.js';
import { compareDecimals, powerOfTen } from '../../../core/decimal.js';
import { Layout, layoutOf } from '../../../core/layout.js';
import type { DataType, DecimalType } from '../../../core/types.js';
import { isApproximate } from '../common-type.js';
import type { CallSite } from '../function.js';
import { flipped, literalJs, mixedKernel } from './compare-exact.js';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type BooleanKernel = (a: Value, b: Value) => boolean | null;

const JS_OPERATOR: Readonly<Record<Comparison, string>> = {
  '=': '===',
  '<>': '!==',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** Are the boxed values of both types ordered and equal as JavaScript primitives? */
function isPrimitiveOrder(a: DataType, b: DataType): boolean {
  if (a.id === 'decimal' && b.id === 'decimal') return a.scale === b.scale;
  const layout = layoutOf(a);
  return (
    layout === Layout.Fixed ||
    layout === Layout.Bool ||
    layout === Layout.Big ||
    layout === Layout.Nanos
  );
}

/** Inline comparison of two non-null operands, or null where a kernel is needed. */
export function comparisonJs(
  op: Comparison,
  site: CallSite,
  operands: readonly string[],
): string | null {
  const [a, b] = site.args as readonly [DataType, DataType];
  if (site.literals.every((literal) => literal !== undefined)) return null;
  if (a.id === 'decimal' && isApproximate(b))
    return nearestJs(flipped(op), operands[1]!, site.literals[0], a.scale);
  if (isApproximate(a) && b.id === 'decimal')
    return nearestJs(op, operands[0]!, site.literals[1], b.scale);
  if (a.id === 'decimal' && b.id === 'decimal') return decimalsJs(op, site, operands);
  const isEquality = op === '=' || op === '<>';
  if (!isPrimitiveOrder(a, b) && !(isEquality && layoutOf(a) === Layout.Text)) return null;
  return `(${operands[0]!} ${JS_OPERATOR[op]} ${operands[1]!})`;
}

/** Both sides with as many digits behind the point; a literal gets them here. */
function decimalsJs(op: Comparison, site: CallSite, operands: readonly string[]): string {
  const types = site.args as readonly [DecimalType, DecimalType];
  const scale = Math.max(types[0].scale, types[1].scale);
  const [x, y] = types.map((type, i) => {
    const more = scale - type.scale;
    if (more === 0) return operands[i]!;
    const known = site.literals[i];
    if (typeof known === 'bigint') return `(${known * powerOfTen(more)}n)`;
    const product = `${operands[i]!} * ${powerOfTen(more)}n`;
    return type.precision + more <= 18 ? `BigInt.asIntN(64, ${product})` : `(${product})`;
  });
  return `(${x!} ${JS_OPERATOR[op]} ${y!})`;
}

function nearestJs(
  op: Comparison,
  number: string,
  decimal: Value | undefined,
  scale: number,
): string | null {
  return typeof decimal === 'bigint' ? literalJs(op, number, decimal, scale) : null;
}

/**
 * Kernel for two non-null values (`literals`: those known before); NULL only for rows with NULL
 * fields. NaN compares as in IEEE 754.
 */
export function comparisonKernel(
  op: Comparison,
  args: readonly DataType[],
  literals: CallSite['literals'] = [],
): BooleanKernel {
  const [a, b] = args as readonly [DataType, DataType];
  const areConstants = literals[0] !== undefined && literals[1] !== undefined;
  if (a.id === 'decimal' && isApproximate(b))
    return mixedKernel(op, a.scale, { isFlipped: false, isExact: areConstants && b.nullable });
  if (isApproximate(a) && b.id === 'decimal')
    return mixedKernel(op, b.scale, { isFlipped: true, isExact: areConstants && a.nullable });
  if (a.id === 'row' && b.id === 'row') return rowKernel(op, a, b);
  if (op === '=') return equalKernel(a, b);
  if (op === '<>') {
    const equal = equalKernel(a, b);
    return (x, y) => !equal(x, y);
  }
  if (isPrimitiveOrder(a, b)) return primitiveOrder(op);
  return bySign(op, orderKernel(a, b));
}

function equalKernel(a: DataType, b: DataType): BooleanKernel {
  if (isPrimitiveOrder(a, b)) return (x, y) => x === y;
  if (layoutOf(a) === Layout.Text) return (x, y) => x === y;
  if (a.id === 'decimal') {
    const order = orderKernel(a, b);
    return (x, y) => order(x, y) === 0;
  }
  return (x, y) => valueEquals(a, x, y);
}

function orderKernel(a: DataType, b: DataType): (x: Value, y: Value) => number {
  if (a.id === 'decimal' && b.id === 'decimal') {
    const [scaleA, scaleB] = [a.scale, b.scale];
    return (x, y) => compareDecimals(x as bigint, scaleA, y as bigint, scaleB);
  }
  if (layoutOf(a) === Layout.Text) return (x, y) => compareStrings(x as string, y as string);
  return (x, y) => compareValues(a, x, y);
}

function primitiveOrder(op: Comparison): BooleanKernel {
  switch (op) {
    case '<':
      return (x, y) => x! < y!;
    case '<=':
      return (x, y) => x! <= y!;
    case '>':
      return (x, y) => x! > y!;
    default:
      return (x, y) => x! >= y!;
  }
}

function bySign(op: Comparison, order: (x: Value, y: Value) => number): BooleanKernel {
  switch (op) {
    case '<':
      return (x, y) => order(x, y) < 0;
    case '<=':
      return (x, y) => order(x, y) <= 0;
    case '>':
      return (x, y) => order(x, y) > 0;
    default:
      return (x, y) => order(x, y) >= 0;
  }
}

/** Rows are equal when all fields are; UNKNOWN when the known fields agree and another is NULL. */
function rowKernel(
  op: Comparison,
  a: DataType & { id: 'row' },
  b: DataType & { id: 'row' },
): BooleanKernel {
  const fields = a.fields.map((field, i) => comparisonKernel('=', [field.type, b.fields[i]!.type]));
  return (x, y) => {
    const [left, right] = [x as readonly Value[], y as readonly Value[]];
    let unknown = false;
    for (let i = 0; i < fields.length; i++) {
      const equal = left[i] === null || right[i] === null ? null : fields[i]!(left[i]!, right[i]!);
      if (equal === false) return op !== '=';
      if (equal === null) unknown = true;
    }
    return unknown ? null : op === '=';
  };
}
