import { bigintType, notNull } from '../../core/types.js';
import type { AggregateFunction } from './aggregate.js';
import { countingAggregator } from './collect.js';

/** APPROX_COUNT_DISTINCT, exactly. State: how often each value is there. */
export const approxCountDistinct: AggregateFunction = {
  name: 'APPROX_COUNT_DISTINCT',
  doc: 'Number of different values that are not NULL; counted exactly.',
  syntax: 'APPROX_COUNT_DISTINCT(value)',
  resolve(args) {
    if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
    return { args: [args[0]!.type], type: notNull(bigintType) };
  },
  create: (site) =>
    countingAggregator(site.args[0]!, (values) => {
      let different = 0n;
      for (const { count } of values?.entries.values() ?? []) if (count > 0) different += 1n;
      return different;
    }),
};
