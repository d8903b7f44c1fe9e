/**
 * Async scalar functions: the bound, the timeout and the tries of their calls. The bound is that of
 * the function, over all its calls in all jobs.
 */
import { setMaxListeners } from 'node:events';
import type { Value } from '../../core/batch.js';
import type { Blame } from '../../core/errors.js';
import { DataError, PlanError } from '../../core/errors.js';
import type { UserAsync } from '../../engine/functions/user/user-functions.js';
import { Bound, stopped } from './bound.js';
import type { AsyncDefinition } from './definition.js';
import { argumentConverter, failure } from './failure.js';
import { fromJs } from './js-value-in.js';
import type { FunctionHead } from './make-function.js';
import { scalarEntry } from './scalar-function.js';
import { realTimers, TIMER_MS_MAX, type Timers } from './timers.js';

/** Longest pause before another try, ms. */
const PAUSE_MS_MAX = 60_000;

/** What models have beyond functions. */
interface Failures {
  /** Could another try succeed? */
  mayRetry?(error: unknown): boolean;
  /** The result when the last try failed; absent: the job fails. */
  fallback?(error: unknown): unknown;
}

/** Throws PlanError FUNCTION_INVALID. */
export function makeAsync(
  head: FunctionHead,
  definition: AsyncDefinition & Failures,
  timers: Timers = realTimers,
): UserAsync {
  const { concurrency, timeoutMs, retries, retryDelayMs } = checked(head.name, definition);
  const run = definition.callAsync as (...args: unknown[]) => unknown;
  const toValue = fromJs(head.returns);
  const bound = new Bound(concurrency);
  return {
    kind: 'async',
    name: head.name,
    concurrency,
    scalar: scalarEntry(head, () => () => {
      throw failure(head.name, 'an async function cannot be called here', [], undefined);
    }),
    invoke(site, stop) {
      // Each call under way listens.
      setMaxListeners(0, stop);
      const toJs = argumentConverter(site.args);
      const once = async (args: readonly unknown[]): Promise<Value> => {
        if (stop.aborted) throw stopped();
        const call = async (): Promise<unknown> => run(...args);
        return toValue(await inTime(call, timeoutMs, timers, stop));
      };
      return async (values, row) => {
        const args = toJs(values);
        for (let attempt = 0; ; attempt++) {
          try {
            return await bound.run(() => once(args), stop);
          } catch (error) {
            const mayPass = !isMismatch(error) && definition.mayRetry?.(error) !== false;
            const isLast = attempt >= retries || !mayPass || stop.aborted;
            if (isLast && definition.fallback !== undefined && !stop.aborted)
              return toValue(definition.fallback(error));
            if (isLast) throw failure(head.name, error, args, row, blameOf(error));
            await pause(Math.min(retryDelayMs * 2 ** attempt, PAUSE_MS_MAX), timers, stop);
          }
        }
      };
    },
  };
}

/** No value of the declared type: asking again would not help. */
function isMismatch(error: unknown): boolean {
  return error instanceof DataError && error.code === 'VALUE_TYPE_MISMATCH';
}

/** A call reaches out into the world, which may be better later: the job may be restarted. */
function blameOf(error: unknown): Blame {
  return isMismatch(error) ? 'user' : 'environment';
}

function checked(
  name: string,
  definition: AsyncDefinition,
): Required<Pick<AsyncDefinition, 'concurrency' | 'timeoutMs' | 'retries' | 'retryDelayMs'>> {
  const { concurrency = 10, timeoutMs = 10_000, retries = 0, retryDelayMs = 100 } = definition;
  const given = { concurrency, timeoutMs, retries, retryDelayMs };
  for (const [key, least, most] of [
    ['concurrency', 1, Number.MAX_SAFE_INTEGER],
    ['timeoutMs', 1, TIMER_MS_MAX],
    ['retries', 0, Number.MAX_SAFE_INTEGER],
    ['retryDelayMs', 0, PAUSE_MS_MAX],
  ] as const) {
    const value = given[key];
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
      throw new PlanError('FUNCTION_INVALID', {
        message: `function ${name}: ${key} must be a whole number of ${range}`,
      });
    }
  }
  return given;
}

/** Rejects at the timeout, or when `stop` comes; the work itself is left to its own. */
function inTime<T>(
  work: () => Promise<T>,
  timeoutMs: number,
  timers: Timers,
  stop: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      cancelTimer();
      stop.removeEventListener('abort', onStop);
      end();
    };
    const onStop = (): void => settle(() => reject(stopped()));
    const cancelTimer = timers.start(timeoutMs, () => {
      const late = new DataError('FUNCTION_TIMEOUT', {
        message: `no answer within ${timeoutMs} ms`,
      });
      settle(() => reject(late));
    });
    stop.addEventListener('abort', onStop, { once: true });
    work().then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

function pause(ms: number, timers: Timers, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const onStop = (): void => {
      cancelTimer();
      resolve();
    };
    const cancelTimer = timers.start(ms, () => {
      stop.removeEventListener('abort', onStop);
      resolve();
    });
    stop.addEventListener('abort', onStop, { once: true });
  });
}
