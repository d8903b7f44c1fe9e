/** Rows as an Avro object container file: the head, then blocks of about 64,000 bytes. */
import { createHash } from 'node:crypto';
import type { Batch } from '../../../core/batch.js';
import { columnReader } from '../../../core/column-read.js';
import { encodeUtf8 } from '../../../core/utf8.js';
import { booleanOption, choiceOption, type Options } from '../../options.js';
import type { EncoderContext, FileEncoder, FileEncoders } from '../format.js';
import { packer, WRITE_CODECS, type BlockCodec } from './avro-codec.js';
import { avroSchemaOf } from './avro-schema.js';
import { avroRecordWrite, ByteSink } from './avro-write.js';

const BLOCK_BYTES = 64_000;

/** Checked options of the format. */
export interface AvroOptions {
  readonly codec: (typeof WRITE_CODECS)[number];
  readonly isLegacy: boolean;
}

/** Throws ConnectorError OPTION_VALUE. */
export function avroOptions(options: Options): AvroOptions {
  choiceOption(options, 'avro.encoding', ['binary']);
  return {
    codec: choiceOption(options, 'avro.codec', WRITE_CODECS),
    isLegacy: booleanOption(options, 'avro.timestamp_mapping.legacy', true),
  };
}

/** Loads the codec. Throws ConnectorError FORMAT_SCHEMA. */
export async function avroEncoders(context: EncoderContext): Promise<FileEncoders> {
  const { codec, isLegacy } = avroOptions(context.options);
  const schema = JSON.stringify(avroSchemaOf(context.fields, isLegacy));
  const pack = await packer(codec);
  return () => new AvroEncoder(context, schema, codec, pack);
}

class AvroEncoder implements FileEncoder {
  readonly #columns;
  readonly #pack: BlockCodec;
  /** Depends on the schema only, so that equal rows give equal files. */
  readonly #sync: Uint8Array;
  readonly #out = new ByteSink();
  readonly #block = new ByteSink();
  #blockRows = 0;

  constructor(context: EncoderContext, schema: string, codec: string, pack: BlockCodec) {
    const writes = avroRecordWrite(context.fields);
    this.#columns = context.fields.map(({ type }, i) => ({
      index: context.indexes[i]!,
      read: columnReader(type),
      write: writes[i]!,
    }));
    this.#pack = pack;
    this.#sync = createHash('sha256').update(schema).digest().subarray(0, 16);
    this.#head(schema, codec);
  }

  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array {
    for (let i = 0; i < count; i++) {
      for (const { index, read, write } of this.#columns) {
        write(this.#block, read(batch.columns[index]!, rows[i]!));
      }
      this.#blockRows++;
      if (this.#block.length >= BLOCK_BYTES) this.#endBlock();
    }
    return this.#out.take();
  }

  finish(): Uint8Array {
    this.#endBlock();
    return this.#out.take();
  }

  #head(schema: string, codec: string): void {
    const out = this.#out;
    out.bytes(encodeUtf8('Obj\x01'));
    out.integer(2);
    for (const text of ['avro.schema', schema, 'avro.codec', codec]) out.sized(encodeUtf8(text));
    out.byte(0);
    out.bytes(this.#sync);
  }

  #endBlock(): void {
    if (this.#blockRows === 0) return;
    this.#out.integer(this.#blockRows);
    this.#out.sized(this.#pack(this.#block.take()));
    this.#out.bytes(this.#sync);
    this.#blockRows = 0;
  }
}
