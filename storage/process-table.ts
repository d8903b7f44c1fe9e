/** Who runs on this machine: enough to tell a living holder of a lock from a dead one. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './file-error.js';

/** One process in the history of one machine. Plain JSON. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /**
   * Boot id and start time in clock ticks, so that a reused pid is another process; null if
   * unknown.
   */
  readonly started: string | null;
}

/** Seam for tests: see `nodeProcesses`. */
export interface ProcessTable {
  self(): ProcessIdentity;
  /** 'unknown' for processes of another host. */
  state(process: ProcessIdentity): 'running' | 'gone' | 'unknown';
}

/** By signal 0, and by /proc where there is one. */
export const nodeProcesses: ProcessTable = {
  self: () => ({ pid: process.pid, host: hostname(), started: startOf(process.pid) }),
  state(other) {
    if (other.host !== hostname()) return 'unknown';
    if (!exists(other.pid)) return 'gone';
    const started = startOf(other.pid);
    if (started === ended) return 'gone';
    const isSame = started === null || other.started === null || started === other.started;
    return isSame ? 'running' : 'gone';
  },
};

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH'; // EPERM: it exists and belongs to someone else
  }
}

/**
 * Fields of /proc/<pid>/stat are counted behind the name, which may hold spaces and parentheses.
 */
const fieldsBehindName = { state: 0, startTicks: 19 } as const;

/** Start of a process that is no more, or a zombie. */
const ended = 'ended';

function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields[fieldsBehindName.startTicks];
    const isZombie = fields[fieldsBehindName.state] === 'Z';
    return ticks === undefined || isZombie ? ended : `${boot}:${ticks}`;
  } catch (error) {
    if (errorCode(error) !== undefined) return null; // no /proc here, or the process ended just now
    throw error;
  }
}
