/** Columns an expression reads: columns of the batch and, through rows, their fields. */
import type { Batch, Column } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import type { Expr } from '../expr.js';

/** Index of a column, then of fields within it. */
export interface InputPath {
  readonly path: readonly number[];
  readonly type: DataType;
}

/** Path of a column or of a chain of FIELD calls over one; null for other expressions. */
export function inputPath(expr: Expr): InputPath | null {
  const indexes: number[] = [];
  let node = expr;
  while (node.kind === 'call' && node.name === 'FIELD') {
    indexes.unshift(fieldIndex(node.options));
    node = node.args[0]!;
  }
  return node.kind === 'column' ? { path: [node.index, ...indexes], type: expr.type } : null;
}

/** `index` of a FIELD call's options. */
export function fieldIndex(options: unknown): number {
  return (options as { readonly index: number }).index;
}

/** The column at `path`; a field is NULL where a row around it is. */
export function resolveInput(batch: Batch, path: readonly number[]): Column {
  let column = batch.columns[path[0]!]!;
  for (let i = 1; i < path.length; i++) {
    const field = column.children![path[i]!]!;
    column =
      column.validity === null
        ? field
        : { ...field, validity: bothValid(column.validity, field.validity) };
  }
  return column;
}

function bothValid(a: Uint8Array, b: Uint8Array | null): Uint8Array {
  if (b === null || a === b) return a;
  const bits = new Uint8Array(Math.min(a.length, b.length));
  for (let i = 0; i < bits.length; i++) bits[i] = a[i]! & b[i]!;
  return bits;
}

/** Physical rows in use: the highest live row + 1. */
export function physicalRows(batch: Batch): number {
  return batch.selection === null ? batch.rowCount : batch.selection[batch.rowCount - 1]! + 1;
}
