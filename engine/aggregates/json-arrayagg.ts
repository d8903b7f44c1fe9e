import { rawJson, refusedAsJson, toJson } from '../functions/json/value-to-json.js';
import type { AggregateFunction } from './aggregate.js';
import { optionOf } from './options.js';
import { queueAggregator } from './queue-aggregator.js';

/**
 * JSON_ARRAYAGG. State: all values in order of arrival. Options: `onNull`: 'ABSENT' (default) or
 * 'NULL'; `raw`: the value is JSON itself.
 */
export const jsonArrayAgg: AggregateFunction = {
  name: 'JSON_ARRAYAGG',
  doc: 'JSON array of the values in order of arrival; without NULLs unless NULL ON NULL.',
  syntax: 'JSON_ARRAYAGG(value [NULL ON NULL | ABSENT ON NULL])',
  resolve(args) {
    if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
    const refusal = refusedAsJson(args[0]!.type, 0);
    if (refusal !== null) return refusal;
    return { args: [args[0]!.type], type: { id: 'varchar', length: 2000, nullable: false } };
  },
  create(site) {
    const isRaw = optionOf(site.options, 'raw') === true;
    const format = isRaw ? rawJson : toJson(site.args[0]!);
    return queueAggregator(
      site.args[0]!,
      optionOf(site.options, 'onNull') !== 'NULL',
      (values) => `[${(values?.values() ?? []).map(format).join(',')}]`,
    );
  },
};
