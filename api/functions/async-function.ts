/**
 * Async scalar functions: timeout and tries of one call; the engine bounds how many are under way.
 */
import type { Value } from '../../core/batch.js';
import { DataError, PlanError } from '../../core/errors.js';
import type { UserAsync } from '../../engine/functions/user/user-functions.js';
import type { AsyncDefinition } from './definition.js';
import { argumentConverter, failure } from './failure.js';
import { fromJs } from './js-value-in.js';
import type { FunctionHead } from './make-function.js';
import { scalarEntry } from './scalar-function.js';

export function makeAsync(head: FunctionHead, definition: AsyncDefinition): UserAsync {
  const { concurrency = 10, timeoutMs = 10_000, retries = 0, retryDelayMs = 100 } = definition;
  for (const [key, value, least] of [
    ['concurrency', concurrency, 1],
    ['timeoutMs', timeoutMs, 1],
    ['retries', retries, 0],
    ['retryDelayMs', retryDelayMs, 0],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new PlanError('FUNCTION_INVALID', {
        message: `function ${head.name}: ${key} must be a whole number of at least ${least}`,
      });
    }
  }
  const run = definition.callAsync as (...args: unknown[]) => Promise<unknown>;
  const toValue = fromJs(head.returns);
  return {
    kind: 'async',
    name: head.name,
    concurrency,
    scalar: scalarEntry(head, () => () => {
      throw failure(head.name, 'an async function cannot be called here', [], undefined);
    }),
    invoke(site) {
      const toJs = argumentConverter(site.args);
      return async (values, row): Promise<Value> => {
        const args = toJs(values);
        for (let attempt = 0; ; attempt++) {
          try {
            return toValue(await withTimeout(() => run(...args), timeoutMs));
          } catch (error) {
            if (attempt >= retries) throw failure(head.name, error, args, row);
            await pause(retryDelayMs * 2 ** attempt);
          }
        }
      };
    },
  };
}

async function withTimeout<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DataError('FUNCTION_TIMEOUT', { message: `no answer within ${timeoutMs} ms` }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
