import type { JsonValue } from '../../core/json.js';
import type { AggregateFunction } from './aggregate.js';
import { queueAggregator } from './queue-aggregator.js';

/**
 * ARRAY_AGG. State: all values in order of arrival. Option `nulls`: 'RESPECT' (default) or
 * 'IGNORE'.
 */
export const arrayAgg: AggregateFunction = {
  name: 'ARRAY_AGG',
  doc: 'All values in order of arrival, NULLs too unless IGNORE NULLS is written.',
  syntax: 'ARRAY_AGG([DISTINCT] value [RESPECT NULLS | IGNORE NULLS])',
  nullWhenEmpty: true,
  resolve(args) {
    if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
    const element = args[0]!.type;
    return { args: [element], type: { id: 'array', element, nullable: true } };
  },
  create: (site) =>
    queueAggregator(site.args[0]!, optionOf(site.options, 'nulls') === 'IGNORE', (values) =>
      values === undefined || values.length === 0 ? null : values.values(),
    ),
};

/** One option by name, undefined when it is not there. */
export function optionOf(options: JsonValue | undefined, name: string): JsonValue | undefined {
  if (
    options === undefined ||
    options === null ||
    typeof options !== 'object' ||
    Array.isArray(options)
  ) {
    return undefined;
  }
  return (options as { readonly [key: string]: JsonValue })[name];
}
