/** Aggregates whose values stand in an order that the call writes: ARRAY_AGG(x ORDER BY y). */
import type { Value } from '../../core/batch.js';
import { compareValues } from '../../core/compare.js';
import type { JsonValue } from '../../core/json.js';
import type { DataType } from '../../core/types.js';
import type { Aggregator } from './aggregate.js';
import { optionOf } from './options.js';
import { queueAggregator } from './queue-aggregator.js';

/** One ORDER BY key of a call; it travels in the call's option `order`. */
export interface ValueOrderKey {
  readonly ascending: boolean;
  readonly nullsFirst: boolean;
}

/**
 * Aggregates that take ORDER BY: their first argument is then ROW(value, keys), their option
 * `order` the keys' directions.
 */
export const ORDERED_AGGREGATES: ReadonlySet<string> = new Set(['ARRAY_AGG', 'LISTAGG']);

/** Keys of the option `order`; null when values stay in order of arrival. */
export function orderOf(options: JsonValue | undefined): readonly ValueOrderKey[] | null {
  return (optionOf(options, 'order') as readonly ValueOrderKey[] | undefined) ?? null;
}

/**
 * State: all rows. `type` is ROW(value, key 1, key 2, ...); equal keys stay in order of arrival.
 * NULL when there is no value. Results cost O(n log n).
 */
export function orderedAggregator(
  type: DataType,
  order: readonly ValueOrderKey[],
  skipsNulls: boolean,
  resultOf: (values: readonly Value[]) => Value,
): Aggregator {
  const types = type.id === 'row' ? type.fields.map((field) => field.type) : [];
  const compare = (a: readonly Value[], b: readonly Value[]): number => {
    for (let i = 0; i < order.length; i++) {
      const difference = compareKeys(types[i + 1]!, a[i + 1]!, b[i + 1]!, order[i]!);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return queueAggregator(type, false, (queue) => {
    const rows = (queue?.values() ?? []) as (readonly Value[])[];
    const kept = skipsNulls ? rows.filter((row) => row[0] !== null) : rows;
    return kept.length === 0 ? null : resultOf(kept.sort(compare).map((row) => row[0]!));
  });
}

function compareKeys(type: DataType, a: Value, b: Value, key: ValueOrderKey): number {
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null) === key.nullsFirst ? -1 : 1;
  }
  return key.ascending ? compareValues(type, a, b) : compareValues(type, b, a);
}
