/** All aggregate functions. A new one is a file and a line here. */
import type { AggregateFunction } from './aggregate.js';
import { approxCountDistinct } from './approx-count-distinct.js';
import { arrayAgg } from './array-agg.js';
import { avg } from './avg.js';
import { bitAnd, bitOr, bitXor } from './bits.js';
import { bitmapAggregates } from './bitmap.js';
import { collect } from './collect.js';
import { count } from './count.js';
import { every, some } from './every-some.js';
import { firstValue, lastValue } from './first-last-value.js';
import { jsonArrayAgg } from './json-arrayagg.js';
import { jsonObjectAgg } from './json-objectagg.js';
import { listAgg } from './listagg.js';
import { median } from './median.js';
import { max, min } from './min-max.js';
import { percentile } from './percentile.js';
import { singleValue } from './single-value.js';
import { sum } from './sum.js';
import { stddevPop, stddevSamp, varPop, varSamp } from './variance.js';

/** In the order of the reference documentation. */
export const aggregateFunctions: readonly AggregateFunction[] = [
  count,
  sum,
  avg,
  min,
  max,
  stddevPop,
  stddevSamp,
  varPop,
  varSamp,
  firstValue,
  lastValue,
  listAgg,
  arrayAgg,
  collect,
  jsonObjectAgg,
  jsonArrayAgg,
  percentile,
  median,
  approxCountDistinct,
  every,
  some,
  bitAnd,
  bitOr,
  bitXor,
  ...bitmapAggregates,
  singleValue,
];

const byName = new Map(
  aggregateFunctions.flatMap((entry) =>
    [entry.name, ...(entry.aliases ?? [])].map((name) => [name, entry] as const),
  ),
);

/** By canonical name or alias, upper case; undefined when there is none. */
export function aggregateFunction(name: string): AggregateFunction | undefined {
  return byName.get(name);
}
