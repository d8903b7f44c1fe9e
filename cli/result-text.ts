/** Result rows as cells of text tables and as JSON lines. */
import type { ChangeKind, JsRow, JsValue, ResultField } from '../index.js';
import type { TextColumn } from './table.js';

const numeric = /^(TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|DECIMAL)/;

/** Columns of a text table; numbers stand right. */
export function textColumns(fields: readonly ResultField[]): TextColumn[] {
  return fields.map(({ name, type }) => ({ name, right: numeric.test(type) }));
}

/** One cell; NULL as such. Not yet made safe for a terminal (see `oneLine`). */
export function cellText(value: JsValue | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && !(value instanceof Date)) return JSON.stringify(value, plain);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' ? numberText(value) : String(value);
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** One change as a JSON line; BIGINTs and DECIMALs as text, so that no digit is lost. */
export function jsonLine(kind: ChangeKind, row: JsRow): string {
  return JSON.stringify({ kind, row }, plain);
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value); // NaN, Infinity
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([k, v]) => [cellText(k as JsValue), v]));
  return value;
}
