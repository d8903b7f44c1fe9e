/** The result of a SELECT: rows with their change kind, as they come. */
import type * as Arrow from 'apache-arrow';
import type { Batch } from '../core/batch.js';
import type { Schema } from '../core/types.js';
import type { ChangelogMode } from '../engine/nodes.js';
import { arrowConverter } from '../connectors/formats/arrow/arrow-batch.js';
import type { JobHandle } from './job-handle.js';
import type { JsRow } from './js-value.js';
import type { ResultQueue } from './result-queue.js';
import { ResultTable, changeConverter, type ChangeRow } from './result-table.js';

/**
 * Iterate it once: by rows, by Arrow batches, or by the engine's own batches. Leaving the loop
 * cancels the job.
 */
export class Query<Row = JsRow> implements AsyncIterable<ChangeRow<Row>> {
  readonly schema: Schema;
  /** insert-only: every kind is +I. */
  readonly changelog: ChangelogMode;
  readonly handle: JobHandle;
  readonly #queue: ResultQueue;

  constructor(schema: Schema, changelog: ChangelogMode, handle: JobHandle, queue: ResultQueue) {
    this.schema = schema;
    this.changelog = changelog;
    this.handle = handle;
    this.#queue = queue;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<ChangeRow<Row>> {
    const convert = changeConverter(this.schema);
    for await (const batch of this.rawBatches()) yield* convert(batch) as ChangeRow<Row>[];
  }

  /**
   * apache-arrow RecordBatches; a column `$kind` (Int8: 0 +I, 1 -U, 2 +U, 3 -D) leads when there
   * are updates.
   */
  async *batches(): AsyncIterable<Arrow.RecordBatch> {
    const convert = await arrowConverter(this.schema, this.changelog !== 'insert-only');
    for await (const batch of this.rawBatches()) yield convert(batch);
  }

  /** The engine's batches (Arrow layout, see core/batch.ts). */
  async *rawBatches(): AsyncIterable<Batch> {
    let ended = false;
    try {
      for (let batch = await this.#queue.read(); batch !== null; batch = await this.#queue.read())
        yield batch;
      ended = true;
    } finally {
      if (!ended) await this.handle.cancel();
    }
  }

  /** All rows of a bounded query with its changes applied, in the order of its ORDER BY. */
  async toArray(): Promise<Row[]> {
    const table = new ResultTable(this.schema, this.handle.plan);
    for await (const batch of this.rawBatches()) table.apply(batch);
    return table.rows() as Row[];
  }
}
