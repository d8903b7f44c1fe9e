import { jsonFormatter } from '../../core/value-json.js';
import type { AggregateFunction } from './aggregate.js';
import { optionOf } from './options.js';
import { queueAggregator } from './queue-aggregator.js';

/**
 * JSON_ARRAYAGG. State: all values in order of arrival. Option `onNull`: 'ABSENT' (default) or
 * 'NULL'.
 */
export const jsonArrayAgg: AggregateFunction = {
  name: 'JSON_ARRAYAGG',
  doc: 'JSON array of the values in order of arrival; without NULLs unless NULL ON NULL.',
  syntax: 'JSON_ARRAYAGG(value [NULL ON NULL | ABSENT ON NULL])',
  resolve(args) {
    if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
    return { args: [args[0]!.type], type: { id: 'varchar', length: 2000, nullable: false } };
  },
  create(site) {
    const format = jsonFormatter(site.args[0]!);
    return queueAggregator(
      site.args[0]!,
      optionOf(site.options, 'onNull') !== 'NULL',
      (values) => `[${(values?.values() ?? []).map(format).join(',')}]`,
    );
  },
};
