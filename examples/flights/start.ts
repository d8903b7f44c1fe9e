/**
 * `npm start`: runs flights.sql with the ordinary command line; `--crash` kills it now and then.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../cli/command-line.js';
import { processTerminal } from '../../cli/terminal.js';

const script = 'examples/flights/flights.sql';
const output = 'out/flights';
const complete = join(output, 'COMPLETE');
const killsMax = 4;

// A run that has ended is begun anew; one that was interrupted goes on.
if (existsSync(complete)) rmSync(output, { recursive: true });
const crash = process.argv.includes('--crash');
const args = process.argv.slice(2).filter((arg) => arg !== '--crash');
process.exitCode = crash
  ? await crashing(args)
  : await main(['run', script, ...args], processTerminal());
if (process.exitCode === 0) {
  mkdirSync(output, { recursive: true });
  writeFileSync(complete, '');
}

/** Runs the job in processes of its own and kills the first few at random moments. */
async function crashing(rest: readonly string[]): Promise<number> {
  for (let kills = 0; ;) {
    const afterMs = kills < killsMax ? 300 + Math.random() * 2500 : Infinity;
    const code = await attempt(rest, afterMs);
    if (code !== null) return code;
    kills++;
    process.stderr.write(
      `\nSIGKILL after ${Math.round(afterMs)} ms (${kills} of ${killsMax}); going on\n`,
    );
  }
}

/** Exit code, or null when it was killed. */
function attempt(rest: readonly string[], killAfterMs: number): Promise<number | null> {
  const cli = join(dirname(fileURLToPath(import.meta.url)), '../../cli/main.js');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, 'run', script, ...rest], { stdio: 'inherit' });
    const timer = Number.isFinite(killAfterMs)
      ? setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      : null;
    child.on('close', (code, signal) => {
      if (timer !== null) clearTimeout(timer);
      resolve(signal === 'SIGKILL' ? null : (code ?? 1));
    });
  });
}
