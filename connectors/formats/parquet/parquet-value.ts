/** Boxed values of the engine as hyparquet-writer takes them. */
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';

/**
 * Converter of values of `type`, nulls included; null when they pass unchanged. Rows become
 * objects without a prototype, maps arrays of entries, timestamps bigints of their unit.
 */
export function parquetValue(type: DataType): ((value: Value) => unknown) | null {
  const convert = presentValue(type);
  return convert === null ? null : (value) => (value === null ? null : convert(value));
}

function presentValue(type: DataType): ((value: Value) => unknown) | null {
  switch (type.id) {
    case 'timestamp':
    case 'timestamp_ltz':
      if (type.precision <= 3) return (value) => BigInt(value as number);
      return type.precision <= 6 ? (value) => floorMicros(value as bigint) : null;
    case 'array': {
      const item = parquetValue(type.element);
      return item === null ? null : (value) => (value as readonly Value[]).map(item);
    }
    case 'map':
      return pairs(type.key, type.value);
    case 'multiset':
      return pairs(type.element, { id: 'int', nullable: false });
    case 'row': {
      const parts = type.fields.map(({ name, type: part }) => ({ name, of: parquetValue(part) }));
      return (value) => {
        const object = Object.create(null) as Record<string, unknown>;
        for (const [i, { name, of }] of parts.entries()) {
          const part = (value as readonly Value[])[i]!;
          object[name] = of === null ? part : of(part);
        }
        return object;
      };
    }
    default:
      return null;
  }
}

function pairs(key: DataType, value: DataType): (map: Value) => unknown {
  const keyOf = parquetValue(key) ?? same;
  const valueOf = parquetValue(value) ?? same;
  return (map) =>
    (map as readonly (readonly [Value, Value])[]).map((pair) => ({
      key: keyOf(pair[0]),
      value: valueOf(pair[1]),
    }));
}

function same(value: Value): unknown {
  return value;
}

/** Digits below are 0 by the type, so the division is exact. */
function floorMicros(nanos: bigint): bigint {
  return nanos / 1000n;
}
