/** Exit codes; part of the public interface (`millrace --help` lists them). */
import { MillraceError } from '../index.js';

export const ExitCode = {
  ok: 0,
  /** The SQL, a table's options or a row is at fault. */
  user: 1,
  /** The command line is at fault. */
  usage: 2,
  /** Files, disks, networks, locks, checkpoints. */
  environment: 3,
  /** A broken invariant: please report. */
  bug: 4,
  /** Ctrl-C. A job with a checkpoint directory stopped with a checkpoint. */
  interrupted: 130,
} as const;

/** Exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof MillraceError)) return ExitCode.bug;
  return ExitCode[error.blame];
}
