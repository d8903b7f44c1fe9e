/** `millrace run FILE`: a script from its first statement to its last. */
import { readFileSync } from 'node:fs';
import {
  open,
  ConnectorError,
  type Database,
  type JobHandle,
  type Outcome,
  type Query,
} from '../../index.js';
import { ExitCode } from '../exit-code.js';
import { ProgressLine } from '../progress-line.js';
import { jsonLine } from '../result-text.js';
import { printChanges, printRows, tableLines } from '../results.js';
import type { Terminal } from '../terminal.js';

export interface RunOptions {
  readonly file: string;
  readonly dir: string | undefined;
  readonly set: Readonly<Record<string, string>>;
  readonly fresh: boolean;
  readonly changelog: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Text of a script; '-' is stdin. Throws ConnectorError FILE_NOT_FOUND. */
export function readScript(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    const message = `cannot read the script ${file}: ${why}`;
    throw new ConnectorError('FILE_NOT_FOUND', { message, blame: 'user', cause: error });
  }
}

/** Exit code of the run; errors are thrown. */
export async function run(options: RunOptions, terminal: Terminal): Promise<number> {
  const sql = readScript(options.file);
  const db = await open({
    options: options.set,
    ...(options.dir === undefined ? {} : { dir: options.dir }),
  });
  const interrupt = new Interrupt(terminal);
  try {
    for await (const outcome of db.run(sql, { fresh: options.fresh })) {
      await show(outcome, options, terminal, interrupt);
      if (interrupt.happened) return ExitCode.interrupted;
    }
    return ExitCode.ok;
  } finally {
    interrupt.remove();
    await closeQuietly(db);
  }
}

async function closeQuietly(db: Database): Promise<void> {
  await db.close();
}

async function show(
  outcome: Outcome,
  options: RunOptions,
  terminal: Terminal,
  interrupt: Interrupt,
): Promise<void> {
  switch (outcome.kind) {
    case 'ok':
      return;
    case 'rows':
      printRows(outcome, terminal, options.json);
      return;
    case 'insert':
      await followJob(outcome.job, outcome.tables, options, terminal, interrupt);
      return;
    case 'query':
      await followQuery(outcome.query, outcome.bounded, options, terminal, interrupt);
  }
}

async function followJob(
  job: JobHandle,
  tables: readonly string[],
  options: RunOptions,
  terminal: Terminal,
  interrupt: Interrupt,
): Promise<void> {
  const note = (text: string): void => {
    if (!options.quiet && terminal.errIsTty) terminal.err(`${text}\n`);
  };
  if (job.restored?.finished === true) {
    terminal.err(
      `${tables.join(', ')}: already complete at checkpoint ${job.restored.epoch}; ` +
        '--fresh begins anew\n',
    );
    return;
  }
  for (const passed of job.restored?.passedOver ?? []) terminal.err(`warning: ${passed}\n`);
  if (job.restored !== null) note(`resuming from checkpoint ${job.restored.epoch}`);
  const progress = options.quiet ? null : new ProgressLine(terminal, job);
  interrupt.during(job, progress);
  try {
    const end = await job.finished;
    progress?.end();
    if (end.kind === 'stopped' && end.epoch !== null)
      note(`stopped at checkpoint ${end.epoch}; run again to go on`);
  } finally {
    progress?.clear();
    interrupt.over();
  }
}

async function followQuery(
  query: Query,
  bounded: boolean,
  options: RunOptions,
  terminal: Terminal,
  interrupt: Interrupt,
): Promise<void> {
  interrupt.during(query.handle, null);
  try {
    if (options.json) {
      for await (const { kind, row } of query) terminal.out(`${jsonLine(kind, row)}\n`);
    } else if (options.changelog || !bounded) {
      await printChanges(query, terminal);
    } else {
      const rows = await query.toArray();
      terminal.out(`${tableLines(query.schema, rows).join('\n')}\n`);
    }
  } finally {
    interrupt.over();
  }
}

/** Ctrl-C: the first stops the job with a checkpoint, the second kills the process. */
class Interrupt {
  happened = false;
  readonly #terminal: Terminal;
  readonly #listener = (): void => this.#interrupt();
  #job: JobHandle | null = null;
  #progress: ProgressLine | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    process.on('SIGINT', this.#listener);
    process.on('SIGTERM', this.#listener);
  }
  during(job: JobHandle, progress: ProgressLine | null): void {
    this.#job = job;
    this.#progress = progress;
  }
  over(): void {
    this.#job = null;
    this.#progress = null;
  }
  remove(): void {
    process.off('SIGINT', this.#listener);
    process.off('SIGTERM', this.#listener);
  }

  #interrupt(): void {
    if (this.happened) process.exit(ExitCode.interrupted);
    this.happened = true;
    this.#progress?.clear();
    this.#terminal.err('stopping with a checkpoint (Ctrl-C again to kill)\n');
    // The job's own promise tells how stopping went.
    if (this.#job === null) process.exit(ExitCode.interrupted);
    this.#job.stop().catch(() => undefined);
  }
}
