/** Starts jobs: their directory, lock, working state and checkpoint store. */
import { rm } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import type { PhysicalPlan } from '../engine/nodes.js';
import { readJobOptions } from '../engine/job-options.js';
import { createJob } from '../engine/runtime/job.js';
import type { Job, ResultSink } from '../engine/runtime/job-spec.js';
import { backendShare } from '../engine/state/memory-shares.js';
import type { StateBackend } from '../storage/backend.js';
import { openCheckpointStore, type CheckpointStore } from '../storage/checkpoint-store.js';
import { lockDirectory } from '../storage/directory-lock.js';
import { openMemoryBackend } from '../storage/memory-backend.js';
import { JobHandle } from './job-handle.js';
import type { Session } from './session.js';

export interface StartOptions {
  /** Rows per batch, 1 to 4096; never changes results. */
  readonly batchRows?: number;
  /** Delete the job's checkpoints first and begin anew. Written output stays where it is. */
  readonly fresh?: boolean;
  /** Restore although the statement changed; operators that compute something new start empty. */
  readonly allowChangedPlan?: boolean;
  /** Restore this savepoint directory instead of the newest checkpoint. */
  readonly savepoint?: string;
  /** Give queries a checkpoint directory, too (`collect` must cut its rows at barriers). */
  readonly durableQueries?: boolean;
  /** Takes a query's rows instead of the Query. */
  readonly collect?: ResultSink;
  /** Called with every job before its first row. */
  readonly onStart?: (job: JobHandle) => void;
  /** Called after every poll with the rows read so far. */
  readonly onPoll?: (rowsIn: number) => void | Promise<void>;
}

export class JobStarter {
  readonly #dir: string | null;
  readonly #names = new Map<string, number>();

  /** `dir`: default folder of jobs; null = only what `execution.checkpointing.dir` says. */
  constructor(dir: string | null) {
    this.#dir = dir;
  }

  /** Name of the next job that writes `tables`, the same in every run of the same script. */
  jobName(tables: readonly string[]): string {
    const short = tables.map((table) => table.replace('default_catalog.default_database.', ''));
    const base = short
      .map((table) => table.replaceAll(/[^\w.-]/g, '_'))
      .join('+')
      .slice(0, 100);
    const count = (this.#names.get(base) ?? 0) + 1;
    this.#names.set(base, count);
    return count === 1 ? base : `${base}-${count}`;
  }

  /**
   * Restores and starts a job. Throws CheckpointError JOB_DIR_LOCKED while another process (or
   * another job of
   * this one) holds the directory, and what restoring throws.
   */
  async start(
    plan: PhysicalPlan,
    name: string,
    session: Session,
    start: StartOptions,
  ): Promise<JobHandle> {
    const isQuery = plan.nodes.some((node) => node.kind === 'collect');
    const dir = isQuery && start.durableQueries !== true ? null : this.#jobDir(name, session);
    const place =
      dir === null ? await temporaryPlace(session) : await durablePlace(dir, session, start);
    let job: Job;
    try {
      job = await createJob({
        name,
        plan,
        env: session.env,
        session: session.facts,
        connectors: session.connectors,
        baseDir: session.baseDir,
        backend: place.backend,
        staysInMemory: staysInMemory(session),
        store: place.store,
        options: session.options,
        collect: () => start.collect ?? discard,
        ...(start.batchRows === undefined ? {} : { batchRows: start.batchRows }),
        ...(start.allowChangedPlan === true ? { allowChangedPlan: true } : {}),
        ...(start.savepoint === undefined ? {} : { savepoint: resolve(start.savepoint) }),
        ...(start.onPoll === undefined ? {} : { onPoll: start.onPoll }),
      });
    } catch (error) {
      await place.backend.close();
      await place.release();
      throw error;
    }
    return new JobHandle(name, plan, job, place.release, start.onStart);
  }

  #jobDir(name: string, session: Session): string | null {
    const set = session.options.get('execution.checkpointing.dir');
    if (set === undefined) return this.#dir === null ? null : join(this.#dir, name);
    const path = set.startsWith('file://') ? new URL(set).pathname : set;
    return join(isAbsolute(path) ? path : resolve(session.baseDir, path), name);
  }
}

interface Place {
  readonly backend: StateBackend;
  readonly store: CheckpointStore | null;
  /** After the backend is closed. */
  readonly release: () => Promise<void>;
}

const discard: ResultSink = { write: () => undefined };

async function durablePlace(dir: string, session: Session, start: StartOptions): Promise<Place> {
  const files = session.env.files;
  const lock = await lockDirectory(session.env, dir);
  try {
    if (start.fresh === true) await files.removeTree(join(dir, 'checkpoints'));
    const store = await openCheckpointStore(files, dir);
    const work = join(dir, 'work');
    const backend = await openBackend(session, work);
    const release = async (): Promise<void> => {
      await files.removeTree(work);
      await lock.release();
    };
    return { backend, store, release };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** State that dies with the job. */
async function temporaryPlace(session: Session): Promise<Place> {
  const dir = join(tmpdir(), `millrace-${session.env.random.uuid()}`);
  const backend = await openBackend(session, dir);
  return { backend, store: null, release: () => rm(dir, { recursive: true, force: true }) };
}

function staysInMemory(session: Session): boolean {
  return /^(hashmap|filesystem)$/.test(session.options.get('state.backend.type') ?? '');
}

/** LevelDB is loaded by the first job that has more state than its budget. */
async function openBackend(session: Session, dir: string): Promise<StateBackend> {
  const { files } = session.env;
  if (staysInMemory(session)) return openMemoryBackend({ files, dir });
  const memoryBytes = backendShare(readJobOptions(session.options).memoryBudgetBytes);
  const { openLevelDb } = await import('../storage/leveldb-backend.js');
  return openLevelDb({ files, dir, memoryBytes });
}
