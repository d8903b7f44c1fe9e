/** Writes dirty state to the working state between checkpoints, while rows flow on. */
import type { Clock } from '../../core/env.js';
import type { FrozenState } from './frozen-state.js';
import type { StateTables } from './state-tables.js';

/**
 * One spill at a time. While it runs no checkpoint may be cut. What it writes is harmless if the
 * job dies: the working state is scratch, recovery starts from a snapshot.
 */
export class Spill {
  readonly #tables: StateTables;
  readonly #clock: Clock;
  readonly #ended: () => void;
  #frozen: FrozenState | null = null;
  #writing: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;

  /** `ended` is called when a spill has ended. */
  constructor(tables: StateTables, clock: Clock, ended: () => void) {
    this.#tables = tables;
    this.#clock = clock;
    this.#ended = ended;
  }

  get isRunning(): boolean {
    return this.#frozen !== null;
  }

  /** Begins to write what is dirty now. None is running, and no freeze is in progress. */
  start(epoch: number): void {
    const frozen = this.#tables.freezeToSpill(epoch);
    this.#frozen = frozen;
    this.#writing = this.#write(frozen);
  }

  /** Throws what made a spill fail (StateError STATE_WRITE_FAILED). */
  check(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Gives a running spill up; resolves when the backend is not used any more. */
  async close(): Promise<void> {
    this.#frozen?.abandon();
    await this.#writing;
  }

  async #write(frozen: FrozenState): Promise<void> {
    try {
      await frozen.write(() => this.#clock.sleep(0));
    } catch (error) {
      this.#failure = { error };
    }
    this.#frozen = null;
    this.#ended();
  }
}
