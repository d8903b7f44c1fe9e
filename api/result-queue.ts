/** Bounded queue of batches between a job (writer) and a program (reader). */
import type { Batch } from '../core/batch.js';
import type { ResultSink } from '../engine/runtime/job-spec.js';

export class ResultQueue implements ResultSink {
  readonly #batches: Batch[] = [];
  readonly #rowsMax: number;
  #rows = 0;
  #ended = false;
  #failure: unknown = null;
  #wakeReader: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;

  /** Back-pressure begins at `rowsMax` buffered rows. */
  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax;
  }

  write(batch: Batch): void | Promise<void> {
    if (this.#ended) return;
    this.#batches.push(batch);
    this.#rows += batch.rowCount;
    this.#wakeReader?.();
    if (this.#rows < this.#rowsMax) return;
    return new Promise((resolve) => (this.#wakeWriter = resolve));
  }

  /** No more batches; a `failure` is thrown to the reader after what is buffered. */
  end(failure: unknown = null): void {
    this.#ended = true;
    this.#failure = failure;
    this.#wakeReader?.();
    this.#releaseWriter();
  }

  /** Next batch, or null at the end. One reader at a time. */
  async read(): Promise<Batch | null> {
    for (;;) {
      const batch = this.#batches.shift();
      if (batch !== undefined) {
        this.#rows -= batch.rowCount;
        if (this.#rows < this.#rowsMax) this.#releaseWriter();
        return batch;
      }
      if (this.#ended) {
        if (this.#failure !== null) throw this.#failure;
        return null;
      }
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
      this.#wakeReader = null;
    }
  }

  #releaseWriter(): void {
    this.#wakeWriter?.();
    this.#wakeWriter = null;
  }
}
