/**
 * Checks what an Arrow file says of itself before the library reads it: tables and vectors lie
 * within their buffers, and batches have no more rows than their bytes can hold. Names of fields as
 * in Arrow's Message.fbs, Schema.fbs and File.fbs.
 */
import { corruptArrow } from './arrow-read.js';
import { FlatTable } from './flatbuffer-check.js';

const MESSAGE = { headerType: 1, header: 2, bodyLength: 3, custom: 4 } as const;
const SCHEMA = { fields: 1, custom: 2 } as const;
const FIELD = { typeId: 2, children: 5, custom: 6 } as const;
const BATCH = { length: 0, nodes: 1, buffers: 2, compression: 3, variadicCounts: 4 } as const;
const FOOTER = { schema: 1, dictionaries: 2, batches: 3, custom: 4 } as const;
const HEADER = { schema: 1, dictionary: 2, batch: 3 } as const;
/** Type.Null has no bytes, however many rows. */
const NULL_TYPE = 1;
const BLOCK_BYTES = 24;
const MAGIC = 'ARROW1';
/** More fields than any table has; a damaged schema may name one field often. */
const FIELDS_MAX = 100_000;

/** Throws DataError CORRUPT_FILE. O(metadata). */
export function checkArrowMetadata(bytes: Uint8Array): void {
  if (startsWithMagic(bytes)) checkFile(bytes);
  else checkStream(bytes);
}

function startsWithMagic(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, MAGIC.length)) === MAGIC;
}

function checkFile(bytes: Uint8Array): void {
  const end = bytes.length - MAGIC.length - 4;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = end < 8 ? -1 : view.getInt32(end, true);
  if (length <= 0 || length > end) throw corruptArrow('it has no footer');
  const footer = FlatTable.root(bytes.subarray(end - length, end));
  footer.tables(FOOTER.custom);
  const hasBytes = checkSchema(footer.table(FOOTER.schema));
  for (const [slot, kind] of [
    [FOOTER.dictionaries, HEADER.dictionary],
    [FOOTER.batches, HEADER.batch],
  ] as const) {
    for (const at of footer.numbers(slot, BLOCK_BYTES, 0)) {
      // the library would look for a batch there for ever
      if (checkMessage(bytes, at, hasBytes)?.kind !== kind)
        throw corruptArrow('a footer that points at no batch');
    }
  }
}

function checkStream(bytes: Uint8Array): void {
  let hasBytes = true;
  for (let at = 0; at < bytes.length;) {
    const message = checkMessage(bytes, at, hasBytes);
    if (message === null) return;
    hasBytes &&= message.hasBytes;
    at = message.end;
  }
}

interface CheckedMessage {
  readonly end: number;
  readonly kind: number;
  /** false: a schema of nothing but NULL columns. */
  readonly hasBytes: boolean;
}

/** null: the mark of the end. */
function checkMessage(bytes: Uint8Array, at: number, hasBytes: boolean): CheckedMessage | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at < 0 || at + 8 > bytes.length) {
    if (at >= 0 && at + 4 === bytes.length) return null; // the short mark of old writers
    throw corruptArrow('a batch beyond its end');
  }
  const isNew = view.getInt32(at, true) === -1; // old writers have no mark before the length
  const start = at + (isNew ? 8 : 4);
  const length = view.getInt32(start - 4, true);
  if (length === 0) return null;
  if (length < 0 || start + length > bytes.length) throw corruptArrow('a batch beyond its end');
  const message = FlatTable.root(bytes.subarray(start, start + length));
  const bodyLength = message.int64(MESSAGE.bodyLength);
  const end = start + length + bodyLength;
  if (bodyLength < 0 || end > bytes.length) throw corruptArrow('a batch beyond its end');
  message.tables(MESSAGE.custom);
  const header = message.table(MESSAGE.header);
  const kind = message.byte(MESSAGE.headerType);
  if (kind === HEADER.schema) return { end, kind, hasBytes: checkSchema(header) };
  const batch = kind === HEADER.dictionary ? (header?.table(1) ?? null) : header;
  const body = bytes.subarray(start + length, end);
  if (kind === HEADER.dictionary || kind === HEADER.batch) checkBatch(batch, body, hasBytes);
  return { end, kind, hasBytes: true };
}

/** Is there a column with bytes? */
function checkSchema(schema: FlatTable | null): boolean {
  if (schema === null) throw corruptArrow('it has no schema');
  schema.tables(SCHEMA.custom);
  const fields = [...schema.tables(SCHEMA.fields)];
  for (let i = 0; i < fields.length; i++) {
    fields[i]!.tables(FIELD.custom);
    fields.push(...fields[i]!.tables(FIELD.children));
    if (fields.length > FIELDS_MAX) throw corruptArrow('more fields than a table can have');
  }
  return fields.some((field) => field.byte(FIELD.typeId) !== NULL_TYPE);
}

/** A row needs a bit in some buffer. */
function checkBatch(batch: FlatTable | null, body: Uint8Array, hasBytes: boolean): void {
  if (batch === null) throw corruptArrow('a batch without its head');
  batch.numbers(BATCH.variadicCounts, 8, 0);
  const lengths = batch.numbers(BATCH.buffers, 16, 8);
  const offsets = batch.numbers(BATCH.buffers, 16, 0);
  let room = 0;
  const isCompressed = batch.table(BATCH.compression) !== null;
  for (const [i, offset] of offsets.entries()) {
    const length = lengths[i]!;
    if (offset < 0 || length < 0 || offset + length > body.length)
      throw corruptArrow('a buffer beyond its batch');
    room += isCompressed ? length * RATIO_MAX : length;
  }
  const rows = [batch.int64(BATCH.length), ...batch.numbers(BATCH.nodes, 16, 0)];
  if (rows.some((count) => count < 0 || (hasBytes && count > room * 8)))
    throw corruptArrow('more rows than its bytes can hold');
}

/** What one compressed byte may stand for. */
const RATIO_MAX = 100_000;
