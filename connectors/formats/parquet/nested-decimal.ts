/**
 * Decimals within nested columns, exactly. hyparquet hands them on raw (see raw-values.ts);
 * `decimalScales` tells what the bytes and integers stand for.
 */
import type { SchemaElement, SchemaTree } from 'hyparquet';
import type { Value } from '../../../core/batch.js';
import { fitsPrecision, rescale } from '../../../core/decimal.js';
import type { DataType, DecimalType } from '../../../core/types.js';

/** Scale in the file of each DECIMAL within a column's type, by the type object itself. */
export type DecimalScales = ReadonlyMap<DataType, number>;

/** Is the column a decimal in the file? */
export function isDecimal({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
}

/** `tree`: the column's schema in the file. Every DECIMAL in `type` is an object of its own. */
export function decimalScales(tree: SchemaTree, type: DataType): DecimalScales {
  const scales = new Map<DataType, number>();
  collect(tree, type, scales);
  return scales;
}

function collect(tree: SchemaTree, type: DataType, scales: Map<DataType, number>): void {
  switch (type.id) {
    case 'decimal':
      if (isDecimal(tree.element)) scales.set(type, scaleOf(tree.element));
      return;
    case 'row':
      for (const field of type.fields) {
        const child = tree.children.find((one) => one.element.name === field.name);
        if (child !== undefined) collect(child, field.type, scales);
      }
      return;
    case 'array': {
      const repeated = tree.element.repetition_type === 'REPEATED' ? tree : tree.children[0];
      const isWrapper = repeated !== tree && repeated?.children.length === 1;
      const element = isWrapper ? repeated.children[0] : repeated;
      if (element !== undefined) collect(element, type.element, scales);
      return;
    }
    case 'map': {
      const [key, value] = tree.children[0]?.children ?? [];
      if (key !== undefined) collect(key, type.key, scales);
      if (value !== undefined) collect(value, type.value, scales);
      return;
    }
    default:
  }
}

function scaleOf({ logical_type, scale }: SchemaElement): number {
  return logical_type?.type === 'DECIMAL' ? logical_type.scale : (scale ?? 0);
}

/** Unscaled value for `type`, undefined when it is no raw decimal or does not fit. */
export function decimalValue(
  value: unknown,
  type: DecimalType,
  scale: number | undefined,
): Value | undefined {
  const unscaled = unscaledOf(value);
  if (unscaled === null) return undefined;
  const exact = rescale(unscaled, scale ?? 0, type.scale);
  return fitsPrecision(exact, type.precision) ? exact : undefined;
}

function unscaledOf(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  if (!(value instanceof Uint8Array)) return null;
  let unscaled = 0n;
  for (const byte of value) unscaled = (unscaled << 8n) | BigInt(byte);
  return BigInt.asIntN(Math.max(1, value.length * 8), unscaled);
}
