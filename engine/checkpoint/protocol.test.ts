import test from 'ava';
import { assertNever } from '../../core/assert.js';
import { EngineBug } from '../../core/errors.js';
import { initialProtocolState, protocolStep } from './protocol.js';
import type {
  PreparedCommit,
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

/** What the world outside the protocol holds: durable things, and answers still to come. */
interface World {
  readonly state: ProtocolState;
  /** Each entry: the ways one action in flight may answer. */
  readonly inFlight: readonly (readonly ProtocolEvent[])[];
  readonly prepared: readonly string[];
  readonly committed: readonly string[];
  /**
   * Checkpoints a recovery may find, oldest first. `isCertain` false: publication failed halfway.
   */
  readonly manifests: readonly {
    readonly epoch: number;
    readonly items: readonly string[];
    readonly isCertain: boolean;
  }[];
  readonly requests: number;
  readonly waiting: boolean;
}

const itemName = (item: { epoch: number; sink: number }): string => `${item.epoch}/${item.sink}`;

/** Barriers end with the alignment (for late ones see 'a barrier of an abandoned checkpoint'). */
const isNotStale = (events: readonly ProtocolEvent[]): boolean => events[0]!.kind !== 'aligned';

function perform(world: World, action: ProtocolAction): World {
  const answer = (...events: ProtocolEvent[]): World => ({
    ...world,
    inFlight: [...world.inFlight, events],
  });
  switch (action.kind) {
    case 'injectBarrier': {
      if (world.inFlight.some(isNotStale))
        throw new EngineBug('a second checkpoint while one is in flight');
      const aligned = config.tasks.map((task): ProtocolEvent[] => [
        { kind: 'aligned', epoch: action.epoch, task },
      ]);
      return { ...world, inFlight: [...world.inFlight, ...aligned] };
    }
    case 'prepare': {
      const { epoch, sink } = action;
      const empty: ProtocolEvent[] =
        sink === 3 ? [{ kind: 'prepared', epoch, sink, committable: null }] : [];
      return answer({ kind: 'prepared', epoch, sink, committable: 'x' }, ...empty, {
        kind: 'prepareFailed',
        epoch,
        sink,
        reason: 'r',
      });
    }
    case 'writeState':
      return answer(
        { kind: 'stateWritten', epoch: action.epoch },
        { kind: 'stateFailed', epoch: action.epoch, reason: 'r' },
      );
    case 'snapshot':
      return answer(
        { kind: 'snapshotTaken', epoch: action.epoch },
        { kind: 'snapshotFailed', epoch: action.epoch, reason: 'r' },
      );
    case 'publish':
      return performPublish(world, action.epoch, action.committables);
    case 'commit':
      return performCommit(world, action.epoch, action.sink, action.committables);
    case 'acknowledge': {
      const open = world.manifests.at(-1)!.items.filter((item) => !world.committed.includes(item));
      if (open.length > 0) throw new EngineBug(`acknowledged before ${open.join()} was committed`);
      return answer({ kind: 'acknowledged', epoch: action.epoch });
    }
    case 'retire':
      return performRetire(world, action.epochs);
    case 'discard':
      return {
        ...answer({ kind: 'discarded', epoch: action.epoch }),
        manifests: world.manifests.filter((m) => m.epoch !== action.epoch),
      };
    case 'completed':
    case 'abandoned':
    case 'end':
      return { ...world, waiting: false };
    case 'failJob':
      return { ...world, waiting: false, inFlight: [] };
    case 'resume':
      return { ...world, inFlight: world.inFlight.filter(isNotStale) };
    case 'arm':
    case 'freeze':
      return world;
    default:
      return assertNever(action);
  }
}

function performCommit(
  world: World,
  epoch: number,
  sink: number,
  committables: readonly PreparedCommit[],
): World {
  const manifest = world.manifests.find((m) => m.epoch === epoch);
  if (manifest?.isCertain !== true) throw new EngineBug(`commit of ${epoch} before it is durable`);
  for (const item of committables) {
    if (!manifest.items.includes(itemName(item))) {
      throw new EngineBug('commit of what the manifest lacks');
    }
  }
  const answers: ProtocolEvent[] = [
    { kind: 'committed', epoch, sink },
    { kind: 'commitFailed', epoch, sink, reason: 'r' },
  ];
  return { ...world, inFlight: [...world.inFlight, answers] };
}

function performPublish(
  world: World,
  epoch: number,
  committables: readonly PreparedCommit[],
): World {
  if (world.inFlight.some(isNotStale))
    throw new EngineBug('published while something is in flight');
  const items = committables.map(itemName);
  return {
    ...world,
    inFlight: [
      ...world.inFlight,
      [
        { kind: 'published', epoch },
        { kind: 'publishFailed', epoch, reason: 'r' },
      ],
    ],
    manifests: [...world.manifests, { epoch, items, isCertain: false }],
  };
}

function performRetire(world: World, epochs: readonly number[]): World {
  const manifests = world.manifests.filter((m) => !epochs.includes(m.epoch));
  if (!manifests.some((m) => m.isCertain)) throw new EngineBug('retired the only good checkpoint');
  return {
    ...world,
    manifests,
    inFlight: [
      ...world.inFlight,
      [
        { kind: 'retired', epochs },
        { kind: 'retired', epochs: [] },
      ],
    ],
  };
}

/** What the event says about the world, before the protocol hears of it. */
function happen(world: World, event: ProtocolEvent): World {
  if (event.kind === 'prepared' && event.committable !== null) {
    return { ...world, prepared: [...world.prepared, itemName(event)].sort() };
  }
  if (event.kind === 'published') {
    const manifests = world.manifests.map((m) =>
      m.epoch === event.epoch ? { ...m, isCertain: true } : m,
    );
    return { ...world, manifests };
  }
  if (event.kind === 'committed') {
    const items = world.manifests.at(-1)!.items.filter((item) => item.endsWith(`/${event.sink}`));
    return { ...world, committed: [...new Set([...world.committed, ...items])].sort() };
  }
  return world;
}

/** A crash here must lose nothing and double nothing, whichever manifest survives. */
function checkRecovery(world: World): void {
  const certain = world.manifests.filter((m) => m.isCertain).at(-1);
  const candidates = world.manifests.filter((m) => m.epoch >= (certain?.epoch ?? 0));
  if (certain === undefined && world.committed.length > 0)
    throw new EngineBug('committed, yet nothing durable');
  for (const manifest of candidates) {
    const covered = world.prepared.filter((item) => Number(item.split('/')[0]) <= manifest.epoch);
    for (const item of covered) {
      const isKept = world.committed.includes(item) || manifest.items.includes(item);
      if (!isKept) throw new EngineBug(`rows ${item} lost when recovering ${manifest.epoch}`);
    }
    for (const item of world.committed) {
      if (Number(item.split('/')[0]) > manifest.epoch) throw new EngineBug(`rows ${item} doubled`);
    }
  }
}

function checkLiveness(world: World): void {
  if (world.state.phase === 'idle' || world.state.phase === 'closed') return;
  if (world.inFlight.length === 0) throw new EngineBug(`stuck in ${world.state.phase}`);
}

function advance(world: World, event: ProtocolEvent): World {
  const step = protocolStep(config, world.state, event, 0);
  let next = { ...happen(world, event), state: step.state };
  for (const action of step.actions) {
    checkRecovery(next);
    next = perform(next, action);
  }
  return next;
}

function* successors(world: World): Generator<World> {
  for (let i = 0; i < world.inFlight.length; i++) {
    const rest = { ...world, inFlight: world.inFlight.filter((_, j) => j !== i) };
    for (const event of world.inFlight[i]!) yield advance(rest, event);
  }
  const phase = world.state.phase;
  if (phase === 'closed') return;
  if (phase === 'idle' && world.state.epoch < 3) yield advance(world, { kind: 'due' });
  if (phase !== 'idle') yield advance(world, { kind: 'timeout', epoch: world.state.epoch });
  if (world.requests < 1 && world.state.epoch < 3) {
    for (const isLast of [false, true]) {
      yield advance(
        { ...world, requests: world.requests + 1, waiting: true },
        { kind: 'request', request: { isLast } },
      );
    }
  }
}

function explore(first: World, limit: number): Map<string, number> {
  const seen = new Set<string>();
  const phases = new Map<string, number>();
  const open: World[] = [first];
  while (open.length > 0) {
    const world = open.pop()!;
    const key = JSON.stringify([
      world.state,
      world.inFlight.map((e) => JSON.stringify(e)).sort(),
      world.prepared,
      world.committed,
      world.manifests,
      world.requests,
      world.waiting,
    ]);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > limit) throw new EngineBug('more states than expected');
    phases.set(world.state.phase, (phases.get(world.state.phase) ?? 0) + 1);
    checkRecovery(world);
    checkLiveness(world);
    if (world.state.phase === 'idle' && world.waiting)
      throw new EngineBug('a request was never answered');
    for (const next of successors(world)) open.push(next);
  }
  return phases;
}

const empty: World = {
  state: initialProtocolState(0, null, []),
  inFlight: [],
  prepared: [],
  committed: [],
  manifests: [],
  requests: 0,
  waiting: false,
};

test('in every order of events nothing is lost, doubled, forgotten or stuck', (t) => {
  const phases = explore(empty, 400_000);
  t.log(Object.fromEntries(phases));
  for (const phase of [
    'idle',
    'aligning',
    'writing',
    'snapshotting',
    'publishing',
    'committing',
    'acknowledging',
    'retiring',
    'abandoning',
    'closed',
  ])
    t.true((phases.get(phase) ?? 0) > 0, phase);
});
