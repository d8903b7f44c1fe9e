/** Aggregates that need all their values in order of arrival: one ValueQueue a group. */
import type { Value } from '../../core/batch.js';
import { isValid } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import type { DataType } from '../../core/types.js';
import type { Aggregator } from './aggregate.js';
import { ValueQueue, valueQueueCodec } from './value-queue.js';

/** `resultOf` gets the queue, undefined while nothing ever arrived; it must not keep it. */
export function queueAggregator(
  type: DataType,
  skipsNulls: boolean,
  resultOf: (values: ValueQueue | undefined) => Value,
): Aggregator {
  const read = columnReader(type);
  return {
    fields: [{ name: 'values', kind: 'object', codec: valueQueueCodec(type) }],
    update(table, base, args, rows, slots, count, signs) {
      const queues = table.object<ValueQueue>(base);
      for (let i = 0; i < count; i++) {
        if (skipsNulls && !isValid(args[0]!, rows[i]!)) continue;
        const queue = (queues[slots[i]!] ??= new ValueQueue(type));
        const value = read(args[0]!, rows[i]!);
        if (signs === null || signs[i]! > 0) queue.add(value);
        else queue.take(value);
        table.resized(slots[i]!);
      }
    },
    merge(table, base, to, other, from, count) {
      const queues = table.object<ValueQueue>(base);
      const others = other.object<ValueQueue>(base);
      for (let i = 0; i < count; i++) {
        const source = others[from[i]!];
        if (source === undefined) continue;
        (queues[to[i]!] ??= new ValueQueue(type)).addAll(source);
        table.resized(to[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const queues = table.object<ValueQueue>(base);
      for (let i = 0; i < count; i++) out.append(resultOf(queues[slots[i]!]));
    },
  };
}
