/** The result of a SELECT: rows with their change kind, as they come. */
import type * as Arrow from 'apache-arrow';
import { rowAt, type Batch } from '../core/batch.js';
import { readRow } from '../core/column-read.js';
import { kindMark } from '../core/rowkind.js';
import type { Schema } from '../core/types.js';
import type { ChangelogMode } from '../engine/nodes.js';
import { arrowConverter } from './arrow.js';
import type { JobHandle } from './job-handle.js';
import { rowConverter, type JsRow } from './js-value.js';
import type { ResultQueue } from './result-queue.js';

/** '+I' and '+U' add the row to the result, '-U' and '-D' take it away. */
export type ChangeKind = (typeof kindMark)[number];
export interface ChangeRow<Row = JsRow> {
  readonly kind: ChangeKind;
  readonly row: Row;
}

/** Iterate it once: by rows, by Arrow batches, or by the engine's own batches. Leaving the loop cancels the job. */
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
    const convert = rowConverter(this.schema.fields);
    for await (const batch of this.rawBatches()) {
      for (let i = 0; i < batch.rowCount; i++) {
        const row = rowAt(batch, i);
        const kind = batch.kinds === null ? '+I' : kindMark[batch.kinds[row]!]!;
        yield { kind, row: convert(readRow(batch, row)) as Row };
      }
    }
  }

  /** apache-arrow RecordBatches; a column `$kind` (Int8: 0 +I, 1 -U, 2 +U, 3 -D) leads when there are updates. */
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

  /** All rows of a bounded query with its changes applied. */
  async toArray(): Promise<Row[]> {
    const rows = new Map<string, Row[]>();
    for await (const { kind, row } of this) {
      const key = rowKey(row);
      const same = rows.get(key) ?? [];
      if (kind === '+I' || kind === '+U') same.push(row);
      else same.pop();
      rows.set(key, same);
    }
    return [...rows.values()].flat();
  }
}

function rowKey(row: unknown): string {
  return JSON.stringify(row, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return value instanceof Map ? [...value] : value;
  });
}
