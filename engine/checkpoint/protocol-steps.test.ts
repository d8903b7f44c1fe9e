import test from 'ava';
import { initialProtocolState, openingActions, protocolStep } from './protocol.js';
import type {
  ProtocolAction,
  ProtocolConfig,
  ProtocolEvent,
  ProtocolState,
} from './protocol-types.js';

const config: ProtocolConfig = {
  tasks: [2, 3],
  sinks: [2, 3],
  intervalMs: 1000,
  minPauseMs: 100,
  timeoutMs: 5000,
  tolerableFailures: 1,
  retainedCount: 1,
  commitAttemptsMax: 2,
  commitRetryMs: 10,
};

function run(
  first: ProtocolState,
  events: readonly ProtocolEvent[],
  own = config,
): { state: ProtocolState; actions: ProtocolAction[] } {
  let state = first;
  let actions: ProtocolAction[] = [];
  for (const event of events)
    ({ state, actions } = { ...protocolStep(own, state, event, 50) } as {
      state: ProtocolState;
      actions: ProtocolAction[];
    });
  return { state, actions };
}

test('the actions of a checkpoint come in the promised order', (t) => {
  let state = initialProtocolState(0, null, []);
  const kinds: string[] = [];
  const events: ProtocolEvent[] = [
    { kind: 'due' },
    { kind: 'aligned', epoch: 1, task: 2 },
    { kind: 'aligned', epoch: 1, task: 3 },
    { kind: 'stateWritten', epoch: 1 },
    { kind: 'prepared', epoch: 1, sink: 2, committable: 'a' },
    { kind: 'prepared', epoch: 1, sink: 3, committable: null },
    { kind: 'snapshotTaken', epoch: 1 },
    { kind: 'published', epoch: 1 },
    { kind: 'committed', epoch: 1, sink: 2 },
    { kind: 'acknowledged', epoch: 1 },
  ];
  for (const event of events) {
    const step = protocolStep(config, state, event, 0);
    state = step.state;
    kinds.push(...step.actions.map((action) => action.kind));
  }
  t.deepEqual(kinds, [
    'arm',
    'injectBarrier',
    'prepare',
    'prepare',
    'freeze',
    'resume',
    'writeState',
    'snapshot',
    'publish',
    'commit',
    'acknowledge',
    'completed',
    'arm',
  ]);
});

test('the next periodic checkpoint respects interval and pause', (t) => {
  const idle = initialProtocolState(0, null, []);
  t.deepEqual(openingActions(config, idle, 7), [
    { kind: 'arm', timer: 'due', epoch: 0, atMs: 1007 },
  ]);
  t.deepEqual(openingActions({ ...config, intervalMs: null }, idle, 7), []);
  const base: ProtocolState = { ...idle, phase: 'acknowledging', epoch: 1, startedMs: 20 };
  const at = (own: ProtocolConfig): unknown =>
    run(base, [{ kind: 'acknowledged', epoch: 1 }], own).actions.at(-1);
  t.like(at(config), { kind: 'arm', timer: 'due', atMs: 1020 });
  t.like(at({ ...config, minPauseMs: 3000 }), { kind: 'arm', timer: 'due', atMs: 3050 });
});

test('a timeout after the manifest may be durable does nothing', (t) => {
  for (const phase of ['publishing', 'committing', 'acknowledging', 'retiring'] as const) {
    const state: ProtocolState = { ...initialProtocolState(4, 3, [3]), phase };
    t.deepEqual(protocolStep(config, state, { kind: 'timeout', epoch: 4 }, 0), {
      state,
      actions: [],
    });
  }
});

test('more abandoned checkpoints than tolerated fail the job', (t) => {
  const state: ProtocolState = {
    ...initialProtocolState(4, 3, [3]),
    phase: 'abandoning',
    failures: 1,
    reason: 'full disk',
  };
  const { actions } = run(state, [{ kind: 'discarded', epoch: 4 }]);
  t.deepEqual(actions, [
    { kind: 'failJob', epoch: 4, reason: 'full disk (2 in a row, 1 tolerated)' },
  ]);
});

test('stop is tried again when its checkpoint is abandoned', (t) => {
  const state: ProtocolState = {
    ...initialProtocolState(4, 3, [3]),
    phase: 'abandoning',
    request: { isLast: true },
    reason: 'r',
  };
  const step = run(state, [{ kind: 'discarded', epoch: 4 }]);
  t.deepEqual(
    step.actions.map((action) => action.kind),
    ['abandoned', 'arm', 'injectBarrier'],
  );
  t.true(step.state.request.isLast);
});

test('a barrier of an abandoned checkpoint is ignored', (t) => {
  const due: ProtocolEvent = { kind: 'due' };
  const { state, actions } = run(initialProtocolState(0, null, []), [
    due,
    { kind: 'timeout', epoch: 1 },
  ]);
  t.deepEqual(
    actions.map((action) => action.kind),
    ['arm', 'resume', 'discard'],
  );
  const late: ProtocolEvent = { kind: 'aligned', epoch: 1, task: 2 };
  t.deepEqual(protocolStep(config, state, late, 0), { state, actions: [] });
  const second = run(state, [{ kind: 'discarded', epoch: 1 }, due]).state;
  t.deepEqual(protocolStep(config, second, late, 0), { state: second, actions: [] });
});
