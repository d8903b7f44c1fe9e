/**
 * Asserts are for our own mistakes: always on, one fact each. What a user can cause is an error.
 */
import { EngineBug } from './errors.js';

/** Throws `EngineBug` (blame: bug) when `condition` is false. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new EngineBug(message);
}

/** Marks a branch the type system proves unreachable. */
export function assertNever(value: never): never {
  throw new EngineBug(`unreachable value ${JSON.stringify(value)}`);
}
