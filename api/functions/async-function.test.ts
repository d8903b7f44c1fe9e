import test from 'ava';
import type { Value } from '../../core/batch.js';
import { bigintType, stringType } from '../../core/types.js';
import { makeAsync } from './async-function.js';
import type { AsyncDefinition } from './definition.js';
import { makeFunction } from './make-function.js';
import type { Timers } from './timers.js';

/** Time that passes when the test says so; `asked` holds every timer's ms, as started. */
class FakeTimers implements Timers {
  readonly asked: number[] = [];
  readonly #due = new Map<() => void, number>();
  #nowMs = 0;

  start(ms: number, run: () => void): () => void {
    this.asked.push(ms);
    this.#due.set(run, this.#nowMs + ms);
    return () => void this.#due.delete(run);
  }
  get underWay(): number {
    return this.#due.size;
  }
  async pass(ms: number): Promise<void> {
    this.#nowMs += ms;
    for (const [run, dueMs] of this.#due) {
      if (dueMs > this.#nowMs) continue;
      this.#due.delete(run);
      run();
    }
    for (let i = 0; i < 20; i++) await Promise.resolve();
  }
}

const head = {
  name: 'LATER',
  args: [bigintType],
  returns: stringType,
  isDeterministic: true,
  resolve: () => ({ args: [bigintType], type: stringType }),
};

function called(
  definition: Partial<AsyncDefinition>,
  timers: Timers,
  stop = new AbortController(),
): (value: Value, row?: number) => Promise<Value> {
  const made = makeAsync(
    head,
    { args: [], returns: 'STRING', callAsync: async () => 'x', ...definition },
    timers,
  );
  const site = {
    args: [bigintType],
    type: stringType,
    literals: [undefined],
    options: undefined,
    session: { timeZone: 'UTC' },
  };
  const ask = made.invoke(site, stop.signal);
  return (value, row = 0) => ask([value], row);
}

test('a call that takes too long fails, and its late answer counts no more', async (t) => {
  const timers = new FakeTimers();
  let answer: (text: string) => void = () => undefined;
  const ask = called(
    { timeoutMs: 500, callAsync: () => new Promise((resolve) => (answer = resolve)) },
    timers,
  );
  const failed = t.throwsAsync(ask(7n, 2), { code: 'FUNCTION_FAILED' });
  await timers.pass(499);
  t.is(timers.underWay, 1);
  await timers.pass(1);
  t.regex((await failed)!.message, /LATER failed in row 3 .*no answer within 500 ms.*\(7n\)/);
  answer('too late');
  t.is(timers.underWay, 0);
});

test('pauses between tries double up to a minute, and the last failure is told', async (t) => {
  const timers = new FakeTimers();
  let tries = 0;
  const ask = called(
    {
      retries: 4,
      retryDelayMs: 25_000,
      timeoutMs: 1000,
      callAsync: () => Promise.reject(new RangeError(`try ${++tries}`)),
    },
    timers,
  );
  const failed = t.throwsAsync(ask(1n));
  for (let i = 0; i < 8; i++) await timers.pass(60_000);
  t.regex((await failed)!.message, /try 5;/);
  const pauses = timers.asked.filter((ms) => ms !== 1000);
  t.deepEqual(pauses, [25_000, 50_000, 60_000, 60_000]);
  t.is(tries, 5);
});

test('a place is free while a call waits for its next try', async (t) => {
  const timers = new FakeTimers();
  const seen: string[] = [];
  const ask = called(
    {
      concurrency: 1,
      retries: 1,
      retryDelayMs: 10,
      callAsync: async (n: bigint) => {
        seen.push(String(n));
        if (n === 1n && seen.length === 1) throw new RangeError('once');
        return String(n);
      },
    },
    timers,
  );
  const both = Promise.all([ask(1n), ask(2n)]);
  await timers.pass(0);
  t.deepEqual(seen, ['1', '2']);
  await timers.pass(10);
  t.deepEqual(await both, ['1', '2']);
  t.deepEqual(seen, ['1', '2', '1']);
});

test('the bound holds over all calls of the function', async (t) => {
  let underWay = 0;
  let most = 0;
  const ask = called(
    {
      concurrency: 2,
      async callAsync() {
        most = Math.max(most, ++underWay);
        for (let i = 0; i < 5; i++) await Promise.resolve();
        underWay -= 1;
        return 'x';
      },
    },
    new FakeTimers(),
  );
  await Promise.all(Array.from({ length: 9 }, (_, i) => ask(BigInt(i))));
  t.is(most, 2);
});

for (const [what, thrown, told] of [
  ['a text', 'plain text', /failed in row 1 of its batch: plain text;/],
  ['nothing', undefined, /: undefined;/],
  ['null', null, /: null;/],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), /a.*1.*;/],
  ['a symbol', Symbol('why'), /Symbol\(why\);/],
] as const) {
  test(`a promise rejected with ${what} is told`, async (t) => {
    const ask = called({ callAsync: () => Promise.reject(thrown as Error) }, new FakeTimers());
    const failed = await t.throwsAsync(ask(null), { code: 'FUNCTION_FAILED' });
    t.regex(failed!.message, told);
    t.regex(failed!.message, /its arguments: \(null\)/);
  });
}

test('what is thrown before there is a promise, or is none, is handled alike', async (t) => {
  const thrower = (): never => {
    throw new RangeError('at once');
  };
  await t.throwsAsync(called({ callAsync: thrower }, new FakeTimers())(1n), { message: /at once/ });
  const plain = (() => 'plain') as unknown as AsyncDefinition['callAsync'];
  t.is(await called({ callAsync: plain }, new FakeTimers())(1n), 'plain');
  const wrong = called({ callAsync: async () => 12 }, new FakeTimers());
  await t.throwsAsync(wrong(1n), { message: /12 is no value of STRING/ });
});

test('stop ends calls, pauses and those that wait for their turn; no timer stays', async (t) => {
  const timers = new FakeTimers();
  const stop = new AbortController();
  const hangs = called(
    { concurrency: 1, callAsync: () => new Promise(() => undefined) },
    timers,
    stop,
  );
  const retries = called(
    { retries: 9, callAsync: () => Promise.reject(new RangeError('no')) },
    timers,
    stop,
  );
  const ends = [hangs(1n), hangs(2n), retries(3n)].map((call) =>
    t.throwsAsync(call, { code: 'FUNCTION_FAILED' }),
  );
  await timers.pass(0);
  t.is(timers.underWay, 2);
  stop.abort();
  await Promise.all(ends);
  t.is(timers.underWay, 0);
});

test('settings that no timer can keep are refused', async (t) => {
  for (const wrong of [
    { concurrency: 0 },
    { concurrency: 1.5 },
    { timeoutMs: 2 ** 31 },
    { timeoutMs: 0 },
    { retries: -1 },
    { retryDelayMs: 60_001 },
  ]) {
    const definition = { args: [], returns: 'INT', callAsync: async () => 1, ...wrong };
    await t.throwsAsync(makeFunction('F', definition), { code: 'FUNCTION_INVALID' });
  }
});
