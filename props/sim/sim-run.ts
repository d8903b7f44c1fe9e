/** Runs a job in a world, life after life, until it has finished. */
import { EngineBug } from '../../core/errors.js';
import type { Env } from '../../core/env.js';
import { createJob } from '../../engine/runtime/job.js';
import type { JobEnd } from '../../engine/runtime/job-spec.js';
import { openCheckpointStore } from '../../storage/checkpoint-store.js';
import { openMemoryBackend } from '../../storage/memory-backend.js';
import { simConnectors, simOutput } from './sim-connectors.js';
import type { SimTables } from './sim-connectors.js';
import { simPlan } from './sim-plans.js';
import type { SimShape } from './sim-plans.js';
import { Crash, isOfEnvironment, World } from './world.js';
import type { Mishaps } from './world.js';

export interface SimJob {
  readonly shape: SimShape;
  readonly tables: SimTables;
  readonly batchRows: number;
  readonly intervalMs: number;
  readonly options?: Readonly<Record<string, string>>;
  /** Lives that may fail by themselves (file faults). */
  readonly mayFail: boolean;
  /** After a life that did not finish, with the disk mounted: for damage. */
  readonly between?: (world: World) => Promise<void>;
}

export interface SimResult {
  readonly lives: number;
  /** Rows by table, in order. */
  readonly outputs: Readonly<Record<string, readonly string[]>>;
  readonly steps: number;
}

const LIVES_MAX = 60;

export async function runSim(job: SimJob, seed: number, mishaps: Mishaps): Promise<SimResult> {
  const world = new World(seed, mishaps);
  for (let lives = 1; lives <= LIVES_MAX; lives++) {
    const end = await oneLife(world, job);
    if (end?.kind === 'finished') {
      const outputs: Record<string, readonly string[]> = {};
      const files = world.inspect();
      for (const node of simPlan(job.shape).nodes) {
        if (node.kind === 'sink') outputs[node.table] = await simOutput(files, node.table);
      }
      return { lives, outputs, steps: world.steps };
    }
    await job.between?.(world);
  }
  throw new EngineBug(`not finished after ${LIVES_MAX} lives`);
}

/** null: it died, or failed and was allowed to. */
async function oneLife(world: World, job: SimJob): Promise<JobEnd | null> {
  const env = world.boot();
  try {
    return await runJob(world, env, job);
  } catch (error) {
    if (world.isDead || error instanceof Crash) return null;
    if (job.mayFail && isOfEnvironment(error)) return null;
    throw error;
  }
}

async function runJob(world: World, env: Env, job: SimJob): Promise<JobEnd> {
  const options = {
    'execution.checkpointing.interval': `${job.intervalMs} ms`,
    'execution.checkpointing.tolerable-failed-checkpoints': '3',
    ...job.options,
  };
  const running = await createJob({
    name: 'sim',
    plan: simPlan(job.shape),
    env,
    session: { timeZone: 'UTC' },
    connectors: simConnectors(world, job.tables),
    baseDir: '/',
    batchRows: job.batchRows,
    backend: await openMemoryBackend({ files: env.files, dir: '/job/work' }),
    store: await openCheckpointStore(env.files, '/job'),
    options: new Map(Object.entries(options)),
    collect: () => ({ write: () => undefined }),
    onPoll: () => world.step(),
  });
  // A dead process does nothing more; its loop ends at the next turn.
  world.onDeath(() => {
    running.cancel().catch(() => undefined);
  });
  const end = await running.run();
  if (world.isDead) throw new Crash();
  return end;
}
