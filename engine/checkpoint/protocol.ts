/**
 * The checkpoint protocol as a pure function: no clock, no I/O. coordinator.ts performs the actions
 * and
 * feeds back events. One checkpoint at a time. A checkpoint that fails before its manifest is
 * published
 * is abandoned: the job goes on and what its sinks prepared is carried into the next manifest, so
 * no row
 * is lost. After publication nothing is undone any more; only the job can fail, and recovery
 * finishes.
 */
import { assertNever } from '../../core/assert.js';
import type {
  CheckpointRequest,
  PreparedCommit,
  ProtocolAction,
  ProtocolConfig,
  ProtocolEvent,
  ProtocolState,
  ProtocolStep,
} from './protocol-types.js';

const PERIODIC: CheckpointRequest = { isLast: false };

/**
 * State after recovery: `epoch` is the highest number ever used, `retirable` what is in the store.
 */
export function initialProtocolState(
  epoch: number,
  durable: number | null,
  retirable: readonly number[],
): ProtocolState {
  return {
    phase: 'idle',
    epoch,
    durable,
    request: PERIODIC,
    queued: null,
    startedMs: 0,
    aligning: [],
    preparing: [],
    isWriting: false,
    isSnapshotting: false,
    prepared: [],
    carried: [],
    committing: [],
    published: [],
    retirable,
    failures: 0,
    reason: '',
  };
}

/** What to do first: arms the timer of periodic checkpoints. */
export function openingActions(
  config: ProtocolConfig,
  state: ProtocolState,
  nowMs: number,
): ProtocolAction[] {
  if (config.intervalMs === null) return [];
  return [{ kind: 'arm', timer: 'due', epoch: state.epoch, atMs: nowMs + config.intervalMs }];
}

/** Next state and the actions to perform, in order. `nowMs` is monotonic time. */
export function protocolStep(
  config: ProtocolConfig,
  state: ProtocolState,
  event: ProtocolEvent,
  nowMs: number,
): ProtocolStep {
  if (state.phase === 'closed') return { state, actions: [] };
  switch (event.kind) {
    case 'close':
      return { state: { ...state, phase: 'closed' }, actions: [] };
    case 'due':
      return state.phase === 'idle' ? start(config, state, PERIODIC, nowMs) : ignore(state);
    case 'request':
      return onRequest(config, state, event.request, nowMs);
    case 'retired':
      return onRetired(config, state, event.epochs, nowMs);
    default:
      return event.epoch === state.epoch ? onCurrent(config, state, event, nowMs) : ignore(state);
  }
}

type CurrentEvent = Exclude<ProtocolEvent, { kind: 'close' | 'due' | 'request' | 'retired' }>;

function onCurrent(
  config: ProtocolConfig,
  state: ProtocolState,
  event: CurrentEvent,
  nowMs: number,
): ProtocolStep {
  switch (event.kind) {
    case 'aligned':
      return onAligned(config, state, event.task);
    case 'prepared':
      return onPrepared(state, event.sink, event.committable);
    case 'prepareFailed':
      return failJob(state, `sink ${event.sink} cannot prepare: ${event.reason}`);
    case 'stateWritten':
      return onProgress({ ...state, isWriting: false });
    case 'stateFailed':
      return abandon(
        config,
        { ...state, isWriting: false },
        `state cannot be written: ${event.reason}`,
        nowMs,
      );
    case 'snapshotTaken':
      return onSnapshot(state);
    case 'snapshotFailed':
      return abandon(
        config,
        { ...state, isSnapshotting: false },
        `snapshot failed: ${event.reason}`,
        nowMs,
      );
    case 'published':
      return onPublished(config, state);
    case 'publishFailed':
      return abandon(config, state, `publishing failed: ${event.reason}`, nowMs);
    case 'committed':
      return onCommitted(state, event.sink);
    case 'commitFailed':
      return onCommitFailed(config, state, event.sink, event.reason);
    case 'acknowledged':
      return onAcknowledged(config, state, nowMs);
    case 'discarded':
      return onDiscarded(config, state, nowMs);
    case 'timeout':
      return onTimeout(config, state, nowMs);
    default:
      return assertNever(event);
  }
}

function ignore(state: ProtocolState): ProtocolStep {
  return { state, actions: [] };
}

function onRequest(
  config: ProtocolConfig,
  state: ProtocolState,
  request: CheckpointRequest,
  nowMs: number,
): ProtocolStep {
  if (state.phase === 'idle') return start(config, state, request, nowMs);
  return ignore({ ...state, queued: merged(state.queued, request) });
}

function merged(a: CheckpointRequest | null, b: CheckpointRequest): CheckpointRequest {
  if (a === null) return b;
  return { isLast: a.isLast || b.isLast };
}

function start(
  config: ProtocolConfig,
  state: ProtocolState,
  request: CheckpointRequest,
  nowMs: number,
): ProtocolStep {
  const epoch = state.epoch + 1;
  return {
    state: {
      ...state,
      phase: 'aligning',
      epoch,
      request,
      queued: null,
      startedMs: nowMs,
      aligning: config.tasks,
      preparing: [],
      prepared: [],
      committing: [],
      reason: '',
    },
    actions: [
      { kind: 'arm', timer: 'timeout', epoch, atMs: nowMs + config.timeoutMs },
      { kind: 'injectBarrier', epoch },
    ],
  };
}

function onAligned(config: ProtocolConfig, state: ProtocolState, task: number): ProtocolStep {
  if (state.phase !== 'aligning') return ignore(state);
  const epoch = state.epoch;
  const actions: ProtocolAction[] = [];
  const isSink = config.sinks.includes(task);
  if (isSink) actions.push({ kind: 'prepare', epoch, sink: task });
  const aligning = state.aligning.filter((id) => id !== task);
  const preparing = isSink ? [...state.preparing, task] : state.preparing;
  if (aligning.length > 0) return { state: { ...state, aligning, preparing }, actions };
  actions.push({ kind: 'freeze', epoch }, { kind: 'resume', epoch }, { kind: 'writeState', epoch });
  return { state: { ...state, phase: 'writing', aligning, preparing, isWriting: true }, actions };
}

function onPrepared(
  state: ProtocolState,
  sink: number,
  committable: PreparedCommit['committable'],
): ProtocolStep {
  const preparing = state.preparing.filter((id) => id !== sink);
  const prepared =
    committable === null
      ? state.prepared
      : [...state.prepared, { epoch: state.epoch, sink, committable }];
  return onProgress({ ...state, preparing, prepared });
}

/** One of the asynchronous parts before publication has ended: is it the last one? */
function onProgress(state: ProtocolState): ProtocolStep {
  const isSettled = state.preparing.length === 0 && !state.isWriting && !state.isSnapshotting;
  if (!isSettled) return ignore(state);
  const epoch = state.epoch;
  if (state.phase === 'abandoning') return { state, actions: [{ kind: 'discard', epoch }] };
  if (state.phase !== 'writing') return ignore(state);
  return {
    state: { ...state, phase: 'snapshotting', isSnapshotting: true },
    actions: [{ kind: 'snapshot', epoch }],
  };
}

function onSnapshot(state: ProtocolState): ProtocolStep {
  const next = { ...state, isSnapshotting: false };
  if (state.phase !== 'snapshotting') return onProgress(next);
  const published = [...state.carried, ...state.prepared];
  return {
    state: { ...next, phase: 'publishing', published },
    actions: [{ kind: 'publish', epoch: state.epoch, committables: published }],
  };
}

/** The durable point is behind us. */
function onPublished(config: ProtocolConfig, state: ProtocolState): ProtocolStep {
  const epoch = state.epoch;
  const sinks = config.sinks.filter((sink) => state.published.some((item) => item.sink === sink));
  const next: ProtocolState = {
    ...state,
    phase: 'committing',
    durable: epoch,
    failures: 0,
    carried: [],
    prepared: [],
    committing: sinks.map((sink) => ({ sink, attempt: 1 })),
    retirable: [...state.retirable, epoch],
  };
  if (sinks.length === 0) return acknowledge(next);
  return { state: next, actions: sinks.map((sink) => commitAction(next, sink, 0)) };
}

function commitAction(state: ProtocolState, sink: number, delayMs: number): ProtocolAction {
  const committables = state.published.filter((item) => item.sink === sink);
  return { kind: 'commit', epoch: state.epoch, sink, delayMs, committables };
}

function onCommitted(state: ProtocolState, sink: number): ProtocolStep {
  const committing = state.committing.filter((entry) => entry.sink !== sink);
  const next = { ...state, committing };
  return committing.length === 0 ? acknowledge(next) : ignore(next);
}

function acknowledge(state: ProtocolState): ProtocolStep {
  return {
    state: { ...state, phase: 'acknowledging', published: [] },
    actions: [{ kind: 'acknowledge', epoch: state.epoch }],
  };
}

function onCommitFailed(
  config: ProtocolConfig,
  state: ProtocolState,
  sink: number,
  reason: string,
): ProtocolStep {
  const attempt = state.committing.find((entry) => entry.sink === sink)?.attempt ?? 1;
  if (attempt >= config.commitAttemptsMax) {
    return failJob(state, `sink ${sink} cannot commit after ${attempt} attempts: ${reason}`);
  }
  const committing = state.committing.map((entry) =>
    entry.sink === sink ? { sink, attempt: attempt + 1 } : entry,
  );
  const delayMs = config.commitRetryMs * 2 ** (attempt - 1);
  return { state: { ...state, committing }, actions: [commitAction(state, sink, delayMs)] };
}

function onAcknowledged(config: ProtocolConfig, state: ProtocolState, nowMs: number): ProtocolStep {
  const completed: ProtocolAction = { kind: 'completed', epoch: state.epoch };
  const surplus = Math.max(0, state.retirable.length - config.retainedCount);
  if (surplus === 0) return after(completed, finish(config, state, nowMs));
  const epochs = state.retirable.slice(0, surplus);
  return {
    state: { ...state, phase: 'retiring' },
    actions: [completed, { kind: 'retire', epochs }],
  };
}

function onRetired(
  config: ProtocolConfig,
  state: ProtocolState,
  epochs: readonly number[],
  nowMs: number,
): ProtocolStep {
  if (state.phase !== 'retiring') return ignore(state);
  const retirable = state.retirable.filter((epoch) => !epochs.includes(epoch));
  return finish(config, { ...state, retirable }, nowMs);
}

function after(first: ProtocolAction, step: ProtocolStep): ProtocolStep {
  return { state: step.state, actions: [first, ...step.actions] };
}

/** The checkpoint is complete. */
function finish(config: ProtocolConfig, state: ProtocolState, nowMs: number): ProtocolStep {
  if (!state.request.isLast) return goOn(config, state, nowMs);
  return { state: { ...state, phase: 'closed' }, actions: [{ kind: 'end', epoch: state.epoch }] };
}

function goOn(config: ProtocolConfig, state: ProtocolState, nowMs: number): ProtocolStep {
  if (state.queued !== null) return start(config, state, state.queued, nowMs);
  const idle: ProtocolState = { ...state, phase: 'idle' };
  if (config.intervalMs === null) return ignore(idle);
  const atMs = Math.max(state.startedMs + config.intervalMs, nowMs + config.minPauseMs);
  return { state: idle, actions: [{ kind: 'arm', timer: 'due', epoch: state.epoch, atMs }] };
}

function onTimeout(config: ProtocolConfig, state: ProtocolState, nowMs: number): ProtocolStep {
  switch (state.phase) {
    case 'aligning':
    case 'writing':
    case 'snapshotting':
      return abandon(config, state, `timeout in phase ${state.phase}`, nowMs);
    case 'abandoning':
      return failJob(state, `${state.reason}; what was in flight never ended`);
    default:
      return ignore(state);
  }
}

function abandon(
  config: ProtocolConfig,
  state: ProtocolState,
  reason: string,
  nowMs: number,
): ProtocolStep {
  if (state.phase === 'abandoning') return onProgress(state);
  const epoch = state.epoch;
  const actions: ProtocolAction[] = [
    { kind: 'arm', timer: 'timeout', epoch, atMs: nowMs + config.timeoutMs },
  ];
  if (state.phase === 'aligning') actions.push({ kind: 'resume', epoch });
  const step = onProgress({ ...state, phase: 'abandoning', aligning: [], published: [], reason });
  return { state: step.state, actions: [...actions, ...step.actions] };
}

function onDiscarded(config: ProtocolConfig, state: ProtocolState, nowMs: number): ProtocolStep {
  if (state.phase !== 'abandoning') return ignore(state);
  const failures = state.failures + 1;
  if (failures > config.tolerableFailures) {
    const tolerated = `${failures} in a row, ${config.tolerableFailures} tolerated`;
    return failJob(state, `${state.reason} (${tolerated})`);
  }
  const queued = state.request.isLast ? merged(state.queued, state.request) : state.queued;
  const next: ProtocolState = {
    ...state,
    failures,
    queued,
    carried: [...state.carried, ...state.prepared],
    prepared: [],
  };
  const notice: ProtocolAction = { kind: 'abandoned', epoch: state.epoch, reason: state.reason };
  return after(notice, goOn(config, next, nowMs));
}

function failJob(state: ProtocolState, reason: string): ProtocolStep {
  return {
    state: { ...state, phase: 'closed', reason },
    actions: [{ kind: 'failJob', epoch: state.epoch, reason }],
  };
}
