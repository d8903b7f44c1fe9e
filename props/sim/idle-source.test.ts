/** Sources that fall silent: they hold time back, or not, as their table says. */
import test from 'ava';
import { makeColumn } from '../../core/column-read.js';
import type { JsonValue } from '../../core/json.js';
import type { ConnectorRegistry, Poll, Source } from '../../engine/connector.js';
import type { PhysicalPlan } from '../../engine/nodes.js';
import type { Job } from '../../engine/runtime/job-spec.js';
import { simConnectors, simOutput, simSchema } from './sim-connectors.js';
import type { SimRow } from './sim-connectors.js';
import { calm, startSim as start } from './sim-job.js';
import { simPlan } from './sim-plans.js';
import { World } from './world.js';

const output = (world: World, table = 'out'): Promise<string[]> =>
  simOutput(world.inspect(), table);

/** A source that gives what the test pushes, and never ends. */
class LiveSource implements Source {
  #queue: SimRow[] = [];
  #wake: () => void = () => undefined;
  push(row: SimRow): void {
    this.#queue.push(row);
    this.#wake();
  }
  async restore(): Promise<void> {}
  poll(): Poll {
    const row = this.#queue.shift();
    if (row === undefined)
      return {
        kind: 'idle',
        ready: new Promise((resolve) => {
          this.#wake = resolve;
        }),
      };
    const values = [row.k, row.v, row.ts, row.wm];
    const columns = simSchema.fields.map(({ type }, c) => makeColumn(type, [values[c]!]));
    return {
      kind: 'batch',
      batch: { columns, kinds: null, selection: null, rowCount: 1, watermarks: null },
    };
  }
  offset(): JsonValue {
    return null;
  }
  async acknowledge(): Promise<void> {}
  async close(): Promise<void> {}
}

function liveConnectors(
  world: World,
  sources: Readonly<Record<string, LiveSource>>,
): ConnectorRegistry {
  const inner = simConnectors(world, {});
  const spec = inner.get('sim')!;
  return {
    ...inner,
    get: () => ({
      ...spec,
      source: (context) => sources[context.table]!,
      sourceFacts: () => ({
        bounded: false,
        replayable: false,
        changelog: 'insert-only' as const,
        estimatedBytes: null,
      }),
    }),
  };
}

function withIdleTimeout(plan: PhysicalPlan, idleTimeoutMs: number): PhysicalPlan {
  const nodes = plan.nodes.map((node) =>
    node.kind === 'watermark' ? { ...node, idleTimeoutMs } : node,
  );
  return { ...plan, nodes };
}

async function untilWindows(job: Job, count: number): Promise<boolean> {
  for (let turn = 0; turn < 3000; turn++) {
    if (job.metrics().windowsEmitted >= count) return true;
    await new Promise(setImmediate);
  }
  return false;
}

test('after its idle timeout a silent source does not hold time back', async (t) => {
  const world = new World(1, calm);
  const sources = { a: new LiveSource(), b: new LiveSource() };
  const plan = withIdleTimeout(simPlan('union'), 500);
  const job = await start(world, { plan, connectors: liveConnectors(world, sources) });
  const running = job.run();
  t.teardown(() => job.cancel());
  sources.a.push({ k: 'a', v: 1, ts: 5, wm: 30 });
  t.true(await untilWindows(job, 1));
  sources.b.push({ k: 'b', v: 1, ts: 35, wm: 32 });
  sources.a.push({ k: 'a', v: 1, ts: 38, wm: 60 });
  t.true(await untilWindows(job, 2), 'b falls silent again');
  await job.cancel();
  t.deepEqual(await running, { kind: 'cancelled' });
});

test('without a timeout a silent source holds time back', async (t) => {
  const world = new World(1, calm);
  const sources = { a: new LiveSource(), b: new LiveSource() };
  const job = await start(world, { shape: 'union', connectors: liveConnectors(world, sources) });
  const running = job.run();
  t.teardown(() => job.cancel());
  sources.a.push({ k: 'a', v: 1, ts: 5, wm: 30 });
  t.false(await untilWindows(job, 1));
  sources.b.push({ k: 'b', v: 1, ts: 35, wm: 32 });
  t.true(await untilWindows(job, 1));
  await job.stop();
  t.deepEqual(await running, { kind: 'stopped', epoch: 1 });
  t.is((await output(world)).length, 1);
});
