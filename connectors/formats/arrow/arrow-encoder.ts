/** Rows as an Arrow IPC file; apache-arrow is loaded when the sink starts. */
import type * as Arrow from 'apache-arrow';
import type { Batch } from '../../../core/batch.js';
import { joinedBytes } from '../../../core/joined-bytes.js';
import type { EncoderContext, FileEncoder, FileEncoders } from '../format.js';
import { arrowConverter } from './arrow-batch.js';

/** Loads the library. */
export async function arrowEncoders(context: EncoderContext): Promise<FileEncoders> {
  const convert = await arrowConverter({ fields: context.fields }, false);
  const arrow = await import('apache-arrow');
  return () => new ArrowEncoder(arrow, context.indexes, convert);
}

class ArrowEncoder implements FileEncoder {
  readonly #indexes: readonly number[];
  readonly #convert: (batch: Batch) => Arrow.RecordBatch;
  readonly #writer: Arrow.RecordBatchFileWriter;
  #chunks: Uint8Array[] = [];

  constructor(
    arrow: typeof Arrow,
    indexes: readonly number[],
    convert: (batch: Batch) => Arrow.RecordBatch,
  ) {
    this.#indexes = indexes;
    this.#convert = convert;
    const take = (bytes: Uint8Array): void => void this.#chunks.push(bytes);
    const Queue = class extends arrow.AsyncByteQueue {
      override write(value: Uint8Array | ArrayBufferView | ArrayBufferLike): void {
        if (value instanceof Uint8Array) take(value);
        else if (ArrayBuffer.isView(value)) {
          take(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
        } else take(new Uint8Array(value));
      }
    };
    this.#writer = new arrow.RecordBatchFileWriter();
    this.#writer.reset(new Queue() as never);
  }

  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array {
    const isDense = batch.selection === null && count === batch.rowCount;
    this.#writer.write(
      this.#convert({
        columns: this.#indexes.map((index) => batch.columns[index]!),
        kinds: null,
        selection: isDense ? null : rows.subarray(0, count),
        rowCount: count,
        watermarks: null,
      }),
    );
    return this.#taken();
  }

  finish(): Uint8Array {
    this.#writer.close();
    return this.#taken();
  }

  /** A copy of what the library gave, which may be the arrays of columns. */
  #taken(): Uint8Array {
    const bytes = joinedBytes(this.#chunks);
    this.#chunks = [];
    return bytes;
  }
}
