/**
 * Performs the actions of the checkpoint protocol and feeds back what came of them. Everything that
 * happens is queued and handled in `poll`, which the job loop calls between batches: a barrier is
 * never
 * injected while a row is on its way.
 */
import { assertNever } from '../../core/assert.js';
import type { Env } from '../../core/env.js';
import { CheckpointError, MillraceError } from '../../core/errors.js';
import type { SnapshotFiles, StateBackend } from '../../storage/backend.js';
import type { CheckpointStore } from '../../storage/checkpoint-store.js';
import type { CheckpointMetrics } from '../metrics.js';
import type { FrozenState } from '../state/frozen-state.js';
import type { StateTables } from '../state/state-tables.js';
import { checkpointMetrics, CompletedCheckpoints } from './checkpoint-metrics.js';
import type { CheckpointHost } from './checkpoint-host.js';
import { exportSavepoint } from './export-savepoint.js';
import { CheckpointWaiters } from './checkpoint-waiters.js';
import { openingActions, protocolStep } from './protocol.js';
import type {
  PreparedCommit,
  ProtocolAction,
  ProtocolConfig,
  ProtocolEvent,
  ProtocolState,
} from './protocol-types.js';

export interface CoordinatorParts {
  readonly env: Env;
  readonly config: ProtocolConfig;
  readonly initial: ProtocolState;
  readonly host: CheckpointHost;
  readonly backend: StateBackend;
  readonly tables: StateTables;
  /** null: rounds of commits without anything durable. */
  readonly store: CheckpointStore | null;
  /** Wakes the job loop. */
  readonly notify: () => void;
}

export type CoordinatorEnd =
  | { readonly kind: 'ended'; readonly epoch: number }
  | { readonly kind: 'failed'; readonly error: MillraceError };

/** One job's checkpoints; see the header. */
export class Coordinator {
  readonly #parts: CoordinatorParts;
  readonly #mailbox: ProtocolEvent[] = [];
  readonly #timers = new Map<
    'due' | 'timeout',
    { readonly epoch: number; readonly atMs: number }
  >();
  #state: ProtocolState;
  readonly #waiters = new CheckpointWaiters();
  readonly #inFlight = new Set<Promise<void>>();
  #frozen: FrozenState | null = null;
  #snapshot: SnapshotFiles | null = null;
  /** The checkpoint is that of a finished job. */
  #isLast = false;
  #startedMs = 0;
  #pauseMs = 0;
  /** Of the last thing that failed. */
  #cause: unknown = undefined;
  #end: CoordinatorEnd | null = null;
  #isEnding = false;
  readonly completed = new CompletedCheckpoints();
  abandoned = 0;

  constructor(parts: CoordinatorParts) {
    this.#parts = parts;
    this.#state = parts.initial;
    for (const action of openingActions(
      parts.config,
      parts.initial,
      parts.env.clock.monotonicMs(),
    )) {
      this.#perform(action);
    }
  }

  /** Set once the last checkpoint is complete, or the job has to fail. */
  get end(): CoordinatorEnd | null {
    return this.#end;
  }
  /** A last checkpoint was asked for: no more rows. */
  get isEnding(): boolean {
    return this.#isEnding;
  }
  /** Of the running or last checkpoint. */
  get epoch(): number {
    return this.#state.epoch;
  }
  get durable(): number | null {
    return this.#state.durable;
  }

  /** May state be written outside a checkpoint now? Not between the cut and its snapshot. */
  get canSpill(): boolean {
    const phase = this.#state.phase;
    return (
      phase !== 'aligning' &&
      phase !== 'writing' &&
      phase !== 'snapshotting' &&
      phase !== 'abandoning'
    );
  }

  /**
   * Resolves when a checkpoint that begins after this call is complete (and written to
   * `savepoint`);
   * rejects with CheckpointError when it is abandoned. `isLast`: the job ends with it.
   */
  request(isLast: boolean, savepoint: string | null): Promise<CheckpointMetrics> {
    return new Promise((resolve, reject) => {
      if (this.#state.phase === 'closed') {
        reject(closedError());
        return;
      }
      if (isLast) this.#isEnding = true;
      this.#waiters.add({ savepoint, resolve, reject });
      this.#post({ kind: 'request', request: { isLast } });
    });
  }

  /** A task has the barrier on all inputs. */
  aligned(task: number, epoch: number): void {
    this.#post({ kind: 'aligned', epoch, task });
  }

  /** Handles what has happened. Call between batches; throws what cutting the state throws. */
  poll(): void {
    this.#expireTimers();
    for (let event = this.#mailbox.shift(); event !== undefined; event = this.#mailbox.shift()) {
      const nowMs = this.#parts.env.clock.monotonicMs();
      const step = protocolStep(this.#parts.config, this.#state, event, nowMs);
      this.#state = step.state;
      for (const action of step.actions) this.#perform(action);
    }
  }

  /** The job is over: nothing more is done, who waits is told. */
  close(): void {
    this.#state = protocolStep(this.#parts.config, this.#state, { kind: 'close' }, 0).state;
    this.#frozen?.abandon();
    this.#waiters.rejectAll(closedError());
  }

  /**
   * After `close`: resolves when nothing of ours touches backend, store, sinks or sources any more.
   */
  async settled(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  #start(work: Promise<void>): void {
    this.#inFlight.add(work);
    void work.finally(() => this.#inFlight.delete(work));
  }

  #post(event: ProtocolEvent): void {
    this.#mailbox.push(event);
    this.#parts.notify();
  }

  #expireTimers(): void {
    const nowMs = this.#parts.env.clock.monotonicMs();
    for (const [timer, { epoch, atMs }] of this.#timers) {
      if (nowMs < atMs) continue;
      this.#timers.delete(timer);
      this.#post(timer === 'due' ? { kind: 'due' } : { kind: 'timeout', epoch });
    }
  }

  #perform(action: ProtocolAction): void {
    switch (action.kind) {
      case 'arm':
        this.#timers.set(action.timer, action);
        break;
      case 'injectBarrier':
        this.#inject(action.epoch);
        break;
      case 'prepare':
        this.#start(this.#prepare(action.epoch, action.sink));
        break;
      case 'freeze':
        this.#freeze(action.epoch);
        break;
      case 'writeState':
        this.#start(this.#writeState(action.epoch));
        break;
      case 'resume':
        this.#resume(action.epoch);
        break;
      case 'snapshot':
        this.#start(this.#takeSnapshot(action.epoch));
        break;
      case 'publish':
        this.#start(this.#publish(action.epoch, action.committables));
        break;
      case 'commit':
        this.#start(this.#commit(action.epoch, action.sink, action.committables, action.delayMs));
        break;
      case 'acknowledge':
        this.#start(this.#acknowledge(action.epoch));
        break;
      case 'retire':
        this.#start(this.#retire(action.epochs));
        break;
      case 'discard':
        this.#start(this.#discard(action.epoch));
        break;
      case 'completed':
        this.#complete(action.epoch);
        break;
      case 'abandoned':
        this.#abandon(action.epoch, action.reason);
        break;
      case 'end':
        this.#end = { kind: 'ended', epoch: action.epoch };
        break;
      case 'failJob':
        this.#fail(action.epoch, action.reason);
        break;
      default:
        assertNever(action);
    }
  }

  #inject(epoch: number): void {
    this.#startedMs = this.#parts.env.clock.monotonicMs();
    this.#snapshot = null;
    this.#waiters.begin();
    this.#parts.host.injectBarrier(epoch);
  }

  #resume(epoch: number): void {
    this.#parts.host.resume(epoch);
    this.#pauseMs = this.#parts.env.clock.monotonicMs() - this.#startedMs;
  }

  /** The sink's cut is synchronous: before the first await. */
  async #prepare(epoch: number, sink: number): Promise<void> {
    try {
      const committable = await this.#parts.host.prepare(sink, epoch);
      this.#post({ kind: 'prepared', epoch, sink, committable });
    } catch (error) {
      this.#post({ kind: 'prepareFailed', epoch, sink, reason: this.#note(error) });
    }
  }

  #freeze(epoch: number): void {
    this.#isLast = this.#parts.host.cut(epoch);
    if (this.#parts.store === null || this.#isLast) return;
    this.#frozen = this.#parts.tables.freeze(epoch);
  }

  async #writeState(epoch: number): Promise<void> {
    try {
      await this.#frozen?.write(() => this.#parts.env.clock.sleep(0));
      this.#frozen = null;
      this.#post({ kind: 'stateWritten', epoch });
    } catch (error) {
      this.#frozen = null;
      this.#post({ kind: 'stateFailed', epoch, reason: this.#note(error) });
    }
  }

  async #takeSnapshot(epoch: number): Promise<void> {
    const { store, backend } = this.#parts;
    if (store === null) {
      this.#post({ kind: 'snapshotTaken', epoch });
      return;
    }
    try {
      const into = await store.begin(epoch);
      this.#snapshot = this.#isLast
        ? { backend: backend.name, epoch, files: [] }
        : await backend.snapshot(epoch, into);
      this.#post({ kind: 'snapshotTaken', epoch });
    } catch (error) {
      this.#post({ kind: 'snapshotFailed', epoch, reason: this.#note(error) });
    }
  }

  async #publish(epoch: number, committables: readonly PreparedCommit[]): Promise<void> {
    const { store, host } = this.#parts;
    try {
      if (store !== null) await store.publish(host.manifest(epoch, committables, this.#snapshot!));
      this.#post({ kind: 'published', epoch });
    } catch (error) {
      this.#post({ kind: 'publishFailed', epoch, reason: this.#note(error) });
    }
  }

  async #commit(
    epoch: number,
    sink: number,
    committables: readonly PreparedCommit[],
    delayMs: number,
  ): Promise<void> {
    if (delayMs > 0) await this.#parts.env.clock.sleep(delayMs);
    if (this.#state.phase === 'closed') return;
    try {
      await this.#parts.host.commit(
        sink,
        committables.map((item) => item.committable),
      );
      this.#post({ kind: 'committed', epoch, sink });
    } catch (error) {
      this.#post({ kind: 'commitFailed', epoch, sink, reason: this.#note(error) });
    }
  }

  /** Savepoints are copied here, while nothing can retire the checkpoint. */
  async #acknowledge(epoch: number): Promise<void> {
    await this.#waiters.writeSavepoints((dir) => exportSavepoint(this.#parts.store, epoch, dir));
    try {
      await this.#parts.host.acknowledge(epoch);
    } catch (error) {
      // The offset is in the manifest: a source that did not hear of it only remembers too much.
      this.#warn(`source did not take the acknowledgement of checkpoint ${epoch}`, error);
    }
    this.#post({ kind: 'acknowledged', epoch });
  }

  async #retire(epochs: readonly number[]): Promise<void> {
    const gone: number[] = [];
    for (const epoch of epochs) {
      try {
        await this.#parts.store?.remove(epoch);
        gone.push(epoch);
      } catch (error) {
        this.#warn(`checkpoint ${epoch} cannot be removed, will be tried again`, error);
      }
    }
    this.#post({ kind: 'retired', epochs: gone });
  }

  async #discard(epoch: number): Promise<void> {
    try {
      await this.#parts.store?.remove(epoch);
    } catch (error) {
      // What is left is either no checkpoint (start-up collects it) or a whole and consistent one.
      this.#warn(`what is left of checkpoint ${epoch} cannot be removed`, error);
    }
    this.#post({ kind: 'discarded', epoch });
  }

  #complete(epoch: number): void {
    const durationMs = this.#parts.env.clock.monotonicMs() - this.#startedMs;
    const files = this.#snapshot?.files ?? [];
    const metrics = checkpointMetrics(epoch, durationMs, this.#pauseMs, files);
    this.completed.add(metrics);
    this.#waiters.complete(metrics);
  }

  #abandon(epoch: number, reason: string): void {
    this.abandoned++;
    this.#warn(`checkpoint ${epoch} abandoned: ${reason}`, this.#cause);
    // A last checkpoint is tried again by the protocol: who waits for it waits on.
    if (this.#isEnding) this.#waiters.requeue();
    else this.#waiters.rejectRunning(this.#failure(epoch, reason));
  }

  #fail(epoch: number, reason: string): void {
    const error = this.#failure(epoch, reason);
    this.#end = { kind: 'failed', error };
    this.#waiters.rejectAll(error);
  }

  #failure(epoch: number, reason: string): MillraceError {
    const cause = this.#cause;
    if (cause instanceof MillraceError && !(cause instanceof CheckpointError)) return cause;
    return new CheckpointError('CHECKPOINT_FAILED', {
      message: `checkpoint ${epoch} failed: ${reason}`,
      cause,
      hint: cause instanceof MillraceError ? cause.hint : undefined,
    });
  }

  /** Keeps the error for the report; gives its text. */
  #note(error: unknown): string {
    this.#cause = error;
    return error instanceof Error ? error.message : String(error);
  }

  #warn(message: string, error: unknown): void {
    this.#parts.env.log.write('warn', message, { error });
  }
}

function closedError(): CheckpointError {
  return new CheckpointError('JOB_ENDED', {
    message: 'the job ended before the checkpoint was complete',
    blame: 'user',
    hint: 'checkpoints can be asked for while the job runs',
  });
}
