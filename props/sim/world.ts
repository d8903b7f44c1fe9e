/**
 * A simulated machine: virtual time, a disk that loses what was not synced, and deaths at chosen
 * steps.
 */
import type { Clock, Env, FileSystem, Random } from '../../core/env.js';
import { MillraceError } from '../../core/errors.js';
import { errorCode } from '../../storage/file-error.js';
import { faultFiles } from '../../storage/fault-files.js';
import type { FileFault } from '../../storage/fault-files.js';
import { MemoryDisk } from '../../storage/memory-files.js';

/** What a dead process would never have seen. */
export class Crash extends Error {
  constructor() {
    super('simulated crash');
    this.name = 'Crash';
  }
}

/** Does the error come of the disk, and not of a mistake of ours? */
export function isOfEnvironment(error: unknown): boolean {
  if (error instanceof MillraceError) return error.blame === 'environment';
  return errorCode(error) !== undefined;
}

/** mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const uuid = (): string =>
    Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('');
  return { next, uuid };
}

export interface Mishaps {
  /** Steps from one start to its death; the lives after these run to the end. */
  readonly crashes: readonly { readonly afterSteps: number; readonly losesPower: boolean }[];
  /** Chance that a file call fails with ENOSPC, 0..1, for the first `faultCalls` calls. */
  readonly faultChance: number;
  /** Chance that a file call takes some ms, 0..1; 0 when absent. */
  readonly slowChance?: number;
}

export class World {
  readonly random: Random;
  readonly disk = new MemoryDisk();
  readonly #mishaps: Mishaps;
  #lives = 0;
  #stepsLeft = Infinity;
  #isDead = false;
  #onDeath: () => void = () => undefined;
  #faultsLeft = 20;
  steps = 0;

  constructor(seed: number, mishaps: Mishaps) {
    this.random = seededRandom(seed);
    this.#mishaps = mishaps;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** May a file call still fail? */
  get hasFaults(): boolean {
    return this.#mishaps.faultChance > 0 && this.#faultsLeft > 0;
  }

  /** The machine starts again: a new process on the same disk. */
  boot(): Env {
    this.#isDead = false;
    this.#stepsLeft = this.#mishaps.crashes[this.#lives]?.afterSteps ?? Infinity;
    this.#onDeath = () => undefined;
    this.#lives++;
    const life = this.#lives;
    const clock = new VirtualClock();
    const isNow = (): boolean => life === this.#lives;
    const files = faultFiles(this.disk.mount(), () => (isNow() ? this.#fileCall() : undefined));
    const slow = faultFiles(files, async () => {
      if (!isNow() || this.random.next() >= (this.#mishaps.slowChance ?? 0)) return undefined;
      await clock.sleep(this.random.next() * 4);
      return undefined;
    });
    return {
      clock,
      random: this.random,
      files: this.#mishaps.slowChance === undefined ? files : slow,
      log: { write: () => undefined },
    };
  }

  /** Called once at the death of the present life. */
  onDeath(action: () => void): void {
    this.#onDeath = action;
  }

  /** Anything a process does: here it may die. */
  step(): void {
    this.steps++;
    if (this.#isDead) throw new Crash();
    if (--this.#stepsLeft > 0) return;
    this.#die();
    throw new Crash();
  }

  #die(): void {
    this.#isDead = true;
    const losesPower = this.#mishaps.crashes[this.#lives - 1]?.losesPower === true;
    if (losesPower) this.disk.cutPower(this.random);
    else this.disk.kill();
    this.#onDeath();
  }

  #fileCall(): FileFault | undefined {
    this.step();
    if (this.#faultsLeft === 0 || this.random.next() >= this.#mishaps.faultChance) return undefined;
    this.#faultsLeft--;
    return { code: 'ENOSPC', tornBytes: Math.floor(this.random.next() * 40) };
  }

  /** A machine beside this one that sees its disk: no life, nothing happens to it. */
  observer(): Env {
    const { random } = this;
    return {
      clock: new VirtualClock(),
      random,
      files: this.inspect(),
      log: { write: () => undefined },
    };
  }

  /** For looking at the disk from outside, after the last life. */
  inspect(): FileSystem {
    return this.disk.mount();
  }
}

/**
 * Sleepers wake in order of time as soon as nothing else runs; each look at the clock takes 50 us.
 */
export class VirtualClock implements Clock {
  #nowMs = 1_000_000;
  #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  #isPumping = false;

  nowMs(): number {
    return Math.floor(this.monotonicMs());
  }

  monotonicMs(): number {
    this.#nowMs += 0.05;
    return this.#nowMs;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ atMs: this.#nowMs + ms, wake });
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#isPumping || this.#sleepers.length === 0) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      let first = 0;
      this.#sleepers.forEach((sleeper, i) => {
        if (sleeper.atMs < this.#sleepers[first]!.atMs) first = i;
      });
      const [sleeper] = this.#sleepers.splice(first, 1);
      this.#nowMs = Math.max(this.#nowMs, sleeper!.atMs);
      sleeper!.wake();
      this.#pump();
    });
  }
}
