import { assert } from '../../core/assert.js';
import type { DeduplicateNode } from '../nodes.js';
import type { Operator, OperatorSpec } from '../operator.js';
import { DedupFirstArrival, DedupFirstTime } from './dedup-first.js';
import { DedupLast } from './dedup-last.js';

/**
 * One row a key: the first or the last one by event or processing time. keep-first emits inserts,
 * by event time when the watermark reaches the row; keep-last emits updates at once. Input: inserts
 * only. State: see the three classes.
 */
export const deduplicate: OperatorSpec<DeduplicateNode> = {
  kind: 'deduplicate',
  explain(node) {
    const name = (column: number): string => node.output.fields[column]!.name;
    return {
      keys: node.keys.map(name).join(', '),
      keep: node.keep,
      time: node.processingTime ? 'processing time' : name(node.time),
    };
  },
  create(node, ctx): Operator {
    assert(ctx.inputs[0]!.changelog === 'insert-only', 'deduplication takes inserts only');
    if (node.keep === 'last') return new DedupLast(node, ctx);
    return node.processingTime ? new DedupFirstArrival(node, ctx) : new DedupFirstTime(node, ctx);
  },
};
