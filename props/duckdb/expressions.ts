/** Random scalar expressions and conditions over typed columns, in the words both engines share. */
import type { Tape } from './tape.js';

/** approximate: a DOUBLE compared to 6 digits. */
export type Kind = 'int' | 'text' | 'decimal' | 'boolean' | 'time' | 'approximate';
export interface Column {
  readonly name: string;
  readonly type: Kind;
}

const comparisons = ['=', '<', '<=', '<>', '>', '>='];
const literals: Readonly<Record<Kind, readonly string[]>> = {
  int: ['1', '0', '-2', '3'],
  text: ["'a'", "''", "'é'", "'😀'", "'\uffee'"],
  decimal: ['1.50', '-0.25', '0.00'],
  boolean: ['TRUE', 'FALSE'],
  time: ["TIMESTAMP '2026-02-01 00:00:00'", "TIMESTAMP '2026-01-31 23:59:50.001'"],
  approximate: ['CAST(0.5 AS DOUBLE)'],
};

/** An expression of `type`; `depth` bounds its height. */
export function expression(
  tape: Tape,
  columns: readonly Column[],
  type: Kind,
  depth: number,
): string {
  const own = columns.filter((column) => column.type === type).map((column) => column.name);
  const leaf = (): string =>
    own.length > 0 && !tape.oneIn(5) ? tape.pick(own) : tape.pick(literals[type]);
  if (depth === 0) return leaf();
  const part = (): string => expression(tape, columns, type, depth - 1);
  const text = (): string => expression(tape, columns, 'text', depth - 1);
  const shapes: (() => string)[] = [
    leaf,
    leaf,
    () => `COALESCE(${part()}, ${part()})`,
    () => `CASE WHEN ${condition(tape, columns, depth - 1)} THEN ${part()} ELSE ${part()} END`,
    () => `CASE WHEN ${condition(tape, columns, depth - 1)} THEN ${part()} END`,
    () => `NULLIF(${part()}, ${part()})`,
  ];
  if (type === 'int') {
    shapes.push(() => `(${part()} + ${part()})`);
    shapes.push(() => `(${part()} - ${part()})`);
    shapes.push(() => `(-(${part()}) * 3)`);
    shapes.push(() => `MOD(${part()}, 3)`);
    shapes.push(() => `ABS(${part()})`);
  }
  if (type === 'decimal') shapes.push(() => `(${part()} - ${part()})`);
  if (type === 'text') {
    shapes.push(() => `(${text()} || ${text()})`);
    shapes.push(() => `SUBSTRING(${text()}, 1, 1)`);
    shapes.push(() => `REPLACE(${text()}, 'a', 'xy')`);
  }
  if (type === 'boolean') shapes.push(() => `(${condition(tape, columns, depth - 1)})`);
  return tape.pick(shapes)();
}

/** A condition, which may be unknown for some rows. */
export function condition(tape: Tape, columns: readonly Column[], depth: number): string {
  const { type } = tape.pick(columns);
  const part = (): string => expression(tape, columns, type, Math.max(0, depth - 1));
  const inner = (): string => condition(tape, columns, depth - 1);
  const shapes: (() => string)[] = [
    () => `${part()} ${tape.pick(comparisons)} ${part()}`,
    () => `${part()} ${tape.pick(comparisons)} ${tape.pick(literals[type])}`,
    () => `${part()} IS NULL`,
    () => `${part()} IS NOT NULL`,
    () => `${part()} IS DISTINCT FROM ${part()}`,
    () => `${part()} IN (${literals[type].join(', ')})`,
    () => `${part()} NOT IN (${literals[type].join(', ')})`,
    () => `${part()} BETWEEN ${part()} AND ${part()}`,
  ];
  if (type === 'text') shapes.push(() => `${part()} LIKE '%${tape.pick(['a', 'é', '_'])}'`);
  if (depth > 0) {
    shapes.push(() => `(${inner()} AND ${inner()})`);
    shapes.push(() => `(${inner()} OR ${inner()})`);
    shapes.push(() => `NOT (${inner()})`);
  }
  return tape.pick(shapes)();
}
