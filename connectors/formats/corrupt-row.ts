/** The error for a record that cannot be read. */
import { DataError } from '../../core/errors.js';
import { decodeUtf8 } from '../../core/utf8.js';

const EXCERPT_BYTES = 120;

/**
 * Where and why; `start` and `end` bound the record in `bytes`, `position` is the place of
 * bytes[0].
 */
export interface CorruptRow {
  readonly file: string;
  readonly line: number; // 0-based
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly position: number;
  readonly column: string | null;
  readonly reason: string;
}

/** DataError CORRUPT_ROW (blame: user) naming file, line, byte, column and text. */
export function corruptRow(row: CorruptRow): DataError {
  const cut = Math.min(row.end, row.start + EXCERPT_BYTES);
  const text = decodeUtf8(row.bytes, row.start, cut).replace(/[\r\n]+$/, '');
  const column = row.column === null ? '' : `, column "${row.column}"`;
  return new DataError('CORRUPT_ROW', {
    message:
      `${row.file}, line ${row.line + 1}, byte ${row.position + row.at}${column}: ${row.reason}; ` +
      `the row is: ${text}${cut < row.end ? '...' : ''}`,
    hint: hintOn(row, text),
  });
}

function hintOn(row: CorruptRow, text: string): string {
  if (row.reason === 'not well-formed JSON' && /^\s*[[{](?!.*[\]}]\s*$)/.test(text))
    return 'a JSON object, or an array of them, must stand in one line';
  const isUtf16 = [row.bytes[row.start], row.bytes[row.start + 1]].sort().join() === '254,255';
  if (isUtf16) return 'the file begins as UTF-16 does: convert it to UTF-8';
  const format = row.line === 0 ? binaryFormat(text) : null;
  if (format !== null) return `the file begins as ${format} does: it is no text`;
  return "correct the file, or let such rows be skipped and counted with 'error.policy' = 'skip'";
}

/** What a file is that begins with `text`; null = perhaps text. */
function binaryFormat(text: string): string | null {
  const found = binaryStarts.find(([start]) => text.startsWith(start));
  return found === undefined ? null : found[1];
}

const binaryStarts = [
  ['PAR1', "Parquet ('format' = 'parquet')"],
  ['Obj\u0001', "Avro ('format' = 'avro')"],
  ['ARROW1', "Arrow ('format' = 'arrow')"],
  ['\u001f\ufffd', "gzip (its name must end in '.gz')"],
  ['(\ufffd/\ufffd', "zstandard (its name must end in '.zst')"],
] as const;
