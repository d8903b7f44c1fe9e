/** The one way in which a state log is not what was written. */
import { StateError } from '../core/errors.js';

/** What is at byte `at` of a log file is cut or foreign. */
export function foreignLog(at: number): StateError {
  return new StateError('STATE_RESTORE_FAILED', {
    message: `the state log is not whole: what is at byte ${at} is cut or foreign`,
    hint: 'restore an older checkpoint',
  });
}
