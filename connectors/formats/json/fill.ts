/** How the values of one column in a block of rows are decoded: a loop for each kind of column. */
import type { ColumnBuilder } from '../../../core/column-builder.js';
import { MISSING } from './value-spans.js';

/** One column of a block: the value of row r is at `starts[first + r]` (see ValueSpans). */
export interface BlockColumn {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly first: number;
  readonly rows: number;
}

/**
 * Appends the rows from `from` on to the builder, which has room for them, up to the first one that
 * needs the slow way; gives that one, or the count of rows.
 */
export type Fill = (column: BlockColumn, builder: ColumnBuilder, from: number) => number;

/** Everything needs the slow way. */
export const fillNothing: Fill = (_column, _builder, from) => from;

/** Is there no value, or null? */
export function isNull(bytes: Uint8Array, start: number): boolean {
  return start <= MISSING || bytes[start] === 110;
}

/** Appends the builder's first null as its row `row`; gives the bits of the rows. */
export function firstNull(builder: ColumnBuilder, row: number): Uint8Array {
  builder.length = row;
  builder.appendNull();
  return builder.validity!;
}
