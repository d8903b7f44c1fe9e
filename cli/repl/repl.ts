/** The REPL: multi-line statements, history, completion, live results, errors with a caret. */
import { createInterface, type Interface } from 'node:readline';
import { aggregateFunctions } from '../../engine/aggregates/registry.js';
import { listFunctions } from '../../engine/functions/registry.js';
import { sessionOptions } from '../../engine/options.js';
import {
  MillraceError,
  formatError,
  open,
  type Database,
  type JobHandle,
  type Outcome,
} from '../../index.js';
import { reservedWords } from '../../sql/keywords.js';
import { isCompleteStatement } from '../../sql/parser/parse.js';
import { ExitCode } from '../exit-code.js';
import { ProgressLine } from '../progress-line.js';
import { printRows } from '../results.js';
import type { Terminal } from '../terminal.js';
import { version } from '../version.js';
import { complete, type Vocabulary } from './completion.js';
import { helpOn, helpTopic } from './help-command.js';
import { appendHistory, historyPath, readHistory } from './history-file.js';
import { showLive } from './live-table.js';

export interface ReplOptions {
  readonly dir: string | undefined;
  readonly set: Readonly<Record<string, string>>;
}

const prompt = 'millrace> ';
const continuation = '       -> ';

/** Reads statements from stdin until QUIT, EXIT or the end. */
export async function repl(options: ReplOptions, terminal: Terminal): Promise<number> {
  const db = await open({
    options: options.set,
    ...(options.dir === undefined ? {} : { dir: options.dir }),
  });
  const history = historyPath();
  const interactive = process.stdin.isTTY && terminal.outIsTty;
  const lines = createInterface({
    input: process.stdin,
    output: interactive ? process.stdout : undefined,
    history: readHistory(history),
    completer: (line: string) => complete(line, vocabulary(db)),
    prompt: interactive ? prompt : '',
  });
  if (interactive)
    terminal.out(`Millrace ${version()}. Statements end with ; HELP; QUIT; or Ctrl-D\n`);
  const code = await new Repl(db, lines, terminal, history, interactive).loop();
  await db.close();
  return code;
}

class Repl {
  readonly #db: Database;
  readonly #lines: Interface;
  readonly #terminal: Terminal;
  readonly #history: string | null;
  readonly #interactive: boolean;
  #buffer = '';
  #running: JobHandle | null = null;
  #code: number = ExitCode.ok;

  constructor(
    db: Database,
    lines: Interface,
    terminal: Terminal,
    history: string | null,
    interactive: boolean,
  ) {
    this.#db = db;
    this.#lines = lines;
    this.#terminal = terminal;
    this.#history = history;
    this.#interactive = interactive;
  }

  async loop(): Promise<number> {
    this.#lines.on('SIGINT', () => this.#interrupt());
    this.#lines.prompt();
    for await (const line of this.#lines) {
      this.#buffer += `${line}\n`;
      if (/^\s*(quit|exit)\s*;?\s*$/i.test(this.#buffer)) break;
      if (this.#help()) continue;
      if (this.#buffer.trim() !== '' && isCompleteStatement(this.#buffer)) await this.#runBuffer();
      this.#prompt();
    }
    this.#lines.close();
    if (this.#buffer.trim() !== '' && !this.#interactive) await this.#runBuffer();
    return this.#interactive ? ExitCode.ok : this.#code;
  }

  /** Answers HELP, with or without ; at its end. */
  #help(): boolean {
    const topic = helpTopic(this.#buffer);
    if (topic === null) return false;
    this.#buffer = '';
    this.#terminal.out(`${helpOn(topic, this.#db.session.facts.functions)}\n`);
    this.#prompt();
    return true;
  }

  #prompt(): void {
    if (!this.#interactive) return;
    this.#lines.setPrompt(this.#buffer.trim() === '' ? prompt : continuation);
    this.#lines.prompt();
  }

  async #runBuffer(): Promise<void> {
    const sql = this.#buffer;
    this.#buffer = '';
    if (/^\s*(quit|exit)\s*;?\s*$/i.test(sql)) return;
    appendHistory(this.#history, sql);
    try {
      for await (const outcome of this.#db.run(sql)) await this.#show(outcome);
    } catch (error) {
      this.#code = ExitCode.user;
      const text =
        error instanceof MillraceError ? formatError(error) : String((error as Error).stack);
      this.#terminal.err(`${text}\n`);
    } finally {
      this.#running = null;
    }
  }

  async #show(outcome: Outcome): Promise<void> {
    switch (outcome.kind) {
      case 'ok':
        if (outcome.message !== '') this.#terminal.out(`${outcome.message}\n`);
        return;
      case 'rows':
        printRows(outcome, this.#terminal, false);
        return;
      case 'query':
        this.#running = outcome.query.handle;
        await showLive(outcome.query, this.#terminal);
        await outcome.query.handle.finished;
        return;
      case 'insert':
        this.#running = outcome.job;
        await this.#follow(outcome.job);
    }
  }

  async #follow(job: JobHandle): Promise<void> {
    const progress = new ProgressLine(this.#terminal, job);
    try {
      const end = await job.finished;
      progress.end();
      this.#terminal.out(`${end.kind}: ${job.metrics().rowsIn} rows read\n`);
    } finally {
      progress.clear();
    }
  }

  /** Ctrl-C ends what runs, else drops the half-typed statement. */
  #interrupt(): void {
    if (this.#running !== null) {
      this.#running.stop().catch(() => undefined); // the job's own promise tells how it ended
      return;
    }
    this.#buffer = '';
    this.#terminal.out('\n');
    this.#prompt();
  }
}

/** What can be called: functions and aggregates of the engine, then the session's own. */
export function functionNames(db: Database): readonly string[] {
  const own = [...listFunctions(), ...aggregateFunctions].map((f) => f.name);
  return [...own.filter((name) => /^\w+$/.test(name)), ...db.session.facts.functions.keys()];
}

function vocabulary(db: Database): Vocabulary {
  return {
    keywords: reservedWords,
    relations: db.relations(),
    functions: functionNames(db),
    options: sessionOptions.map((option) => option.name),
  };
}
