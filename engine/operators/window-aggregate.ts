import type { WindowAggregateNode } from '../nodes.js';
import type { Operator, OperatorContext, OperatorSpec } from '../operator.js';
import { explainCalls } from './explain-calls.js';
import { explainWindow } from './window/explain-window.js';
import { SessionAggregates } from './window/session-aggregates.js';
import { sessionClock, SessionOperator } from './window/session-operator.js';
import { SliceAssigner } from './window/slice-assigner.js';
import { SlicedWindows } from './window/sliced-windows.js';
import { WindowClock } from './window/window-clock.js';
import { WindowGrid } from './window/window-grid.js';

/**
 * Aggregates per key and window; a window's rows are emitted once, as inserts, when the
 * watermark reaches its end - 1 ms: by window end, then by the key's first arrival. Takes
 * inserts and retractions; late rows are dropped from the windows that have closed, and counted.
 * State and what is freed: docs/WINDOWS.md.
 */
export const windowAggregate: OperatorSpec<WindowAggregateNode> = {
  kind: 'windowAggregate',
  explain: (node) => ({
    window: node.attached === null ? explainWindow(node.window) : `end=$${node.attached.end}`,
    groupBy: node.keys.map((key) => `$${key}`).join(', '),
    select: [explainCalls(node.calls), ...node.properties.map((property) => `window_${property}`)]
      .filter((part) => part !== '')
      .join(', '),
  }),
  create: createWindowAggregate,
};

function createWindowAggregate(node: WindowAggregateNode, ctx: OperatorContext): Operator {
  const clock = new WindowClock(node.window.timeZone);
  if (node.attached !== null)
    return new SlicedWindows(node, new SliceAssigner(null, clock), clock, ctx);
  if (node.window.kind === 'session') {
    const sessions = sessionClock(node.window, ctx);
    const contents = new SessionAggregates(node, sessions, ctx);
    return new SessionOperator(node.window, node.keys, sessions, contents, ctx);
  }
  return new SlicedWindows(node, new SliceAssigner(new WindowGrid(node.window), clock), clock, ctx);
}
