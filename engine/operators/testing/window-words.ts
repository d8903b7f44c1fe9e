/** Words of the tests of window aggregates: rows (k, v, ts), calls, windows, nodes. */
import type { DataType, Schema } from '../../../core/types.js';
import { bigintType, intType, notNull, stringType, timestampType } from '../../../core/types.js';
import type { AggregateCall, ChangelogMode, WindowAggregateNode, WindowSpec } from '../../nodes.js';
import type { ScriptOptions } from './operator-script.js';
import { nodeBase } from './operator-script.js';

/** Of the input. */
export const schema: Schema = {
  fields: [
    { name: 'k', type: stringType },
    { name: 'v', type: intType },
    { name: 'ts', type: timestampType(3) },
  ],
};

/** A call of an aggregate over columns of `schema`. */
export function callOf(
  name: string,
  args: readonly number[],
  type: DataType,
  distinct = false,
): AggregateCall {
  return { name, args, type, distinct, filter: null };
}
/** COUNT(*). */
export const countAll = callOf('COUNT', [], notNull(bigintType));
/** SUM(v). */
export const sum = callOf('SUM', [1], intType);
/** COUNT(DISTINCT v). */
export const distinct = callOf('COUNT', [1], notNull(bigintType), true);

/** A window over ts. */
export function windowOf(kind: WindowSpec['kind'], sizeMs: number, slideMs = sizeMs): WindowSpec {
  return { kind, time: 2, sizeMs, slideMs, offsetMs: 0, timeZone: null, processingTime: false };
}

/** Groups by k. */
export function nodeOf(
  window: WindowSpec,
  calls: readonly AggregateCall[],
  more: Partial<WindowAggregateNode> = {},
): WindowAggregateNode {
  const output = {
    fields: [
      { name: 'k', type: stringType },
      ...calls.map((call, i) => ({ name: `a${i}`, type: call.type })),
      { name: 'window_start', type: timestampType(3, false) },
      { name: 'window_end', type: timestampType(3, false) },
    ],
  };
  return {
    ...nodeBase(output),
    changelog: 'insert-only',
    kind: 'windowAggregate',
    window,
    keys: [0],
    calls,
    properties: ['start', 'end'],
    attached: null,
    ...more,
  };
}

/** One input. */
export function input(changelog: ChangelogMode, from = schema): ScriptOptions {
  return { inputs: [{ schema: from, changelog }] };
}
