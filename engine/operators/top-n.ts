import type { TopNNode } from '../nodes.js';
import type { Operator, OperatorSpec } from '../operator.js';
import { UpdatingTopN } from './rank/updating-top-n.js';
import { WindowTopN } from './rank/window-top-n.js';

/**
 * Rows whose place in their partition is within [from, to]; equal rows by arrival. Emits a deletion
 * and an insertion for each row that moves others over a bound, or an update for each visible place
 * that changes hands where the place is in the output. State: partition -> rows with their sort
 * keys. With `windowEnd` the watermark emits and frees partitions, and the output is inserts only.
 */
export const topN: OperatorSpec<TopNNode> = {
  kind: 'topN',
  explain(node) {
    const name = (column: number): string => node.output.fields[column]!.name;
    return {
      ...(node.partition.length === 0 ? {} : { partition: node.partition.map(name).join(', ') }),
      ...(node.order.length === 0
        ? {}
        : {
            order: node.order
              .map(
                (key) =>
                  `${name(key.column)} ${key.ascending ? 'ASC' : 'DESC'}` +
                  (key.nullsFirst === key.ascending
                    ? ''
                    : ` NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`),
              )
              .join(', '),
          }),
      places: `${node.from}..${node.toColumn === null ? node.to : name(node.toColumn)}`,
      ...(node.windowEnd === null ? {} : { window: name(node.windowEnd) }),
    };
  },
  create: (node, ctx): Operator =>
    node.windowEnd === null ? new UpdatingTopN(node, ctx) : new WindowTopN(node, ctx),
};
