/** Folding changelogs into multisets and comparing these, floating point to a relative 1e-9. */
import type { JsonValue } from '../../core/json.js';

export type Change = readonly [mark: string, ...values: JsonValue[]];

/** Thrown text when a changelog takes away what was not there. */
export interface Folded {
  readonly rows: ReadonlyMap<string, number>;
  readonly illFormed: string | null;
}

/** Multiset of rows: +I and +U add, -U and -D take away. */
export function fold(changes: readonly Change[]): Folded {
  const rows = new Map<string, number>();
  let illFormed: string | null = null;
  for (const [mark, ...values] of changes) {
    const key = JSON.stringify(values);
    const count = (rows.get(key) ?? 0) + (mark === '+I' || mark === '+U' ? 1 : -1);
    if (count < 0) illFormed ??= `takes away a row that is not there: ${key}`;
    if (count === 0) rows.delete(key);
    else rows.set(key, count);
  }
  return { rows, illFormed };
}

/** null when equal, else the first differences as text. `types` are the expected column types. */
export function difference(
  actual: readonly Change[],
  expected: readonly Change[],
  types: readonly string[],
): string | null {
  const ours = fold(actual);
  if (ours.illFormed !== null) return ours.illFormed;
  const theirs = fold(expected);
  const extra = subtract(ours.rows, theirs.rows);
  const missing = subtract(theirs.rows, ours.rows);
  if (extra.length !== missing.length) return describe(extra, missing);
  const left = [...missing];
  for (const row of extra) {
    const at = left.findIndex((other) => nearlyEqual(row, other, types));
    if (at < 0) return describe(extra, missing);
    left.splice(at, 1);
  }
  return null;
}

function subtract(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): JsonValue[][] {
  const rows: JsonValue[][] = [];
  for (const [key, count] of a) {
    for (let i = b.get(key) ?? 0; i < count; i++) rows.push(JSON.parse(key) as JsonValue[]);
  }
  return rows;
}

function describe(extra: readonly JsonValue[][], missing: readonly JsonValue[][]): string {
  const show = (rows: readonly JsonValue[][]): string =>
    rows
      .slice(0, 3)
      .map((r) => JSON.stringify(r))
      .join(' ') + (rows.length > 3 ? ' ...' : '');
  return (
    `${extra.length} rows too many: ${show(extra)}; ` +
    `${missing.length} missing: ${show(missing)}`
  );
}

function nearlyEqual(
  a: readonly JsonValue[],
  b: readonly JsonValue[],
  types: readonly string[],
): boolean {
  return (
    a.length === b.length && a.every((value, i) => nearlyEqualValue(value, b[i]!, types[i] ?? ''))
  );
}

function nearlyEqualValue(a: JsonValue, b: JsonValue, type: string): boolean {
  if (typeof a === 'number' && typeof b === 'number') return nearlyEqualNumber(a, b, type);
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length &&
      a.every((item, i) => nearlyEqualValue(item as JsonValue, b[i] as JsonValue, type))
    );
  }
  if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object') {
    const left = Object.entries(a);
    const right = b as Readonly<Record<string, JsonValue>>;
    return (
      left.length === Object.keys(b).length &&
      left.every(([k, v]) => k in right && nearlyEqualValue(v as JsonValue, right[k]!, type))
    );
  }
  return a === b;
}

function nearlyEqualNumber(a: number, b: number, type: string): boolean {
  if (type.includes('FLOAT') && Math.fround(a) === Math.fround(b)) return true;
  if (!/FLOAT|DOUBLE/.test(type)) return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
