import test from 'ava';
import { RestartBackoff } from './restart-backoff.js';

const random = { next: () => 0.5, uuid: () => '' };

test('no strategy, no restart', (t) => {
  t.is(new RestartBackoff({ kind: 'none' }, random).next(0), null);
});

test('fixed delay gives up after its attempts', (t) => {
  const backoff = new RestartBackoff({ kind: 'fixedDelay', attempts: 2, delayMs: 30 }, random);
  t.deepEqual([backoff.next(0), backoff.next(1), backoff.next(2)], [30, 30, null]);
});

test('failure rate counts what is in the interval', (t) => {
  const backoff = new RestartBackoff(
    { kind: 'failureRate', failuresMax: 2, intervalMs: 100, delayMs: 5 },
    random,
  );
  t.deepEqual(
    [backoff.next(0), backoff.next(50), backoff.next(120), backoff.next(130)],
    [5, 5, 5, null],
  );
});

test('exponential delay grows to its bound and begins anew after a quiet time', (t) => {
  const backoff = new RestartBackoff(
    {
      kind: 'exponentialDelay',
      initialMs: 10,
      maxMs: 35,
      multiplier: 2,
      resetMs: 1000,
      jitter: 0.1,
      attempts: Infinity,
    },
    random,
  );
  t.deepEqual(
    [backoff.next(0), backoff.next(1), backoff.next(2), backoff.next(3)],
    [10, 20, 35, 35],
  );
  t.is(backoff.next(5000), 10);
});
