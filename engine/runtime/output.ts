/** Where a task's rows go. */
import type { Batch } from '../../core/batch.js';
import { rowAt } from '../../core/batch.js';
import type { Collector } from '../operator.js';
import type { Cut } from './interleaved-outputs.js';

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
  /** Piece by piece to all consumers (see interleaved-outputs.ts); null = whole batches. */
  readonly #cut: Cut | null;
  #announced = -Infinity;
  #isIdle = false;
  rows = 0;

  constructor(consumers: readonly Consumer[], cut: Cut | null) {
    this.#consumers = consumers;
    this.#cut = cut;
  }

  /** Last watermark given to the consumers. */
  get announced(): number {
    return this.#announced;
  }

  emit(batch: Batch): void {
    if (this.#isIdle) this.setIdle(false);
    this.rows += batch.rowCount;
    if (this.#cut === null || batch.rowCount === 1) this.#emitWhole(batch);
    else this.#emitInterleaved(batch, this.#cut);
  }

  #emitWhole(batch: Batch): void {
    for (const { receiver, input } of this.#consumers) receiver.receive(input, batch);
  }

  #emitInterleaved(batch: Batch, cut: Cut): void {
    for (let from = 0; from < batch.rowCount;) {
      const to = cut === 'rows' ? from + 1 : endOfCell(batch, from, cut.cellMs);
      if (batch.watermarks !== null) this.watermark(batch.watermarks[rowAt(batch, from)]!);
      this.#emitWhole(to - from === batch.rowCount ? batch : piece(batch, from, to));
      from = to;
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

/** Behind the last row from `from` on whose watermark is in the same cell. */
function endOfCell(batch: Batch, from: number, cellMs: number): number {
  const { watermarks, rowCount } = batch;
  if (watermarks === null) return rowCount;
  const cell = Math.floor((watermarks[rowAt(batch, from)]! + 1) / cellMs);
  const endMs = (cell + 1) * cellMs - 1; // the first watermark of the next cell
  let to = from + 1;
  if (!Number.isFinite(endMs)) {
    while (to < rowCount && watermarks[rowAt(batch, to)]! === watermarks[rowAt(batch, from)]!) to++;
    return to;
  }
  while (to < rowCount && watermarks[rowAt(batch, to)]! < endMs) to++;
  return to;
}

function piece(batch: Batch, from: number, to: number): Batch {
  const selection = new Int32Array(to - from);
  for (let i = from; i < to; i++) selection[i - from] = rowAt(batch, i);
  const { columns, kinds, watermarks } = batch;
  return { columns, kinds, watermarks, selection, rowCount: to - from };
}
