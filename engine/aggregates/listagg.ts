import { formatType, notNull, stringType, withNullable } from '../../core/types.js';
import { isText } from '../functions/common-type.js';
import type { AggregateFunction } from './aggregate.js';
import { orderedAggregator, orderOf } from './ordered-values.js';
import { queueAggregator } from './queue-aggregator.js';

/** LISTAGG. State: all values in order of arrival. */
export const listAgg: AggregateFunction = {
  name: 'LISTAGG',
  aliases: ['STRING_AGG'],
  doc: 'Texts that are not NULL, joined in order of arrival by a comma or the separator.',
  syntax: "LISTAGG([DISTINCT] text [, 'separator']) [WITHIN GROUP (ORDER BY ...)]",
  nullWhenFiltered: true,
  literalArgs: [1],
  resolve(args) {
    if (args.length < 1 || args.length > 2)
      return { refused: `takes 1 or 2 arguments, not ${args.length}` };
    for (const [i, arg] of args.entries()) {
      if (!isText(arg.type) && arg.type.id !== 'null') {
        return {
          refused: `argument ${i + 1} must be a text, not ${formatType(arg.type)}`,
          argument: i,
        };
      }
    }
    const [{ type }] = args as [(typeof args)[number]];
    const text = isText(type) ? type : withNullable(stringType, true);
    return { args: args.length === 1 ? [text] : [text, notNull(stringType)], type: text };
  },
  create(site) {
    const separator = (site.constants[0] ?? ',') as string;
    const order = orderOf(site.options);
    if (order !== null)
      return orderedAggregator(site.args[0]!, order, true, (values) => values.join(separator));
    return queueAggregator(site.args[0]!, true, (values) =>
      values === undefined || values.length === 0 ? null : values.values().join(separator),
    );
  },
};
