/** Aggregate functions of the engine and of the session. */
import type { SessionFacts } from '../expr.js';
import { userFunction } from '../functions/user/user-functions.js';
import type { AggregateFunction } from './aggregate.js';
import { aggregateFunction } from './registry.js';

/** By canonical name or alias, upper case; undefined when there is none. */
export function findAggregate(name: string, session: SessionFacts): AggregateFunction | undefined {
  const own = aggregateFunction(name);
  if (own !== undefined) return own;
  const found = userFunction(name, session);
  return found?.kind === 'aggregate' ? found.aggregate : undefined;
}
