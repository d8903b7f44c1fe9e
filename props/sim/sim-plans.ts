/** Small pipelines of every shape that matters to checkpoints. */
import type { Schema } from '../../core/types.js';
import { bigintType, intType, notNull, stringType, timestampType } from '../../core/types.js';
import { column } from '../../engine/expr.js';
import type {
  AggregateCall,
  GroupAggregateNode,
  NodeBase,
  PhysicalNode,
  PhysicalPlan,
  SinkNode,
  SourceNode,
  UnionNode,
  WatermarkNode,
  WindowAggregateNode,
} from '../../engine/nodes.js';
import { simSchema } from './sim-connectors.js';

export type SimShape = 'rows' | 'group' | 'window' | 'union' | 'twoSinks' | 'diamond';
export const simShapes: readonly SimShape[] = [
  'rows',
  'group',
  'window',
  'union',
  'twoSinks',
  'diamond',
];

const calls: readonly AggregateCall[] = [
  { name: 'COUNT', args: [], distinct: false, filter: null, type: notNull(bigintType) },
  { name: 'SUM', args: [1], distinct: false, filter: null, type: intType },
];

/**
 * Tables read: `a`, and `b` in shape union. Tables written: `out`, and `sums` in shape twoSinks.
 */
export function simPlan(shape: SimShape): PhysicalPlan {
  return { nodes: nodesOf(shape), fingerprint: `sim-${shape}` };
}

function nodesOf(shape: SimShape): PhysicalNode[] {
  const read = [source(1, 'a'), watermark(2, 1)];
  switch (shape) {
    case 'rows':
      return [...read, sink(3, 2, 'out', simSchema)];
    case 'group':
      return [...read, groups(3, 2), sink(4, 3, 'out', groupSchema)];
    case 'window':
      return [...read, windows(3, 2), sink(4, 3, 'out', windowSchema)];
    case 'union':
      return [
        ...read,
        source(3, 'b'),
        watermark(4, 3),
        union(5, [2, 4]),
        windows(6, 5),
        sink(7, 6, 'out', windowSchema),
      ];
    case 'twoSinks':
      return [
        ...read,
        windows(3, 2),
        groups(4, 2),
        sink(5, 3, 'out', windowSchema),
        sink(6, 4, 'sums', groupSchema),
      ];
    default:
      return [...read, union(3, [2, 2]), windows(4, 3), sink(5, 4, 'out', windowSchema)];
  }
}

function base(id: number, inputs: readonly number[], output: Schema): NodeBase {
  return {
    id,
    uid: `u${id}`,
    inputs,
    exchanges: inputs.map(() => ({ kind: 'forward' })),
    output,
    changelog: 'insert-only',
  };
}

function source(id: number, table: string): SourceNode {
  return {
    ...base(id, [], simSchema),
    kind: 'source',
    table,
    connector: 'sim',
    options: {},
    physical: simSchema,
    projection: simSchema.fields.map(({ name }) => [name]),
    metadata: [],
    partitionKeys: [],
  };
}

function watermark(id: number, input: number): WatermarkNode {
  return {
    ...base(id, [input], simSchema),
    kind: 'watermark',
    rowtime: 2,
    idleTimeoutMs: null,
    expr: column(3, timestampType(3, false)),
  };
}

function union(id: number, inputs: readonly number[]): UnionNode {
  return { ...base(id, inputs, simSchema), kind: 'union' };
}

const callFields = [
  { name: 'n', type: notNull(bigintType) },
  { name: 's', type: intType },
];
const groupSchema: Schema = { fields: [{ name: 'k', type: notNull(stringType) }, ...callFields] };
const windowSchema: Schema = {
  fields: [
    { name: 'k', type: notNull(stringType) },
    ...callFields,
    { name: 'window_start', type: timestampType(3, false) },
    { name: 'window_end', type: timestampType(3, false) },
  ],
};

function groups(id: number, input: number): GroupAggregateNode {
  return {
    ...base(id, [input], groupSchema),
    changelog: 'retract',
    kind: 'groupAggregate',
    keys: [0],
    calls,
  };
}

function windows(id: number, input: number): WindowAggregateNode {
  return {
    ...base(id, [input], windowSchema),
    kind: 'windowAggregate',
    keys: [0],
    calls,
    properties: ['start', 'end'],
    attached: null,
    window: {
      kind: 'tumble',
      time: 2,
      sizeMs: 10,
      slideMs: 10,
      offsetMs: 0,
      timeZone: null,
      processingTime: false,
    },
  };
}

function sink(id: number, input: number, table: string, schema: Schema): SinkNode {
  return {
    ...base(id, [input], schema),
    kind: 'sink',
    table,
    connector: 'sim',
    options: {},
    partitionKeys: [],
    primaryKey: [],
    changelog: 'retract',
  };
}
