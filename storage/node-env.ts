/** The only `Env` that touches the machine. Tests and the simulator bring their own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, Env, Log, LogLevel, Random } from '../core/env.js';
import { nodeFiles } from './node-files.js';

const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (ms) => { await (ms > 0 ? delay(ms) : nextTurn()); },
};

const systemRandom: Random = { next: () => Math.random(), uuid: () => randomUUID() };

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/**
 * The machine's clock, chance, files, and a log of one JSON object per line on stderr that keeps
 * lines from `level` up.
 */
export function nodeEnv(options: { readonly level?: LogLevel } = {}): Env {
  return {
    clock: systemClock, random: systemRandom, files: nodeFiles,
    log: stderrLog(options.level ?? 'warn'),
  };
}

function stderrLog(least: LogLevel): Log {
  return {
    write(level, message, fields) {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      const line = { time: new Date().toISOString(), level, message, ...fields };
      process.stderr.write(`${JSON.stringify(line, plainJson)}\n`);
    },
  };
}

/** Errors and bigints have no JSON of their own. */
function plainJson(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? { name: value.name, message: value.message } : value;
}
