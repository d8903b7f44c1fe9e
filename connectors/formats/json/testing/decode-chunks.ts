/** Bytes through the json decoder in chunks, as a file source gives them. */
import type { Value } from '../../../../core/batch.js';
import { columnReader } from '../../../../core/column-read.js';
import type { DataType, Field } from '../../../../core/types.js';
import { jsonFormat } from '../json.js';

/** How bytes are cut and read. */
export interface ChunkedRead {
  readonly fields: readonly Field[];
  readonly projection: readonly (readonly string[])[];
  /** Lengths of the chunks, used again from the first one on. */
  readonly cuts: readonly number[];
  readonly rowsMax: number;
  readonly skipCorrupt: boolean;
  /** Of the format; none unless given. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Type of the value at `path`. */
function typeAt(fields: readonly Field[], path: readonly string[]): DataType {
  return path.reduce<DataType>(
    (type, name) =>
      (type as DataType & { id: 'row' }).fields.find((field) => field.name === name)!.type,
    { id: 'row', fields, nullable: false },
  );
}

/** Rows of whole lines, boxed; and how many records were skipped. */
export function decodeChunks(
  bytes: Uint8Array,
  read: ChunkedRead,
): { rows: Value[][]; skipped: number } {
  const { fields, projection, cuts, rowsMax, skipCorrupt } = read;
  const types = projection.map((path) => typeAt(fields, path));
  const options = read.options ?? {};
  const context = { options, columns: { fields }, projection, types, skipCorrupt };
  const decoder = jsonFormat.decoder!(context);
  decoder.begin('f', 0);
  const rows: Value[][] = [];
  let pending = new Uint8Array(0);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const next = bytes.subarray(at, at + cuts[i % cuts.length]!);
    at += next.length;
    pending = Uint8Array.from([...pending, ...next]);
    for (let start = 0; ;) {
      const step = { isLast: at >= bytes.length, rowsMax, position: 0 };
      const end = decoder.decode(pending, start, pending.length, step);
      const count = decoder.rowCount;
      if (count > 0) {
        const { columns } = decoder.take();
        const readers = columns.map((column) => columnReader(column.type));
        for (let row = 0; row < count; row++)
          rows.push(columns.map((column, c) => readers[c]!(column, row)));
      }
      start = end;
      if (count > 0) continue;
      pending = pending.slice(start);
      break;
    }
  }
  return { rows, skipped: decoder.skippedCount };
}
