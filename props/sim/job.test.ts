/** What a job promises to who starts, stops, restarts and watches it; on the simulated machine. */
import test from 'ava';
import { CheckpointError, ConnectorError, DataError } from '../../core/errors.js';
import type { ConnectorRegistry, Sink } from '../../engine/connector.js';
import type { Job } from '../../engine/runtime/job-spec.js';
import { openCheckpointStore } from '../../storage/checkpoint-store.js';
import { faultFiles } from '../../storage/fault-files.js';
import { foldOutput, simConnectors, simOutput } from './sim-connectors.js';
import { calm, simRows as rows, startSim as start } from './sim-job.js';
import type { SimShape } from './sim-plans.js';
import { World } from './world.js';

const output = (world: World, table = 'out'): Promise<string[]> =>
  simOutput(world.inspect(), table);

async function undisturbed(shape: SimShape = 'window'): Promise<string[]> {
  const world = new World(1, calm);
  await (await start(world, { shape })).run();
  return output(world);
}

/** Does something when that many rows have been read. */
function once(rowsIn: number, act: () => void): (count: number) => void {
  let isDone = false;
  return (count) => {
    if (isDone || count < rowsIn) return;
    isDone = true;
    act();
  };
}

test('a bounded job finishes, and everything is committed by its last checkpoint', async (t) => {
  const world = new World(1, calm);
  const job = await start(world);
  t.is(job.restored, null);
  t.deepEqual(await job.run(), { kind: 'finished' });
  t.is((await output(world)).length, 30, '10 windows of 3 keys');
  const metrics = job.metrics();
  t.like(metrics, {
    rowsIn: 100,
    windowsEmitted: 10,
    lateRows: 0,
    watermark: Infinity,
    checkpointsCompleted: 1,
    checkpointBytes: 0,
    restarts: 0,
  });
  t.like(
    metrics.operators.find(({ kind }) => kind === 'windowAggregate'),
    { rowsIn: 100, rowsOut: 30, stateBytes: 0 },
  );
  t.like(metrics.lastCheckpoint, { epoch: 1, files: 0, bytes: 0 }, 'no row needs the state again');
});

test('without a job directory the output is committed at the end, too', async (t) => {
  const world = new World(1, calm);
  t.deepEqual(await (await start(world, { dir: null })).run(), { kind: 'finished' });
  t.deepEqual(await output(world), await undisturbed());
  t.is(await world.inspect().stat('/job'), null);
});

test('a finished job that is started again does nothing', async (t) => {
  const world = new World(1, calm);
  await (await start(world)).run();
  const before = await output(world);
  const again = await start(world);
  t.like(again.restored, { epoch: 1, finished: true });
  t.deepEqual(await again.run(), { kind: 'finished' });
  t.is(again.metrics().rowsIn, 0);
  t.deepEqual(await output(world), before);
});

test('stop commits what was read, fires no open window, and can go on', async (t) => {
  const world = new World(1, calm);
  let stopping: Promise<void> | null = null;
  const job: Job = await start(world, {
    onPoll: once(50, () => {
      stopping = job.stop();
    }),
  });
  const end = await job.run();
  await stopping;
  t.deepEqual(end, { kind: 'stopped', epoch: 1 });
  const half = await output(world);
  t.true(half.length > 0 && half.length <= 15);
  const rest = await start(world);
  t.like(rest.restored, { epoch: 1, finished: false });
  t.deepEqual(await rest.run(), { kind: 'finished' });
  t.is(rest.metrics().rowsIn + job.metrics().rowsIn, 100);
  t.deepEqual(await output(world), await undisturbed());
});

test('cancel ends without a checkpoint; the next start repeats from the last one', async (t) => {
  const world = new World(1, calm);
  const job: Job = await start(world, {
    onPoll: once(50, () => {
      void job.cancel();
    }),
  });
  t.deepEqual(await job.run(), { kind: 'cancelled' });
  t.deepEqual(await output(world), []);
  const again = await start(world);
  t.is(again.restored, null);
  await again.run();
  t.deepEqual(await output(world), await undisturbed());
});

test('checkpoint resolves when its rows are committed', async (t) => {
  const world = new World(1, calm);
  let taken: ReturnType<Job['checkpoint']> | null = null;
  const job: Job = await start(world, {
    shape: 'rows',
    onPoll: once(50, () => {
      taken = job.checkpoint();
    }),
  });
  const running = job.run();
  while (taken === null) await new Promise(setImmediate);
  const summary = await (taken as ReturnType<Job['checkpoint']>);
  t.is(summary.epoch, 1);
  t.true(summary.totalBytes > 0 && summary.durationMs >= summary.pauseMs);
  await running;
  await t.throwsAsync(job.checkpoint(), { instanceOf: CheckpointError, message: /job ended/ });
});

test('a savepoint starts a job elsewhere', async (t) => {
  const world = new World(1, calm);
  let taken: ReturnType<Job['savepoint']> | null = null;
  const job: Job = await start(world, {
    shape: 'rows',
    onPoll: once(50, () => {
      taken = job.savepoint('/save/one');
    }),
  });
  await job.run();
  const { epoch } = await (taken as unknown as ReturnType<Job['savepoint']>);
  await (
    await start(world, { shape: 'rows', dir: '/other', savepoint: '/save/one', batchRows: 100 })
  ).run();
  const parts = (await world.inspect().list('/out/out')).filter((name) => name.startsWith('part'));
  t.deepEqual(
    parts,
    [`part-${epoch}`, `part-${epoch + 1}`],
    'what came after the savepoint was undone and made again',
  );
  t.deepEqual(await output(world), await undisturbed('rows'));
});

test('a savepoint of a job that keeps nothing is refused, the job goes on', async (t) => {
  const world = new World(1, calm);
  let taken: ReturnType<Job['savepoint']> | null = null;
  const job: Job = await start(world, {
    dir: null,
    onPoll: once(50, () => {
      taken = job.savepoint('/save/one');
      taken.catch(() => undefined);
    }),
  });
  t.deepEqual(await job.run(), { kind: 'finished' });
  await t.throwsAsync(taken as unknown as Promise<unknown>, { message: /keeps no checkpoints/ });
});

test('another plan is refused with the difference, and taken when that is allowed', async (t) => {
  const world = new World(1, calm);
  const job: Job = await start(world, {
    shape: 'window',
    onPoll: once(50, () => {
      void job.stop();
    }),
  });
  await job.run();
  const error = await t.throwsAsync(start(world, { shape: 'group' }), {
    instanceOf: CheckpointError,
  });
  t.is(error?.code, 'CHECKPOINT_PLAN_CHANGED');
  t.regex(
    error?.message ?? '',
    /source u1, watermark u2, sink u4; start empty: groupAggregate u3; .*: windowAggregate u3/,
  );
  const changed = await start(world, { shape: 'group', allowChangedPlan: true });
  t.is(changed.restored?.epoch, 1);
  await changed.run();
  const sums = foldOutput(
    (await simOutput(world.inspect(), 'out')).filter((row) => row.split(' ').length === 4),
  );
  t.is(sums.length, 3, 'the sources went on where they were, the groups began empty');
  t.true(changed.metrics().rowsIn < 100);
});

test('when every checkpoint is damaged the job refuses to start empty', async (t) => {
  const world = new World(1, calm);
  const job: Job = await start(world, {
    onPoll: once(50, () => {
      void job.stop();
    }),
  });
  await job.run();
  await world.inspect().writeFile('/job/checkpoints/chk-1/MANIFEST.json', new Uint8Array(3));
  const error = await t.throwsAsync(start(world), { instanceOf: CheckpointError });
  t.is(error?.code, 'CHECKPOINT_NONE_USABLE');
});

test('a start makes its checkpoint durable before its sinks commit', async (t) => {
  const world = new World(1, calm);
  await (await start(world, { shape: 'rows' })).run();
  const env = world.boot();
  const calls: string[] = [];
  const files = faultFiles(env.files, ({ name, path }) => {
    calls.push(`${name} ${path}`);
    return undefined;
  });
  const store = await openCheckpointStore(files, '/job');
  const spec = { shape: 'rows' as const, env: { ...env, files }, store };
  await (await start(world, spec)).cancel();
  const firstOfSink = calls.findIndex((call) => call.includes(' /out'));
  for (const path of ['/job/checkpoints/chk-1', '/job/checkpoints']) {
    const at = calls.indexOf(`sync ${path}`);
    t.true(at >= 0 && at < firstOfSink, path);
  }
});

test('a checkpoint that cannot be read now is not passed over', async (t) => {
  const world = new World(1, calm);
  const job: Job = await start(world, {
    shape: 'rows',
    onPoll: once(50, () => {
      void job.stop(); // the last checkpoint of a job that ends has no state
    }),
  });
  await job.run();
  const before = await world.inspect().list('/job/checkpoints');
  const env = world.boot();
  const files = faultFiles(env.files, ({ path }) =>
    path.endsWith('/state/entries') ? { code: 'EMFILE' } : undefined,
  );
  const store = await openCheckpointStore(files, '/job');
  const error = await t.throwsAsync(
    start(world, { shape: 'rows', env: { ...env, files }, store }),
    { instanceOf: CheckpointError },
  );
  t.is(error?.code, 'CHECKPOINT_UNREADABLE');
  t.deepEqual(await world.inspect().list('/job/checkpoints'), before);
});

test('a damaged checkpoint is moved aside: no later start takes it', async (t) => {
  const world = new World(1, calm);
  const interval = { 'execution.checkpointing.interval': '1 ms' };
  await (await start(world, { shape: 'rows', options: interval })).run();
  const before = await world.inspect().list('/job/checkpoints');
  const newest = Math.max(...before.map((name) => Number(name.slice(4))));
  await world
    .inspect()
    .writeFile(`/job/checkpoints/chk-${newest}/MANIFEST.json`, new Uint8Array(3));
  const job = await start(world, { shape: 'rows' });
  t.like(job.restored, { epoch: newest - 1, passedOver: { length: 1 } });
  await job.cancel();
  const after = await world.inspect().list('/job/checkpoints');
  t.false(after.includes(`chk-${newest}`));
  t.true(after.some((name) => name.startsWith(`damaged-${newest}-`)));
  await (await start(world, { shape: 'rows' })).run();
  t.deepEqual(await output(world), await undisturbed('rows'));
});

/** The registry of `world` with a sink that fails `times` times with `error`. */
function failingSink(world: World, times: number, error: () => Error): ConnectorRegistry {
  const inner = simConnectors(world, { a: rows, b: rows });
  const spec = inner.get('sim')!;
  const left = { times };
  const sink: NonNullable<typeof spec.sink> = (context) => {
    const made = spec.sink!(context);
    let writes = 0;
    const failing: Sink = {
      restore: (pending, epoch) => made.restore(pending, epoch),
      prepare: (epoch) => made.prepare(epoch),
      commit: (committable) => made.commit(committable),
      close: () => made.close(),
      write(batch) {
        if (++writes > 3 && left.times-- > 0) throw error();
        return made.write(batch);
      },
    };
    return failing;
  };
  return { ...inner, get: () => ({ ...spec, sink }) };
}

const fixedDelay = {
  'restart-strategy.type': 'fixed-delay',
  'restart-strategy.fixed-delay.attempts': '5',
};

test('a failing sink restarts the job from its last checkpoint', async (t) => {
  const world = new World(1, calm);
  const connectors = failingSink(
    world,
    3,
    () => new ConnectorError('SINK_DOWN', { message: 'no connection' }),
  );
  const job = await start(world, {
    connectors,
    options: { ...fixedDelay, 'execution.checkpointing.interval': '2 ms' },
  });
  t.deepEqual(await job.run(), { kind: 'finished' });
  t.is(job.metrics().restarts, 3);
  t.deepEqual(await output(world), await undisturbed());
});

test('a restart from nothing finds no state of the run before', async (t) => {
  const world = new World(1, calm);
  const env = world.boot();
  let failures = 1;
  const files = faultFiles(env.files, ({ name, path }) =>
    name === 'rename' && path.endsWith('MANIFEST.json') && failures-- > 0
      ? { code: 'ENOSPC' }
      : undefined,
  );
  const job = await start(world, {
    env: { ...env, files },
    store: await openCheckpointStore(files, '/job'),
    options: { ...fixedDelay, 'execution.checkpointing.interval': '1 ms' },
  });
  t.deepEqual(await job.run(), { kind: 'finished' });
  t.is(job.metrics().restarts, 1);
  t.deepEqual(await output(world), await undisturbed());
});

test('a restart that cannot look for checkpoints is tried again', async (t) => {
  const world = new World(1, calm);
  const env = world.boot();
  const ioErrors = { left: 0 };
  const files = faultFiles(env.files, ({ name, path }) =>
    name === 'list' && path === '/job/checkpoints' && ioErrors.left-- > 0
      ? { code: 'EIO' }
      : undefined,
  );
  const connectors = failingSink(world, 1, () => {
    ioErrors.left = 2;
    return new ConnectorError('SINK_DOWN', { message: 'no connection' });
  });
  const job = await start(world, {
    env: { ...env, files },
    store: await openCheckpointStore(files, '/job'),
    connectors,
    options: { ...fixedDelay, 'execution.checkpointing.interval': '2 ms' },
  });
  t.deepEqual(await job.run(), { kind: 'finished' });
  t.is(job.metrics().restarts, 3);
  t.deepEqual(await output(world), await undisturbed());
});

test('without a restart strategy the labelled error is the end', async (t) => {
  const world = new World(1, calm);
  const connectors = failingSink(world, 1, () => new Error('ECONNRESET'));
  const job = await start(world, { connectors });
  const error = await t.throwsAsync(job.run(), { instanceOf: ConnectorError });
  t.is(error?.code, 'CONNECTOR_FAILED');
  t.regex(error?.message ?? '', /ECONNRESET \[sink 4 of table out \(uid u4\), epoch 0\]/);
});

test('an error in the data is not retried', async (t) => {
  const world = new World(1, calm);
  const connectors = failingSink(world, 1, () => new DataError('ROW_BAD', { message: 'bad row' }));
  const job = await start(world, { connectors, options: fixedDelay });
  await t.throwsAsync(job.run(), { instanceOf: DataError });
  t.is(job.metrics().restarts, 0);
});
