/** Table functions by name: the engine's own, then those of the session. */
import type { SessionFacts } from '../../expr.js';
import { userFunction, type UserTable } from '../user/user-functions.js';
import { replicateRows } from './replicate-rows.js';
import { unnestFunctions } from './unnest.js';

const own: ReadonlyMap<string, UserTable> = new Map(
  [...unnestFunctions, replicateRows].map((fn) => [fn.name, fn]),
);

/** The table function of that name (upper case, as plans have it); undefined when there is none. */
export function tableFunction(name: string, session: SessionFacts): UserTable | undefined {
  const found = own.get(name) ?? userFunction(name, session);
  return found?.kind === 'table' ? found : undefined;
}
