/**
 * What a run of a job is asked for and what it tells; the two sides are run-job.ts and
 * job-process.ts.
 */
export interface JobRun {
  readonly sql: string;
  /** Relative paths in `sql` are below it. */
  readonly baseDir: string;
  /** Milliseconds between checkpoints; null = no job directory. */
  readonly checkpointMs: number | null;
  /** SET options. */
  readonly options: Readonly<Record<string, string>>;
}

/** Runs of one process: `warmUps` of each, then `rounds` in which each has its turn. */
export interface JobTurns {
  readonly runs: readonly JobRun[];
  readonly warmUps: number;
  readonly rounds: number;
}

export interface JobResult {
  readonly events: number;
  readonly wallMs: number;
  /** User and system time of the whole process during the job. */
  readonly cpuMs: number;
  /** Peak resident memory of the process, earlier runs included. */
  readonly peakMb: number;
  readonly checkpoints: number;
  /** Written by all checkpoints. */
  readonly checkpointBytes: number;
  /** Longest time in which no row flowed at a barrier. */
  readonly pauseMaxMs: number;
  /** Events per wall second in the first and the last fifth of the run. */
  readonly firstFifth: number;
  readonly lastFifth: number;
  /** Node kind and milliseconds of its own work. */
  readonly busy: readonly (readonly [kind: string, ms: number])[];
}
