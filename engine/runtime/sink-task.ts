/** The end of a chain: hands rows to a sink and takes part in its two-phase commit. */
import type { Batch } from '../../core/batch.js';
import type { Committable, Sink } from '../connector.js';
import type { Backpressure } from './backpressure.js';
import { Task } from './task.js';
import type { TaskParts } from './task.js';

export class SinkTask extends Task {
  readonly #sink: Sink;
  readonly #backpressure: Backpressure;

  constructor(parts: TaskParts, sink: Sink, backpressure: Backpressure) {
    super(parts);
    this.#sink = sink;
    this.#backpressure = backpressure;
  }

  /** Finishes `pending`, undoes everything newer: part of every start. */
  async restore(pending: readonly Committable[], epoch: number | null): Promise<void> {
    await this.#labelled(() => this.#sink.restore(pending, epoch));
  }

  /** Phase one: the cut is made before this returns. */
  prepare(epoch: number): Promise<Committable | null> {
    return this.#labelled(() => this.#sink.prepare(epoch));
  }

  async commit(committables: readonly Committable[]): Promise<void> {
    for (const committable of committables)
      await this.#labelled(() => this.#sink.commit(committable));
  }

  async close(): Promise<void> {
    await this.#labelled(() => this.#sink.close());
  }

  protected override onBatch(_input: number, batch: Batch): void {
    const written = this.#sink.write(batch);
    if (written !== undefined) this.#backpressure.add(this.#labelled(() => written));
  }

  protected override onWatermark(): void {}
  protected override onIdle(): void {}
  protected override onBarrier(): void {}
  protected override onEnd(): void {}

  async #labelled<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.parts.labels.label(error, this.parts.place, this.parts.epoch());
    }
  }
}
