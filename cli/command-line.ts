/** The command line of `millrace`: options, commands, exit codes. */
import { parseArgs } from 'node:util';
import { MillraceError, formatError } from '../index.js';
import { checkpoints } from './commands/checkpoints.js';
import { explain } from './commands/explain.js';
import { run } from './commands/run.js';
import { ExitCode, exitCodeOf } from './exit-code.js';
import { helpText } from './help.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

const optionSpecs = {
  set: { type: 'string', multiple: true },
  dir: { type: 'string' },
  fresh: { type: 'boolean' },
  changelog: { type: 'boolean' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Runs one command line (without node and script); gives the exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`${error.message}\nSee millrace --help.\n`);
      return ExitCode.usage;
    }
    const text =
      error instanceof MillraceError ? formatError(error) : String((error as Error).stack ?? error);
    terminal.err(`${text}\n`);
    return exitCodeOf(error);
  }
}

/** The command line is wrong. */
class UsageError extends TypeError {}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help === true) return print(helpText, terminal);
  if (values.version === true) return print(`millrace ${version()}\n`, terminal);
  const [command, ...rest] = positionals;
  const json = values.json === true;
  const set = settings(values.set ?? []);
  switch (command) {
    case undefined: {
      const { repl } = await import('./repl/repl.js');
      return repl({ dir: values.dir, set }, terminal);
    }
    case 'run':
      return run(
        {
          file: one(rest, 'run FILE'),
          dir: values.dir,
          set,
          json,
          fresh: values.fresh === true,
          changelog: values.changelog === true,
          quiet: values.quiet === true,
        },
        terminal,
      );
    case 'explain':
      return explain(one(rest, 'explain FILE'), set, terminal);
    case 'checkpoints': {
      const [verb, ...dirs] = rest;
      if (verb !== 'ls' && verb !== 'verify')
        throw new UsageError('expected: millrace checkpoints ls|verify DIR');
      return checkpoints(verb, one(dirs, `checkpoints ${verb} DIR`), json, terminal);
    }
    default:
      throw new UsageError(`no command "${command}" (there are run, explain, checkpoints)`);
  }
}

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof optionSpecs; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options: optionSpecs, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as TypeError).message);
  }
}

function one(positionals: readonly string[], usage: string): string {
  if (positionals.length !== 1) throw new UsageError(`expected: millrace ${usage}`);
  return positionals[0]!;
}

function settings(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`--set takes KEY=VALUE, not "${pair}"`);
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

function print(text: string, terminal: Terminal): number {
  terminal.out(text);
  return ExitCode.ok;
}
