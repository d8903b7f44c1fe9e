/** A result's columns for programs: names and SQL types as text. */
import type { Value } from '../core/batch.js';
import { formatType, type Schema } from '../core/types.js';
import { rowConverter, type JsRow } from './js-value.js';

export type ResultSchema = Schema;
export interface ResultField {
  readonly name: string;
  /** E.g. 'BIGINT NOT NULL', 'ROW<`a` INT>'. */
  readonly type: string;
}

/** Names and types of a schema's columns. */
export function resultFields(schema: ResultSchema): ResultField[] {
  return schema.fields.map(({ name, type }) => ({ name, type: formatType(type) }));
}

/** Boxed rows (of SHOW, DESCRIBE, EXPLAIN) as objects by column name. */
export function rowObjects(schema: ResultSchema, rows: readonly (readonly Value[])[]): JsRow[] {
  const convert = rowConverter(schema.fields);
  return rows.map((row) => convert(row));
}
