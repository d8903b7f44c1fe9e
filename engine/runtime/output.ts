/** Where a task's rows go. */
import type { Batch } from '../../core/batch.js';
import { rowAt } from '../../core/batch.js';
import type { Collector } from '../operator.js';

/** A task as its producers see it. Everything on one input arrives in order. */
export interface Receiver {
  receive(input: number, batch: Batch): void;
  watermark(input: number, ms: number): void;
  setIdle(input: number, isIdle: boolean): void;
  barrier(input: number, epoch: number): void;
  /** No more rows on `input`; its watermark Infinity follows. */
  end(input: number): void;
}

export interface Consumer {
  readonly receiver: Receiver;
  readonly input: number;
}

/** Hands everything to each consumer in turn, synchronously. */
export class Output implements Collector {
  readonly #consumers: readonly Consumer[];
  /** Row by row to all consumers (see interleaved-outputs.ts). */
  readonly #isInterleaved: boolean;
  #announced = -Infinity;
  #isIdle = false;
  rows = 0;

  constructor(consumers: readonly Consumer[], isInterleaved: boolean) {
    this.#consumers = consumers;
    this.#isInterleaved = isInterleaved;
  }

  /** Last watermark given to the consumers. */
  get announced(): number {
    return this.#announced;
  }

  emit(batch: Batch): void {
    if (this.#isIdle) this.setIdle(false);
    this.rows += batch.rowCount;
    if (this.#isInterleaved && batch.rowCount > 1) this.#emitInterleaved(batch);
    else this.#emitWhole(batch);
  }

  #emitWhole(batch: Batch): void {
    for (const { receiver, input } of this.#consumers) receiver.receive(input, batch);
  }

  #emitInterleaved(batch: Batch): void {
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      if (batch.watermarks !== null) this.watermark(batch.watermarks[row]!);
      this.#emitWhole({
        columns: batch.columns,
        kinds: batch.kinds,
        watermarks: batch.watermarks,
        selection: Int32Array.of(row),
        rowCount: 1,
      });
    }
  }

  watermark(ms: number): void {
    if (ms <= this.#announced) return;
    this.#announced = ms;
    for (const { receiver, input } of this.#consumers) receiver.watermark(input, ms);
  }

  setIdle(isIdle: boolean): void {
    if (isIdle === this.#isIdle) return;
    this.#isIdle = isIdle;
    for (const { receiver, input } of this.#consumers) receiver.setIdle(input, isIdle);
  }

  barrier(epoch: number): void {
    for (const { receiver, input } of this.#consumers) receiver.barrier(input, epoch);
  }

  /** Says that there are no more rows, then the watermark Infinity. */
  end(): void {
    for (const { receiver, input } of this.#consumers) receiver.end(input);
    this.watermark(Infinity);
  }

  /** After a restore: the consumers know it from their own state. */
  restoreAnnounced(ms: number): void {
    this.#announced = ms;
  }
}
