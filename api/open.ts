/** The entry point of the package. */
import { resolve } from 'node:path';
import { tableConnectors } from '../connectors/registry.js';
import type { Env } from '../core/env.js';
import { checkOptions } from '../engine/options.js';
import { nodeEnv } from '../storage/node-env.js';
import { Database } from './database.js';
import { JobStarter } from './job-starter.js';
import { ProgramRegistry } from './program-tables.js';
import { Session } from './session.js';

export interface OpenOptions {
  /** Jobs keep their checkpoints below this folder; without it nothing survives the process. */
  readonly dir?: string;
  /** Relative paths of tables are below this folder; default: the process's working folder. */
  readonly baseDir?: string;
  /** Options as SET would give them, e.g. `{ 'table.local-time-zone': 'Europe/Berlin' }`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Machine access, for tests. */
  readonly env?: Env;
}

/**
 * Opens an engine in this process. Throws PlanError OPTION_UNKNOWN for an unknown option. Close it
 * at the end.
 *
 * @example const db = await open({ dir: 'jobs' });
 */
export async function open(options: OpenOptions = {}): Promise<Database> {
  const env = options.env ?? nodeEnv();
  const set = new Map(Object.entries(options.options ?? {}));
  checkOptions(set);
  const program = new ProgramRegistry();
  const connectors = tableConnectors({ program });
  const session = new Session(env, connectors, resolve(options.baseDir ?? '.'), set);
  return new Database(
    session,
    new JobStarter(options.dir === undefined ? null : resolve(options.dir)),
    program,
  );
}
