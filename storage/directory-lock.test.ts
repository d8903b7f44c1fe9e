/** A job directory has one holder, whatever dies when. */
import test from 'ava';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Env, FileSystem } from '../core/env.js';
import { CheckpointError } from '../core/errors.js';
import { lockDirectory } from './directory-lock.js';
import type { DirectoryLock } from './directory-lock.js';
import { faultFiles } from './fault-files.js';
import type { FileCall } from './fault-files.js';
import { memoryFiles, MemoryDisk } from './memory-files.js';
import { nodeEnv } from './node-env.js';
import { nodeProcesses } from './process-table.js';
import type { ProcessTable } from './process-table.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Processes by number; `dead` ones are gone. */
class FakeMachine {
  readonly dead = new Set<number>();
  #tokens = 0;

  process(pid: number): ProcessTable {
    return {
      self: () => ({ pid, host: 'mill', started: `boot:${pid}` }),
      state: (other) =>
        other.host !== 'mill' ? 'unknown' : this.dead.has(other.pid) ? 'gone' : 'running',
    };
  }

  env(files: FileSystem): Pick<Env, 'files' | 'clock' | 'random'> {
    const nowMs = () => 1_700_000_000_000;
    const clock = { nowMs, monotonicMs: () => 0, sleep: async () => undefined };
    return { files, clock, random: { next: () => 0, uuid: () => `token-${++this.#tokens}` } };
  }
}

async function refusal(attempt: Promise<DirectoryLock>): Promise<string> {
  try {
    await attempt;
    return 'was given the lock';
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return `${error.code} ${error.message} ${error.hint ?? ''}`;
  }
}

test('a second process is refused and told who holds the directory', async (t) => {
  const machine = new FakeMachine();
  const env = machine.env(memoryFiles());
  const lock = await lockDirectory(env, '/jobs/one', machine.process(1));
  const refused = await refusal(lockDirectory(env, '/jobs/one', machine.process(2)));
  t.regex(refused, /^JOB_DIR_LOCKED .*process 1 on host mill, since 2023-11-14T22:13:20.000Z/);
  t.regex(await refusal(lockDirectory(env, '/jobs/one', machine.process(1))), /^JOB_DIR_LOCKED/);
  await lockDirectory(env, '/jobs/two', machine.process(2));
  await lock.release();
  await lock.release();
  const next = await lockDirectory(env, '/jobs/one', machine.process(2));
  await lock.release();
  t.regex(await refusal(lockDirectory(env, '/jobs/one', machine.process(3))), /process 2/);
  await next.release();
  t.deepEqual(await env.files.list('/jobs/one'), []);
});

test('the lock of a dead process is taken over by one of those who try', async (t) => {
  const machine = new FakeMachine();
  const env = machine.env(memoryFiles());
  await lockDirectory(env, '/job', machine.process(1));
  machine.dead.add(1);
  const attempts = [2, 3, 4, 5].map((pid) =>
    refusal(lockDirectory(env, '/job', machine.process(pid))));
  const answers = await Promise.all(attempts);
  const winners = answers.filter((answer) => !answer.startsWith('JOB_DIR_LOCKED'));
  t.deepEqual(winners, ['was given the lock']);
  t.deepEqual(await env.files.list('/job'), ['LOCK']);
});

test('a holder on another host cannot be judged: the way out is named', async (t) => {
  const machine = new FakeMachine();
  const env = machine.env(memoryFiles());
  const far: ProcessTable = {
    ...machine.process(1), self: () => ({ pid: 7, host: 'far', started: null }),
  };
  await lockDirectory(env, '/job', far);
  const refused = await refusal(lockDirectory(env, '/job', machine.process(2)));
  t.regex(refused, /host far.*delete \/job\/LOCK/);
});

test('a lock that does not parse is not taken over', async (t) => {
  const machine = new FakeMachine();
  const env = machine.env(memoryFiles());
  await env.files.makeDirectory('/job');
  await env.files.writeFile('/job/LOCK', new TextEncoder().encode('{"pid": 1'));
  t.regex(await refusal(lockDirectory(env, '/job', machine.process(2))), /delete \/job\/LOCK/);
});

test('after a power cut the lock is held or free, never stuck', async (t) => {
  for (let seed = 1; seed < 40; seed++) {
    const machine = new FakeMachine();
    const disk = new MemoryDisk();
    await lockDirectory(machine.env(disk.mount()), '/job', machine.process(1));
    let state = seed * 7919;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    disk.cutPower({ next, uuid: () => '' });
    machine.dead.add(1);
    await t.notThrowsAsync(lockDirectory(machine.env(disk.mount()), '/job', machine.process(2)));
  }
});

/**
 * Runs `pids` against each other on one directory whose holder is dead: before each file call the
 * schedule picks who goes on; the pids in `doomed` die at their n-th call. Checks that nobody is
 * given a lock while a living process has it.
 */
async function race(seed: number, pids: readonly number[], doomed: ReadonlyMap<number, number>) {
  const machine = new FakeMachine();
  const disk = memoryFiles();
  await lockDirectory(machine.env(disk), '/job', machine.process(1));
  machine.dead.add(1);
  const waiting = new Map<number, () => void>();
  const calls = new Map<number, number>();
  const ended = new Set<number>();
  const holders: number[] = [];
  const never = new Promise<undefined>(() => undefined);
  const gate = (pid: number) => async (_call: FileCall) => {
    await new Promise<void>((go) => waiting.set(pid, go));
    const count = (calls.get(pid) ?? 0) + 1;
    calls.set(pid, count);
    if (count !== doomed.get(pid)) return undefined;
    machine.dead.add(pid);
    ended.add(pid);
    return never;
  };
  const run = async (pid: number) => {
    const files = faultFiles(disk, gate(pid));
    const answer = await refusal(lockDirectory(machine.env(files), '/job', machine.process(pid)));
    if (answer === 'was given the lock') holders.push(pid);
    ended.add(pid);
  };
  for (const pid of pids) void run(pid);
  let state = seed * 7919 + 1;
  while (ended.size < pids.length) {
    await delay(0);
    const ready = [...waiting.keys()];
    if (ready.length === 0) continue;
    state = (state * 48271) % 2147483647;
    const pid = ready[state % ready.length]!;
    const go = waiting.get(pid)!;
    waiting.delete(pid);
    go();
  }
  const last = await lockDirectory(machine.env(disk), '/job', machine.process(99))
    .then(() => 'taken', (error: unknown) => (error as CheckpointError).code);
  return { holders, last };
}

test('however takers interleave and die, at most one living process has the lock', async (t) => {
  const outcomes = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const doomed = new Map([[2, 4 + (seed % 12)], [3, 6 + ((seed * 5) % 14)]]);
    const { holders, last } = await race(seed, [2, 3, 4, 5], doomed);
    const living = holders.filter((pid) => pid > 3 || !doomed.has(pid));
    t.true(living.length <= 1, `seed ${seed}: ${holders.join()} hold the lock`);
    t.is(last, holders.length > 0 ? 'JOB_DIR_LOCKED' : 'taken', `seed ${seed}: ${holders.join()}`);
    outcomes.add(`${holders.length}`);
  }
  t.deepEqual([...outcomes].sort(), ['0', '1']);
});

for (const code of ['EACCES', 'EROFS', 'ENOSPC']) {
  test(`a directory that refuses writing with ${code} says what to do`, async (t) => {
    const machine = new FakeMachine();
    const files = faultFiles(memoryFiles(), ({ name }) =>
      name === 'writeFile' ? { code } : undefined);
    const refused = await refusal(lockDirectory(machine.env(files), '/job', machine.process(1)));
    t.regex(refused, /^JOB_DIR_NOT_WRITABLE cannot write to the job directory \/job/);
    t.regex(refused, /permission|read-only|free disk space/);
  });
}

test('a process is running until it is killed; its pid alone does not count', async (t) => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  await once(child, 'spawn');
  const self = nodeProcesses.self();
  t.is(nodeProcesses.state(self), 'running');
  const other = { pid: child.pid!, host: hostname(), started: null };
  t.is(nodeProcesses.state(other), 'running');
  if (self.started !== null) t.is(nodeProcesses.state({ ...other, started: 'boot:1' }), 'gone');
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.is(nodeProcesses.state(other), 'gone');
  t.is(nodeProcesses.state({ ...self, host: 'elsewhere' }), 'unknown');
});

test('the lock of this process on a real directory excludes this process', async (t) => {
  const dir = await temporaryDirectory(t);
  const lock = await lockDirectory(nodeEnv(), dir);
  t.regex(await refusal(lockDirectory(nodeEnv(), dir)), /stop that process first/);
  await lock.release();
  await (await lockDirectory(nodeEnv(), dir)).release();
});
