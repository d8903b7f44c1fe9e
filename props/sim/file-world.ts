/**
 * Runs a script over real files (connector `filesystem`, source and sink) of the simulated machine,
 * life after life, until its job has finished.
 */
import { tableConnectors } from '../../connectors/registry.js';
import type { Env, FileSystem } from '../../core/env.js';
import { EngineBug } from '../../core/errors.js';
import type { PhysicalPlan } from '../../engine/nodes.js';
import { createJob } from '../../engine/runtime/job.js';
import type { Job, JobEnd } from '../../engine/runtime/job-spec.js';
import { openCheckpointStore } from '../../storage/checkpoint-store.js';
import { openMemoryBackend } from '../../storage/memory-backend.js';
import { visibleFiles, writeInputs } from './file-tables.js';
import type { VisibleFile } from './file-tables.js';
import { planJob } from './plan-job.js';
import { Crash, isOfEnvironment, World } from './world.js';
import type { Mishaps } from './world.js';

export interface FileJob {
  /** Tables read are in `/in/<table>`; what is written is below `outFolder`. */
  readonly script: string;
  /** Lines of the tables read. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** Lines that a table written has before the job begins. */
  readonly present?: Readonly<Record<string, readonly string[]>>;
  readonly batchRows: number;
  readonly intervalMs: number;
  /** Bytes that the disk gives a read at most: cuts lines in two. */
  readonly readBytesMax: number;
  /** By life: polls after which the job is stopped with a checkpoint; 0 or absent: never. */
  readonly stops?: readonly number[];
  readonly options?: Readonly<Record<string, string>>;
  /** After a life that did not finish: what it left to be seen. Throws what is wrong with it. */
  readonly between?: (visible: readonly VisibleFile[], losesPower: boolean) => void;
}

export interface FileJobResult {
  readonly lives: number;
  readonly steps: number;
  readonly visible: readonly VisibleFile[];
}

/** Two levels that nobody has made before: all of it must survive a power cut. */
export const outFolder = '/results/day/out';
const LIVES_MAX = 80;

/** Throws what a life throws that neither died nor may fail; EngineBug when it never ends. */
export async function runFileJob(
  job: FileJob,
  seed: number,
  mishaps: Mishaps,
): Promise<FileJobResult> {
  const world = new World(seed, mishaps);
  await writeInputs(world.inspect(), '/in', job.tables);
  await writeInputs(world.inspect(), outFolder, job.present ?? {});
  const plan = await planJob(job.script, world.observer());
  for (let lives = 1; lives <= LIVES_MAX; lives++) {
    const end = await oneLife(world, job, plan, job.stops?.[lives - 1] ?? 0);
    const losesPower = world.isDead && mishaps.crashes[lives - 1]?.losesPower === true;
    const visible = await visibleFiles(world.inspect(), outFolder);
    if (end?.kind === 'finished') return { lives, steps: world.steps, visible };
    job.between?.(visible, losesPower);
  }
  throw new EngineBug(`not finished after ${LIVES_MAX} lives`);
}

/** null: it died, or failed and was allowed to. */
async function oneLife(
  world: World,
  job: FileJob,
  plan: PhysicalPlan,
  stopAfter: number,
): Promise<JobEnd | null> {
  const env = world.boot();
  const mayFail = world.hasFaults;
  try {
    return await runJob(world, env, job, plan, stopAfter);
  } catch (error) {
    if (world.isDead || error instanceof Crash) return null;
    if (mayFail && isOfEnvironment(error)) return null;
    throw error;
  }
}

async function runJob(
  world: World,
  env: Env,
  job: FileJob,
  plan: PhysicalPlan,
  stopAfter: number,
): Promise<JobEnd> {
  const options = {
    'execution.checkpointing.interval': `${job.intervalMs} ms`,
    'execution.checkpointing.tolerable-failed-checkpoints': '3',
    ...job.options,
  };
  let polls = 0;
  const running: Job = await createJob({
    name: 'sim',
    plan,
    env: { ...env, files: shortReads(env.files, job.readBytesMax) },
    session: { timeZone: 'UTC' },
    connectors: tableConnectors(),
    baseDir: '/',
    batchRows: job.batchRows,
    backend: await openMemoryBackend({ files: env.files, dir: '/job/work' }),
    store: await openCheckpointStore(env.files, '/job'),
    options: new Map(Object.entries(options)),
    collect: () => ({ write: () => undefined }),
    onPoll: () => {
      world.step();
      if (++polls === stopAfter) running.stop().catch(() => undefined);
    },
  });
  // A dead process does nothing more; its loop ends at the next turn.
  world.onDeath(() => {
    running.cancel().catch(() => undefined);
  });
  const end = await running.run();
  if (world.isDead) throw new Crash();
  return end;
}

function shortReads(files: FileSystem, bytesMax: number): FileSystem {
  return {
    ...files,
    readAt: (path, position, length) => files.readAt(path, position, Math.min(length, bytesMax)),
    openRead: async (path) => {
      const file = await files.openRead(path);
      return {
        read: (target, position) => file.read(target.subarray(0, bytesMax), position),
        close: () => file.close(),
      };
    },
  };
}
