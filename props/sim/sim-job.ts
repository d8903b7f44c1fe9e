/** Jobs of the simulated machine for tests that drive one by hand. */
import type { PhysicalPlan } from '../../engine/nodes.js';
import { createJob } from '../../engine/runtime/job.js';
import type { Job, JobSpec } from '../../engine/runtime/job-spec.js';
import { openCheckpointStore } from '../../storage/checkpoint-store.js';
import { openMemoryBackend } from '../../storage/memory-backend.js';
import { simConnectors } from './sim-connectors.js';
import type { SimRow } from './sim-connectors.js';
import { simPlan } from './sim-plans.js';
import type { SimShape } from './sim-plans.js';
import type { Mishaps, World } from './world.js';

/** 100 rows of three keys, 1 ms apart; windows of 10 ms. */
export const simRows: readonly SimRow[] = Array.from({ length: 100 }, (_, i) => ({
  k: 'abc'[i % 3]!,
  v: i,
  ts: i,
  wm: i - 2,
}));
/** Nothing goes wrong. */
export const calm: Mishaps = { crashes: [], faultChance: 0 };

/** What a test wants different. */
export interface SimStart extends Partial<Omit<JobSpec, 'options' | 'plan'>> {
  readonly shape?: SimShape;
  readonly plan?: PhysicalPlan;
  readonly dir?: string | null;
  readonly options?: Readonly<Record<string, string>>;
}

/** A new life of the machine (unless `env` is given), and a job created in it, not yet running. */
export async function startSim(
  world: World,
  { shape = 'window', dir = '/job', options = {}, ...more }: SimStart = {},
): Promise<Job> {
  const env = more.env ?? world.boot();
  return createJob({
    name: 'sim',
    plan: simPlan(shape),
    env,
    session: { timeZone: 'UTC' },
    baseDir: '/',
    batchRows: 4,
    connectors: simConnectors(world, { a: simRows, b: simRows }),
    backend: await openMemoryBackend({ files: env.files, dir: '/work' }),
    store: dir === null ? null : await openCheckpointStore(env.files, dir),
    options: new Map(Object.entries({ 'execution.checkpointing.interval': '0', ...options })),
    collect: () => ({ write: () => undefined }),
    ...more,
  });
}
