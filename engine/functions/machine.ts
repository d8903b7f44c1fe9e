/** The running job's clock and chance, for functions that are not deterministic. */
import { assert } from '../../core/assert.js';
import type { Clock, Random } from '../../core/env.js';
import type { SessionFacts } from '../expr.js';

/** The clock of the session's job. Such functions are never folded while planning. */
export function clockOf(session: SessionFacts): Clock {
  assert(session.machine !== undefined, 'the time is read by running jobs only');
  return session.machine.clock;
}

/** The chance of the session's job. */
export function randomOf(session: SessionFacts): Random {
  assert(session.machine !== undefined, 'chance is asked by running jobs only');
  return session.machine.random;
}
