/** The end of a chain: hands rows to a sink and takes part in its two-phase commit. */
import type { Batch } from '../../core/batch.js';
import type { Schema } from '../../core/types.js';
import type { Committable, Sink } from '../connector.js';
import type { Backpressure } from './backpressure.js';
import { checkNotNull } from './not-null.js';
import { Task } from './task.js';
import type { TaskParts } from './task.js';

export class SinkTask extends Task {
  readonly #sink: Sink;
  readonly #backpressure: Backpressure;
  readonly #table: { readonly name: string; readonly schema: Schema } | null;

  /** `table`: what the sink writes; null when any row may be null (a query's result). */
  constructor(
    parts: TaskParts,
    sink: Sink,
    backpressure: Backpressure,
    table: { readonly name: string; readonly schema: Schema } | null,
  ) {
    super(parts);
    this.#sink = sink;
    this.#table = table;
    this.#backpressure = backpressure;
  }

  /** Finishes `pending`, undoes everything newer: part of every start. */
  async restore(pending: readonly Committable[], epoch: number | null): Promise<void> {
    await this.#labelled(() => this.#sink.restore(pending, epoch));
  }

  /** Phase one: the cut is made before this returns. `isFinal`: the job's input has ended. */
  prepare(epoch: number, isFinal: boolean): Promise<Committable | null> {
    return this.#labelled(() => this.#sink.prepare(epoch, isFinal));
  }

  async commit(committables: readonly Committable[]): Promise<void> {
    for (const committable of committables)
      await this.#labelled(() => this.#sink.commit(committable));
  }

  async close(): Promise<void> {
    await this.#labelled(() => this.#sink.close());
  }

  protected override onBatch(_input: number, batch: Batch): void {
    if (this.#table !== null) checkNotNull(batch, this.#table.name, this.#table.schema);
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
