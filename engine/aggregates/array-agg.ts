import type { AggregateFunction } from './aggregate.js';
import { optionOf } from './options.js';
import { orderedAggregator, orderOf } from './ordered-values.js';
import { queueAggregator } from './queue-aggregator.js';

/**
 * ARRAY_AGG. State: all values in order of arrival. Option `nulls`: 'RESPECT' (default) or
 * 'IGNORE'.
 */
export const arrayAgg: AggregateFunction = {
  name: 'ARRAY_AGG',
  doc: 'All values in order of arrival, NULLs too unless IGNORE NULLS is written.',
  syntax: 'ARRAY_AGG([DISTINCT] value [RESPECT NULLS | IGNORE NULLS] [ORDER BY ...])',
  nullWhenFiltered: true,
  resolve(args) {
    if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
    const element = args[0]!.type;
    // as recorded: rows built in the query count as nullable
    const nullable = element.nullable || element.id === 'row';
    return { args: [element], type: { id: 'array', element, nullable } };
  },
  create(site) {
    const skipsNulls = optionOf(site.options, 'nulls') === 'IGNORE';
    const order = orderOf(site.options);
    if (order !== null)
      return orderedAggregator(site.args[0]!, order, skipsNulls, (values) => values);
    return queueAggregator(site.args[0]!, skipsNulls, (values) =>
      values === undefined || values.length === 0 ? null : values.values(),
    );
  },
};
