/**
 * The start of a chain: polls a source. Its offset is exact at every barrier, also while a poll is
 * in flight.
 */
import { assert } from '../../core/assert.js';
import type { JsonValue } from '../../core/json.js';
import type { Poll, Source } from '../connector.js';
import type { ErrorLabels, Place } from './error-labels.js';
import type { Output } from './output.js';
import type { BusyClock, TaskMeter } from './task-meter.js';

export interface SourceParts {
  readonly place: Place;
  readonly output: Output;
  readonly meter: TaskMeter;
  readonly busy: BusyClock;
  readonly labels: ErrorLabels;
  readonly epoch: () => number;
  /** Wakes the job loop. */
  readonly notify: () => void;
}

/** What `SourceTask.take` found. */
export type Taken =
  | { readonly kind: 'rows'; readonly rows: number }
  | { readonly kind: 'waiting' } // a poll is in flight, or the source has nothing for now
  | { readonly kind: 'end' };

type PollState =
  | { readonly kind: 'none' }
  | { readonly kind: 'inFlight' }
  | { readonly kind: 'arrived'; readonly poll: Poll }
  | { readonly kind: 'failed'; readonly error: unknown };

/** One source and its chain; driven by the job loop. */
export class SourceTask {
  readonly parts: SourceParts;
  readonly #source: Source;
  /**
   * Offset after the last row handed on; read before a poll, in case a barrier comes while it runs.
   */
  #offset: JsonValue | null = null;
  #poll: PollState = { kind: 'none' };
  /**
   * Rows of a poll that is in flight or has arrived are not part of the source's own offset yet.
   */
  #isOffsetOurs = true;
  /** Did the last poll return a promise? */
  #isAsync = false;
  #isIdle = false;
  #hasEnded = false;
  /** When it last became idle, Env clock ms. */
  idleSinceMs = Infinity;

  constructor(parts: SourceParts, source: Source) {
    this.parts = parts;
    this.#source = source;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }
  /** Nothing to read until the source says so. */
  get isIdle(): boolean {
    return this.#isIdle;
  }
  get progress(): number | null {
    return this.#hasEnded ? 1 : (this.#source.progress?.() ?? null);
  }

  async restore(offset: JsonValue | null, hasEnded: boolean): Promise<void> {
    this.#offset = offset;
    this.#hasEnded = hasEnded;
    await this.#labelled(() => this.#source.restore(offset));
  }

  /** Offset at a barrier injected now. */
  offset(): JsonValue | null {
    return this.#isOffsetOurs ? this.#offset : this.#source.offset();
  }

  /**
   * Starts a poll of at most `batchRows` and `rowsLeft` rows, or takes up the one in flight, and
   * hands
   * the rows on if they are there. Never waits: `parts.notify` is called when it makes sense to
   * come
   * again. `rowsLeft`: rows that are to be read from this source in any case.
   */
  take(batchRows: number, rowsLeft: number, nowMs: number): Taken {
    assert(!this.#hasEnded, 'an ended source is not polled');
    if (this.#poll.kind === 'none') this.#start(Math.min(batchRows, rowsLeft));
    const state = this.#poll as PollState;
    if (state.kind === 'failed') throw this.#label(state.error);
    if (state.kind !== 'arrived') return { kind: 'waiting' };
    return this.#accept(state.poll, batchRows, rowsLeft, nowMs);
  }

  #start(rowsMax: number): void {
    if (!this.#isOffsetOurs) this.#offset = this.#source.offset();
    this.#isOffsetOurs = true;
    try {
      const poll = this.#source.poll(rowsMax);
      this.#isAsync = poll instanceof Promise;
      if (poll instanceof Promise) this.#await(poll);
      else this.#poll = { kind: 'arrived', poll };
    } catch (error) {
      this.#poll = { kind: 'failed', error };
    }
  }

  #await(poll: Promise<Poll>): void {
    this.#poll = { kind: 'inFlight' };
    const settle = (state: PollState): void => {
      this.#poll = state;
      this.parts.notify();
    };
    poll.then(
      (arrived) => settle({ kind: 'arrived', poll: arrived }),
      (error: unknown) => settle({ kind: 'failed', error }),
    );
  }

  #accept(poll: Poll, batchRows: number, rowsLeft: number, nowMs: number): Taken {
    this.#poll = { kind: 'none' };
    this.#isOffsetOurs = false;
    if (poll.kind === 'idle') return this.#becomeIdle(poll.ready, nowMs);
    if (poll.kind === 'end') {
      this.#hasEnded = true;
      this.parts.output.end();
      return { kind: 'end' };
    }
    const rows = poll.batch.rowCount;
    assert(rows > 0, 'a polled batch has rows');
    this.parts.meter.rowsIn += rows;
    this.idleSinceMs = Infinity;
    // The source works on while these rows are processed.
    if (this.#isAsync && rowsLeft > rows) this.#start(Math.min(batchRows, rowsLeft - rows));
    this.parts.busy.measure(this.parts.meter, () => this.parts.output.emit(poll.batch));
    return { kind: 'rows', rows };
  }

  #becomeIdle(ready: Promise<void>, nowMs: number): Taken {
    this.#isIdle = true;
    if (this.idleSinceMs === Infinity) this.idleSinceMs = nowMs;
    const wake = (): void => {
      this.#isIdle = false;
      this.parts.notify();
    };
    // A failure shows itself at the next poll.
    ready.then(wake, wake);
    return { kind: 'waiting' };
  }

  async acknowledge(offset: JsonValue): Promise<void> {
    await this.#labelled(() => this.#source.acknowledge(offset));
  }

  async close(): Promise<void> {
    await this.#labelled(() => this.#source.close());
  }

  #label(error: unknown): Error {
    return this.parts.labels.label(error, this.parts.place, this.parts.epoch());
  }

  async #labelled(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw this.#label(error);
    }
  }
}
