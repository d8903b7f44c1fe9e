/**
 * One process at a time on a job directory. The lock is the file LOCK, made complete under another
 * name and then hard-linked: a link is made or fails as a whole, so there is never a half-written
 * lock. A holder that died (kill -9, power cut) is recognised by its pid, start time and boot, and
 * followed by exactly one successor: who may replace the lock with token T is who makes the link
 * LOCK.after-T; if that one dies too before it has replaced the lock, its link is the lock to be
 * followed.
 */
import { join } from 'node:path';
import { CheckpointError } from '../core/errors.js';
import type { Env } from '../core/env.js';
import { notWritable } from './checkpoint-files.js';
import { makeDurableDirectory } from './durable-directory.js';
import { errorCode } from './file-error.js';
import { nodeProcesses } from './process-table.js';
import type { ProcessIdentity, ProcessTable } from './process-table.js';

/** Content of LOCK. */
interface Holder extends ProcessIdentity {
  /** Different for each lock ever taken. */
  readonly token: string;
  readonly sinceMs: number;
}

export interface DirectoryLock {
  /** Gives the directory free; idempotent. Leaves a lock alone that is no longer ours. */
  release(): Promise<void>;
}

const lockName = 'LOCK';

/**
 * Takes the lock on `dir`, which is made when missing. Throws CheckpointError JOB_DIR_LOCKED when
 * another process, or another job of this one, holds it, and JOB_DIR_NOT_WRITABLE.
 */
export async function lockDirectory(
  env: Pick<Env, 'files' | 'clock' | 'random'>, dir: string,
  processes: ProcessTable = nodeProcesses,
): Promise<DirectoryLock> {
  const { files } = env;
  const mine: Holder = {
    ...processes.self(), token: env.random.uuid(), sinceMs: env.clock.nowMs(),
  };
  const draft = join(dir, `${lockName}.${mine.token}`);
  try {
    await makeDurableDirectory(files, dir);
    await files.writeFile(draft, new TextEncoder().encode(JSON.stringify(mine)));
    await takeWith(env, processes, dir, draft);
  } catch (error) {
    throw notWritable(dir, error);
  }
  return { release: async () => release(env, dir, mine.token) };
}

async function takeWith(
  env: Pick<Env, 'files'>, processes: ProcessTable, dir: string, draft: string,
): Promise<void> {
  try {
    await env.files.sync(draft); // else a power cut could leave a lock without a holder
    await acquire(env, processes, dir, draft);
  } finally {
    await removeIfThere(env, draft);
  }
  await sweep(env, processes, dir);
}

/** Links `draft` as the lock, or as the successor of a dead holder. */
async function acquire(
  env: Pick<Env, 'files'>, processes: ProcessTable, dir: string, draft: string,
): Promise<void> {
  const lock = join(dir, lockName);
  if (await linkIfFree(env, draft, lock)) return;
  // Tokens: of the lock, and of successors who did not live to take it.
  const dead = new Set<string>();
  for (let place = lock; ;) {
    const holder = await readHolder(env, place);
    if (holder === null) throw lockedNow(dir); // released or taken over while we looked
    const state = processes.state(holder);
    if (state !== 'gone') throw locked(dir, holder, state);
    dead.add(holder.token);
    place = join(dir, `${lockName}.after-${holder.token}`);
    if (await linkIfFree(env, draft, place)) break;
  }
  const succession = join(dir, `${lockName}.after-${[...dead].at(-1)}`);
  try {
    await succeed(env, dir, draft, dead);
  } finally {
    await removeIfThere(env, succession);
  }
}

/**
 * Puts our lock in the place of a dead one. Since we saw it someone may have followed it, and
 * cleared up, which is how our succession could be linked again: then the present lock is not of
 * the dead.
 */
async function succeed(
  env: Pick<Env, 'files'>, dir: string, draft: string, dead: ReadonlySet<string>,
): Promise<void> {
  const lock = join(dir, lockName);
  const present = await readHolder(env, lock);
  if (present === null) throw lockedNow(dir);
  if (!dead.has(present.token)) throw locked(dir, present, 'running');
  const copy = `${draft}.lock`;
  await env.files.link(draft, copy);
  await env.files.rename(copy, lock);
}

/**
 * Deletes drafts and successions of processes that died while they took the lock. It is ours now.
 */
async function sweep(
  env: Pick<Env, 'files'>, processes: ProcessTable, dir: string,
): Promise<void> {
  for (const name of await env.files.list(dir)) {
    if (!name.startsWith(`${lockName}.`)) continue;
    const holder = await readHolder(env, join(dir, name));
    if (holder === null || processes.state(holder) === 'gone') {
      await removeIfThere(env, join(dir, name));
    }
  }
}

/** False when `place` is taken. */
async function linkIfFree(
  { files }: Pick<Env, 'files'>, draft: string, place: string,
): Promise<boolean> {
  try {
    await files.link(draft, place);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Null when there is no file. A lock that does not parse cannot come from us: its holder is
 * unknown.
 */
async function readHolder({ files }: Pick<Env, 'files'>, path: string): Promise<Holder | null> {
  try {
    return JSON.parse(new TextDecoder().decode(await files.readFile(path))) as Holder;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (!(error instanceof SyntaxError)) throw error;
    return { pid: 0, host: 'unknown', started: null, token: 'unreadable', sinceMs: 0 };
  }
}

async function release(env: Pick<Env, 'files'>, dir: string, token: string): Promise<void> {
  const lock = join(dir, lockName);
  const holder = await readHolder(env, lock);
  if (holder?.token === token) await removeIfThere(env, lock);
}

async function removeIfThere({ files }: Pick<Env, 'files'>, path: string): Promise<void> {
  try {
    await files.remove(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function locked(
  dir: string, holder: Holder, state: 'running' | 'unknown',
): CheckpointError {
  const since = new Date(holder.sinceMs).toISOString();
  const who = `process ${holder.pid} on host ${holder.host}, since ${since}`;
  const hint = state === 'running'
    ? 'stop that process first, or use another job directory'
    : `whether it still runs cannot be seen from here: if not, delete ${join(dir, lockName)}`;
  return new CheckpointError('JOB_DIR_LOCKED', {
    message: `the job directory ${dir} is in use by ${who}`, hint, blame: 'environment',
  });
}

function lockedNow(dir: string): CheckpointError {
  return new CheckpointError('JOB_DIR_LOCKED', {
    message: `another process is taking or releasing the job directory ${dir} right now`,
    hint: 'try again', blame: 'environment',
  });
}
