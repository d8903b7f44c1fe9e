/** One column of one row group: distinct values once, and which of them each row has. */
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import type { ColumnMetaData, Compressors, PageHeader, SchemaElement } from 'hyparquet';
import { ColumnBuilder } from '../../../core/column-builder.js';
import type { Column } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import { formatType, type DataType } from '../../../core/types.js';
import { isUtf8 } from '../utf8-check.js';
import { isDecimal } from './nested-decimal.js';
import { plainRead, plainWidth, type PlainRead } from './plain-value.js';
import { readHybrid } from './rle.js';

/** Row r of the group is `values` row `rows[r]`; -1 = null. */
export interface ColumnChunkRows {
  readonly values: Column;
  readonly rows: Int32Array;
}

export interface ChunkSource {
  readonly bytes: Uint8Array; // of the whole chunk
  readonly meta: ColumnMetaData;
  readonly element: SchemaElement;
  readonly type: DataType;
  readonly compressors: Compressors;
  readonly rowCount: number;
  readonly file: string;
}

const FAST_ENCODINGS = new Set([
  'PLAIN',
  'RLE',
  'RLE_DICTIONARY',
  'PLAIN_DICTIONARY',
  'BIT_PACKED',
]);

/** Can `readChunk` read a flat column of these encodings as `type`? */
export function isFastChunk(meta: ColumnMetaData, element: SchemaElement, type: DataType): boolean {
  if (!meta.encodings.every((encoding) => FAST_ENCODINGS.has(encoding))) return false;
  if (!isBytes(type)) return plainRead(element, type) !== null;
  const isText = type.id === 'char' || type.id === 'varchar';
  if (isText && isDecimal(element)) return false;
  return element.type === 'BYTE_ARRAY' || (element.type === 'FIXED_LEN_BYTE_ARRAY' && !isText);
}

/** Throws DataError CORRUPT_FILE, and whatever hyparquet throws on broken pages. */
export function readChunk(source: ChunkSource): ColumnChunkRows {
  return new ChunkReader(source).read();
}

function isBytes(type: DataType): boolean {
  return ['char', 'varchar', 'binary', 'varbinary'].includes(type.id);
}

class ChunkReader {
  readonly #source: ChunkSource;
  readonly #rows: Int32Array;
  readonly #pool: ColumnBuilder;
  readonly #read: PlainRead | null;
  #rowsDone = 0;

  constructor(source: ChunkSource) {
    this.#source = source;
    this.#rows = new Int32Array(source.rowCount);
    this.#pool = new ColumnBuilder(source.type, 256);
    this.#read = plainRead(source.element, source.type);
  }

  read(): ColumnChunkRows {
    const { bytes, rowCount } = this.#source;
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
    while (this.#rowsDone < rowCount) {
      const header = parquetHeader(reader);
      const page = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
      reader.offset += header.compressed_page_size;
      this.#page(header, page);
    }
    this.#checkIndices();
    return { values: this.#pool.finish(), rows: this.#rows };
  }

  /** Rows of a broken page may name values that there are not. */
  #checkIndices(): void {
    const count = this.#pool.length;
    const rows = this.#rows;
    for (let row = 0; row < rows.length; row++) {
      if (rows[row]! >= count || rows[row]! < -1) throw this.#corrupt('an index beyond its values');
    }
  }

  #page(header: PageHeader, page: Uint8Array): void {
    switch (header.type) {
      case 'DICTIONARY_PAGE':
        this.#plain(
          this.#unpacked(page, header.uncompressed_page_size),
          0,
          header.dictionary_page_header!.num_values,
        );
        break;
      case 'DATA_PAGE': {
        const { num_values: count, encoding } = header.data_page_header!;
        const bytes = this.#unpacked(page, header.uncompressed_page_size);
        const levels = this.#isOptional()
          ? 4 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true)
          : 0;
        this.#data(bytes, levels, count, encoding, this.#levels(bytes, 4, count));
        break;
      }
      case 'DATA_PAGE_V2': {
        const v2 = header.data_page_header_v2!;
        const levels = v2.definition_levels_byte_length + v2.repetition_levels_byte_length;
        const isPresent = this.#levels(page, v2.repetition_levels_byte_length, v2.num_values);
        const body = page.subarray(levels);
        const bytes =
          v2.is_compressed === false
            ? body
            : this.#unpacked(body, header.uncompressed_page_size - levels);
        this.#data(bytes, 0, v2.num_values, v2.encoding, isPresent);
        break;
      }
      default:
        throw this.#corrupt('a page of no known type');
    }
  }

  #unpacked(page: Uint8Array, length: number): Uint8Array {
    return decompressPage(page, length, this.#source.meta.codec, this.#source.compressors);
  }

  #isOptional(): boolean {
    return this.#source.element.repetition_type === 'OPTIONAL';
  }

  /** 1 for rows with a value; null = all have one. */
  #levels(bytes: Uint8Array, start: number, count: number): Int32Array | null {
    if (!this.#isOptional()) return null;
    const levels = new Int32Array(count);
    readHybrid(bytes, start, 1, levels, 0, count);
    return levels.includes(0) ? levels : null;
  }

  /** A page's values, from `start` of its unpacked bytes. */
  #data(
    bytes: Uint8Array,
    start: number,
    count: number,
    encoding: string,
    isPresent: Int32Array | null,
  ): void {
    const present = isPresent === null ? count : isPresent.reduce((sum, level) => sum + level, 0);
    const first = this.#rowsDone;
    if (encoding === 'PLAIN') {
      const base = this.#pool.length;
      this.#plain(bytes, start, present);
      for (let i = 0; i < present; i++) this.#rows[first + i] = base + i;
    } else {
      readHybrid(bytes, start + 1, bytes[start]!, this.#rows, first, present);
    }
    if (isPresent !== null) this.#spread(first, count, present, isPresent);
    this.#rowsDone += count;
  }

  /** Moves the dense values of a page to the rows that have one. */
  #spread(first: number, count: number, present: number, isPresent: Int32Array): void {
    const rows = this.#rows;
    let from = first + present - 1;
    for (let i = count - 1; i >= 0; i--) rows[first + i] = isPresent[i] === 1 ? rows[from--]! : -1;
  }

  #plain(bytes: Uint8Array, start: number, count: number): void {
    const { element, type } = this.#source;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const isText = type.id === 'char' || type.id === 'varchar';
    let width = plainWidth(element);
    let at = start;
    for (let i = 0; i < count; i++) {
      if (element.type === 'BYTE_ARRAY') {
        width = view.getUint32(at, true);
        at += 4;
      }
      if (at + width > bytes.length) throw this.#corrupt('a page that is too short');
      if (isText && !isUtf8(bytes, at, at + width)) throw this.#corrupt('a text that is not UTF-8');
      if (isBytes(type)) this.#putBytes(bytes, at, width);
      else this.#putValue(this.#read!(view, at, width));
      at += width;
    }
  }

  #putValue(value: ReturnType<PlainRead>): void {
    if (value === undefined) {
      const { file, meta, type } = this.#source;
      throw new DataError('PARQUET_COLUMN', {
        message:
          `${file}, column "${meta.path_in_schema.join('.')}": ` +
          `a value does not fit ${formatType(type)}`,
        hint: 'declare a wider type, or the one of the file',
      });
    }
    this.#pool.append(value);
  }

  #putBytes(bytes: Uint8Array, start: number, length: number): void {
    const pool = this.#pool;
    pool.reserve(1);
    pool.reserveBytes(length);
    const at = pool.offsets![pool.length]!;
    (pool.values as Uint8Array).set(bytes.subarray(start, start + length), at);
    pool.offsets![pool.length + 1] = at + length;
    pool.length++;
  }

  #corrupt(what: string): DataError {
    const { file, meta } = this.#source;
    return new DataError('CORRUPT_FILE', {
      message: `${file}, column "${meta.path_in_schema.join('.')}": ${what}`,
      hint: 'check the file with another Parquet reader',
    });
  }
}
