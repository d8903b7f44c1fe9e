/**
 * What one run of a job is asked for and what it tells; the two sides are bench.ts and
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
  /** Runs in the same process before the measured one. */
  readonly warmUps: number;
}

export interface JobResult {
  readonly events: number;
  readonly wallMs: number;
  /** User and system time of the whole process during the job. */
  readonly cpuMs: number;
  /** Peak resident memory of the process. */
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
