/** A statement that is edited between two starts, over real files of the simulated machine. */
import test from 'ava';
import { tableConnectors } from '../../connectors/registry.js';
import type { Env } from '../../core/env.js';
import { createJob } from '../../engine/runtime/job.js';
import type { Job } from '../../engine/runtime/job-spec.js';
import { openCheckpointStore } from '../../storage/checkpoint-store.js';
import { faultFiles } from '../../storage/fault-files.js';
import { openMemoryBackend } from '../../storage/memory-backend.js';
import { inputTable, visibleFiles, visibleLines, writeInputs } from './file-tables.js';
import { calm } from './sim-job.js';
import { planJob } from './plan-job.js';
import { World } from './world.js';

const lines = [1, 2, 3].map((v) =>
  JSON.stringify({ k: 'a', v, ts: '1970-01-01 00:00:00', wm: '1970-01-01 00:00:00' }),
);

function script(select: string, path = '/out/made'): string {
  return `${inputTable('a')}
    CREATE TABLE made (k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = '${path}',
    'format' = 'json');
    INSERT INTO made ${select};`;
}

async function start(sql: string, env: Env): Promise<Job> {
  const plan = await planJob(sql, env);
  return createJob({
    name: 'made',
    plan,
    env,
    session: { timeZone: 'UTC' },
    baseDir: '/',
    connectors: tableConnectors(),
    backend: await openMemoryBackend({ files: env.files, dir: '/work' }),
    store: await openCheckpointStore(env.files, '/job'),
    options: new Map(Object.entries({ 'execution.checkpointing.interval': '0' })),
    collect: () => ({ write: () => undefined }),
    allowChangedPlan: true,
  });
}

/** Its last checkpoint is durable, and nothing of it visible. */
async function uncommittedRun(world: World, sql: string): Promise<void> {
  const env = world.boot();
  const files = faultFiles(env.files, ({ name, path }) =>
    name === 'rename' && path.includes('/part-') ? { code: 'EIO' } : undefined,
  );
  await (await start(sql, { ...env, files })).run();
}

const shown = async (world: World, path: string): Promise<string[]> =>
  visibleLines(await visibleFiles(world.inspect(), path)).map((line) => line.trim());
const all = ['{"k":"a","v":1}', '{"k":"a","v":2}', '{"k":"a","v":3}'];

test('rows prepared by the statement before it was edited become visible', async (t) => {
  const world = new World(1, calm);
  await writeInputs(world.inspect(), '/in', { a: lines });
  await t.throwsAsync(uncommittedRun(world, script('SELECT k, v FROM a')), {
    code: 'FILE_WRITE',
  });
  t.deepEqual(await shown(world, '/out/made'), []);
  const edited = script('SELECT k, v FROM a WHERE v > 1');
  await (await start(edited, world.boot())).run();
  t.deepEqual(await shown(world, '/out/made'), all);
  await (await start(edited, world.boot())).run();
  t.deepEqual(await shown(world, '/out/made'), all, 'and only once');
});

test('what was prepared for another path of the table stays where it is', async (t) => {
  const world = new World(1, calm);
  await writeInputs(world.inspect(), '/in', { a: lines });
  await (await start(script('SELECT k, v FROM a'), world.boot())).run();
  t.deepEqual(await shown(world, '/out/made'), all);
  const moved = script('SELECT k, v FROM a WHERE v > 1', '/out/moved');
  t.deepEqual(await (await start(moved, world.boot())).run(), { kind: 'finished' });
  t.deepEqual(await shown(world, '/out/made'), all);
  t.deepEqual(await shown(world, '/out/moved'), []);
});
