/** One run of a job's graph, from a restore to an end or a failure. A restart makes another one. */
import { BATCH_ROWS } from '../../core/batch.js';
import type { Env } from '../../core/env.js';
import { Coordinator } from '../checkpoint/coordinator.js';
import { initialProtocolState } from '../checkpoint/protocol.js';
import type { ProtocolConfig } from '../checkpoint/protocol-types.js';
import type { JobOptions } from '../job-options.js';
import { forgetState } from '../state/forget-state.js';
import { tablesShare } from '../state/memory-shares.js';
import { Spill } from '../state/spill.js';
import { StateTables } from '../state/state-tables.js';
import { JobHost } from './job-host.js';
import { buildGraph } from './job-graph.js';
import type { GraphSource, JobGraph } from './job-graph.js';
import type { JobSpec } from './job-spec.js';
import type { Recovery } from './recover-job.js';
import { restoreGraph } from './restore-graph.js';
import { savedPlan } from './saved-job.js';
import { Signal } from './signal.js';
import { SourceSchedule } from './source-schedule.js';

const DEFAULT_INTERVAL_MS = 10_000;
const COMMIT_ATTEMPTS_MAX = 5;
const COMMIT_RETRY_MS = 100;
/** How long rows flow before timers, I/O and signals get their turn. */
const TURN_MS = 5;
/** Longest sleep of a waiting loop: bounds how late a timer is. */
const NAP_MS = 20;

export type ExecutionEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped'; readonly epoch: number }
  | { readonly kind: 'cancelled' };

/** The loop that reads, fires and checkpoints; made by `startExecution`. */
export class Execution {
  readonly spec: JobSpec;
  readonly graph: JobGraph;
  readonly tables: StateTables;
  readonly coordinator: Coordinator;
  readonly #env: Env;
  readonly #schedule: SourceSchedule;
  readonly #signal: Signal;
  readonly #batchRows: number;
  readonly #spill: Spill;
  #isNapping = false;
  #isCancelled = false;
  #isFinishing = false;
  #turnStartMs = 0;
  #rowsIn = 0;

  /** Use `startExecution`. */
  constructor(parts: {
    readonly spec: JobSpec;
    readonly graph: JobGraph;
    readonly tables: StateTables;
    readonly coordinator: Coordinator;
    readonly schedule: SourceSchedule;
    readonly signal: Signal;
    readonly isFinished: boolean;
  }) {
    this.spec = parts.spec;
    this.graph = parts.graph;
    this.tables = parts.tables;
    this.coordinator = parts.coordinator;
    this.#env = parts.spec.env;
    this.#schedule = parts.schedule;
    this.#signal = parts.signal;
    this.#batchRows = Math.min(BATCH_ROWS, parts.spec.batchRows ?? BATCH_ROWS);
    this.#spill = new Spill(parts.tables, parts.spec.env.clock, () => parts.signal.notify());
    this.isFinished = parts.isFinished;
  }

  /** It was restored from the last checkpoint of a finished job. */
  readonly isFinished: boolean;

  /** Rows read in this run. */
  get rowsIn(): number {
    return this.#rowsIn;
  }

  /** Ends the run without a checkpoint as soon as the loop comes round. */
  cancel(): void {
    this.#isCancelled = true;
    for (const { task } of this.graph.operators) task.cancel();
    this.#signal.notify();
  }

  /** Reads, processes and checkpoints to the end. Throws the labelled error of what failed. */
  async run(): Promise<ExecutionEnd> {
    if (this.isFinished) return { kind: 'finished' };
    this.#turnStartMs = this.#env.clock.monotonicMs();
    while (true) {
      if (this.#isCancelled) return { kind: 'cancelled' };
      // Spilled state must not be cut by a barrier: the checkpoint waits.
      if (!this.#spill.isRunning) this.coordinator.poll();
      const end = this.coordinator.end;
      if (end !== null) {
        if (end.kind === 'failed') throw end.error;
        return this.#isFinishing ? { kind: 'finished' } : { kind: 'stopped', epoch: end.epoch };
      }
      this.#fireTimers();
      if (!this.graph.backpressure.isEmpty) await this.graph.backpressure.settle();
      else if (this.#mustWait()) await this.#rest();
      else if (this.coordinator.isEnding || !this.#readSome()) await this.#rest();
      else await this.#afterRows();
    }
  }

  /** False: there is nothing to do until something happens. */
  #readSome(): boolean {
    const turn = this.#schedule.next();
    if (turn === null) return this.#nothingToRead();
    const source = turn.source as GraphSource;
    const isAlone = this.graph.sources.every((other) => other === source || other.hasEnded);
    const rowsLeft = isAlone ? Infinity : turn.rowsMax;
    const taken = source.task.take(this.#batchRows, rowsLeft, this.#env.clock.nowMs());
    if (taken.kind === 'waiting') return source.isIdle;
    if (taken.kind === 'rows') {
      this.#rowsIn += taken.rows;
      if (!isAlone) this.#schedule.read(source, taken.rows);
    }
    return true;
  }

  #nothingToRead(): boolean {
    if (!this.graph.sources.every((source) => source.hasEnded)) return false;
    this.#isFinishing = true;
    // Its outcome is `coordinator.end`.
    this.coordinator.request(true, null).catch(() => undefined);
    return true;
  }

  async #afterRows(): Promise<void> {
    if (!this.graph.backpressure.isEmpty) await this.graph.backpressure.settle();
    this.tables.endBatch();
    const polled = this.spec.onPoll?.(this.#rowsIn);
    if (polled instanceof Promise) await polled;
    const nowMs = this.#env.clock.monotonicMs();
    if (nowMs - this.#turnStartMs < TURN_MS) return;
    await this.#env.clock.sleep(0);
    this.#turnStartMs = this.#env.clock.monotonicMs();
  }

  /** Keeps memory within its budget; true: rows must wait until state has been written. */
  #mustWait(): boolean {
    this.#spill.check();
    if (!this.tables.wantsSpill) return false;
    const isBusy = this.#spill.isRunning || !this.coordinator.canSpill;
    if (!isBusy) this.#spill.start(this.coordinator.epoch);
    else if (this.tables.isFull) this.tables.endBatch();
    return isBusy && this.tables.isFull;
  }

  async #rest(): Promise<void> {
    if (!this.#isNapping) {
      this.#isNapping = true;
      void this.#env.clock.sleep(NAP_MS).then(() => {
        this.#isNapping = false;
        this.#signal.notify();
      });
    }
    await this.#signal.wait();
    this.#turnStartMs = this.#env.clock.monotonicMs();
  }

  #fireTimers(): void {
    let nowMs: number | null = null;
    for (const { task } of this.graph.operators) {
      const dueMs = task.nextTimerMs();
      if (dueMs === Infinity) continue;
      nowMs ??= this.#env.clock.nowMs();
      if (dueMs <= nowMs) task.timer(nowMs);
    }
    for (const watch of this.graph.idleWatches) {
      nowMs ??= this.#env.clock.nowMs();
      const idleSince = nowMs - watch.timeoutMs;
      const isIdle = watch.sources.every(
        ({ task }) => task.hasEnded || (task.isIdle && task.idleSinceMs <= idleSince),
      );
      if (isIdle) watch.output.setIdle(true);
    }
  }

  /**
   * Ends checkpointing, then closes tasks; errors of closing are logged. The backend stays open.
   */
  async close(): Promise<void> {
    this.coordinator.close();
    await this.#spill.close();
    await this.coordinator.settled();
    await closeGraph(this.#env, this.graph);
  }
}

async function closeGraph(env: Env, graph: JobGraph): Promise<void> {
  for (const { task } of [...graph.sources, ...graph.operators, ...graph.sinks]) {
    try {
      await task.close();
    } catch (error) {
      env.log.write('warn', 'closing a task failed', { error });
    }
  }
}

/** Restores everything; the only start path. On an error whatever was opened is closed again. */
export async function startExecution(
  spec: JobSpec,
  options: JobOptions,
  recovery: Recovery,
): Promise<Execution> {
  const { manifest } = recovery;
  const signal = new Signal();
  if (manifest !== null && savedPlan(manifest).isFinished) await forgetState(spec.backend);
  else if (manifest !== null) await spec.backend.restore(recovery.stateDir!, manifest.state);
  const tables = new StateTables(spec.backend, {
    memoryBudgetBytes:
      spec.staysInMemory === true ? Infinity : tablesShare(options.memoryBudgetBytes),
    maxParallelism: options.maxParallelism,
  });
  let epoch = (): number => recovery.epochMax;
  let onAligned = (_task: number, _epoch: number): void => undefined;
  const graph = await buildGraph({
    spec,
    tables,
    manifest,
    notify: () => signal.notify(),
    epoch: () => epoch(),
    onAligned: (task, at) => onAligned(task, at),
  });
  try {
    await restoreGraph(graph, manifest);
  } catch (error) {
    await closeGraph(spec.env, graph);
    throw error;
  }
  const schedule = new SourceSchedule(graph.sources);
  if (manifest !== null && recovery.change === null) schedule.load(savedPlan(manifest).schedule);
  const host = new JobHost({ spec, graph, schedule, rowsBefore: manifest?.rows ?? {} });
  const coordinator = new Coordinator({
    env: spec.env,
    config: protocolConfig(graph, options),
    host,
    backend: spec.backend,
    tables,
    store: spec.store,
    notify: () => signal.notify(),
    initial: initialProtocolState(recovery.epochMax, manifest?.epoch ?? null, recovery.retirable),
  });
  epoch = () => coordinator.epoch;
  onAligned = (task, at) => coordinator.aligned(task, at);
  const isFinished =
    manifest !== null && recovery.change === null && savedPlan(manifest).isFinished;
  return new Execution({ spec, graph, tables, coordinator, schedule, signal, isFinished });
}

function protocolConfig(graph: JobGraph, options: JobOptions): ProtocolConfig {
  const sinks = graph.sinks.map(({ node }) => node.id);
  const intervalMs = options.checkpointIntervalMs;
  return {
    tasks: [...graph.operators.map(({ node }) => node.id), ...sinks],
    sinks,
    intervalMs: intervalMs === undefined ? DEFAULT_INTERVAL_MS : intervalMs,
    minPauseMs: options.checkpointMinPauseMs,
    timeoutMs: options.checkpointTimeoutMs,
    tolerableFailures: options.tolerableFailures,
    retainedCount: options.retainedCount,
    commitAttemptsMax: COMMIT_ATTEMPTS_MAX,
    commitRetryMs: COMMIT_RETRY_MS,
  };
}
