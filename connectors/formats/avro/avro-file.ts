/** Rows of an Avro object container file by number, a block at a time. */
import type { Column, Value } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import { DataError } from '../../../core/errors.js';
import { gather } from '../../../core/gather.js';
import type { JsonValue } from '../../../core/json.js';
import type { DataType, Field } from '../../../core/types.js';
import { decodeUtf8 } from '../../../core/utf8.js';
import { errorText } from '../../../storage/file-error.js';
import type { DecodedRows, FileReaderContext, FileRows } from '../format.js';
import { unpacker, type BlockCodec } from './avro-codec.js';
import { fieldSteps, type FieldStep } from './avro-read.js';
import { parseAvroSchema } from './avro-schema.js';
import { ByteCursor, corrupt } from './byte-cursor.js';

const HEAD_BYTES = 1 << 16;
const SYNC_BYTES = 16;
const BLOCK_HEAD_BYTES = 20; // two varints

interface Block {
  readonly first: number; // row
  readonly count: number;
  readonly position: number; // of its data
  readonly bytes: number;
}

interface Head {
  readonly schema: JsonValue;
  readonly codec: string;
  readonly sync: Uint8Array;
  readonly end: number;
}

/** See the head of this file. */
export class AvroFile implements FileRows {
  readonly rowCount: number;
  readonly #context: FileReaderContext;
  readonly #head: Head;
  readonly #unpack: BlockCodec;
  readonly #blocks: readonly Block[];
  readonly #steps: readonly FieldStep[];
  #loaded: { readonly block: Block; readonly columns: readonly Column[] } | null = null;

  /** Throws DataError CORRUPT_FILE, or AVRO_COLUMN when the columns do not fit the file. */
  static open(context: FileReaderContext): Promise<AvroFile> {
    return named(context.path, async () => {
      const head = await readHead(context);
      const unpack = await unpacker(head.codec);
      const blocks = await listBlocks(context, head);
      const schema = parseAvroSchema(head.schema);
      if (schema.kind !== 'record') throw corrupt('it does not hold records');
      const fields = wantedFields(context);
      return new AvroFile(context, head, unpack, blocks, fieldSteps(schema, fields, ''));
    });
  }

  private constructor(
    context: FileReaderContext,
    head: Head,
    unpack: BlockCodec,
    blocks: readonly Block[],
    steps: readonly FieldStep[],
  ) {
    this.#context = context;
    this.#head = head;
    this.#unpack = unpack;
    this.#blocks = blocks;
    this.#steps = steps;
    const last = blocks[blocks.length - 1];
    this.rowCount = last === undefined ? 0 : last.first + last.count;
  }

  async read(row: number, rowsMax: number): Promise<DecodedRows> {
    const { block, columns } = await this.#load(row);
    const start = row - block.first;
    const rowCount = Math.min(rowsMax, block.count - start);
    const rows = Int32Array.from({ length: rowCount }, (_, i) => start + i);
    const whole = rowCount === block.count;
    return {
      columns: whole ? columns : columns.map((column) => gather(column, rows, rowCount)),
      kinds: null,
      rowCount,
    };
  }

  async #load(row: number): Promise<{ block: Block; columns: readonly Column[] }> {
    const loaded = this.#loaded;
    if (
      loaded !== null &&
      row >= loaded.block.first &&
      row < loaded.block.first + loaded.block.count
    )
      return loaded;
    const block = this.#blocks.find(({ first, count }) => row < first + count)!;
    const columns = await named(this.#context.path, () => this.#decode(block));
    this.#loaded = { block, columns };
    return this.#loaded;
  }

  async #decode(block: Block): Promise<readonly Column[]> {
    const { env, path, projection, types } = this.#context;
    const bytes = await env.files.readAt(path, block.position, block.bytes + SYNC_BYTES);
    const { sync } = this.#head;
    for (let i = 0; i < SYNC_BYTES; i++) {
      if (bytes[block.bytes + i] !== sync[i]) throw corrupt('a block does not end where it should');
    }
    const cursor = new ByteCursor(this.#unpack(bytes.subarray(0, block.bytes)));
    const wanted = topLevelNames(projection);
    const builders = types.map((type: DataType) => new ColumnBuilder(type, block.count));
    const places = projection.map((columnPath) => wanted.indexOf(columnPath[0]!));
    const picks = projection.map((columnPath) => fieldPath(this.#context, columnPath));
    const values: Value[] = wanted.map(() => null);
    for (let row = 0; row < block.count; row++) {
      for (const { target, read } of this.#steps) {
        const value = read(cursor);
        if (target >= 0) values[target] = value;
      }
      for (let i = 0; i < builders.length; i++) {
        let value: Value = values[places[i]!]!;
        for (const index of picks[i]!) value = value === null ? null : (value as never)[index]!;
        builders[i]!.append(value);
      }
    }
    if (cursor.at !== cursor.bytes.length) throw corrupt('a block holds more than its rows');
    return builders.map((builder) => builder.finish());
  }
}

/** Columns of which something is wanted. */
function topLevelNames(projection: readonly (readonly string[])[]): string[] {
  return [...new Set(projection.map((path) => path[0]!))];
}

function wantedFields(context: FileReaderContext): Field[] {
  return topLevelNames(context.projection).map((name) => {
    return context.columns.fields.find((field) => field.name === name)!;
  });
}

/** Indexes of fields within rows, behind the column itself. */
function fieldPath(context: FileReaderContext, path: readonly string[]): number[] {
  let type = context.columns.fields.find((field) => field.name === path[0])!.type;
  return path.slice(1).map((name) => {
    const fields: readonly Field[] = type.id === 'row' ? type.fields : [];
    const index = fields.findIndex((field) => field.name === name);
    type = fields[index]!.type;
    return index;
  });
}

/** Reads as much as the head needs. */
async function readHead(context: FileReaderContext): Promise<Head> {
  for (let size = HEAD_BYTES; ; size *= 16) {
    const bytes = await context.env.files.readAt(context.path, 0, Math.min(size, context.bytes));
    try {
      return parseHead(bytes);
    } catch (cause) {
      if (!(cause instanceof DataError) || size >= context.bytes) throw cause;
    }
  }
}

function parseHead(bytes: Uint8Array): Head {
  const cursor = new ByteCursor(bytes);
  const magic = cursor.take(4);
  if (decodeUtf8(bytes, magic, magic + 4) !== 'Obj\x01') throw corrupt('it does not begin as one');
  const meta = new Map<string, string>();
  const text = (): string => {
    const length = cursor.number();
    const start = cursor.take(length);
    return decodeUtf8(bytes, start, start + length);
  };
  cursor.items(() => meta.set(text(), text()));
  const sync = cursor.take(SYNC_BYTES);
  return {
    schema: JSON.parse(meta.get('avro.schema') ?? 'null') as JsonValue,
    codec: meta.get('avro.codec') ?? 'null',
    sync: bytes.slice(sync, sync + SYNC_BYTES),
    end: cursor.at,
  };
}

async function listBlocks(context: FileReaderContext, head: Head): Promise<Block[]> {
  const blocks: Block[] = [];
  let first = 0;
  for (let at = head.end; at < context.bytes;) {
    const bytes = await context.env.files.readAt(context.path, at, BLOCK_HEAD_BYTES);
    const cursor = new ByteCursor(bytes);
    const count = cursor.number();
    const size = cursor.number();
    const position = at + cursor.at;
    at = position + size + SYNC_BYTES;
    if (count < 0 || size < 0 || at > context.bytes) throw corrupt('its last block is cut off');
    if (count > 0) blocks.push({ first, count, position, bytes: size });
    first += count;
  }
  return blocks;
}

/** Errors name the file; what is not ours becomes DataError CORRUPT_FILE. */
async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof DataError ? cause.code : 'CORRUPT_FILE';
    throw new DataError(code, {
      message: `${path}: ${errorText(cause)}`,
      ...(cause instanceof DataError && cause.hint !== undefined ? { hint: cause.hint } : {}),
      cause,
    });
  }
}
