/** Reading node-sql-parser's trees: nothing in them is believed that is not known. */
import type { Span } from '../../core/errors.js';
import { SqlError } from '../../core/errors.js';

/** A node of its tree. */
export type Tree = Readonly<Record<string, unknown>>;

export type DialectName = 'postgresql' | 'mysql' | 'bigquery' | 'snowflake';

/** Where a statement of a dialect stands. */
export interface DialectPlace {
  readonly dialect: DialectName;
  /** The whole statement: the trees have no finer positions. */
  readonly span: Span;
  /** Opening parentheses that the tree accounts for, counted while it is lowered. */
  parens: number;
}

/** SqlError DIALECT_UNSUPPORTED: `what` completes "... is not taken from postgresql". */
export function refused(what: string, place: DialectPlace): SqlError {
  return new SqlError('DIALECT_UNSUPPORTED', {
    message: `${what} is not taken over from ${place.dialect}`,
    span: place.span,
    hint: "Write it in the engine's own SQL: SET 'table.sql-dialect' = 'default'.",
  });
}

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A node that must be one. */
export function treeOf(value: unknown, place: DialectPlace): Tree {
  if (!isTree(value)) throw refused(`a tree with ${JSON.stringify(value)} in it`, place);
  return value;
}

export function listOf(value: unknown, place: DialectPlace): readonly unknown[] {
  if (!Array.isArray(value)) throw refused('a list that is none', place);
  return value as readonly unknown[];
}

export function textOf(value: unknown, place: DialectPlace): string {
  if (typeof value !== 'string') throw refused('a name of several parts', place);
  return value;
}

/** null, '', false, and whatever holds nothing else. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** Refuses a node that says anything under other keys than these. */
export function only(tree: Tree, keys: readonly string[], place: DialectPlace): void {
  for (const [key, value] of Object.entries(tree)) {
    if (!keys.includes(key) && !isEmpty(value)) throw refused(`"${key}" (a clause or form)`, place);
  }
}

/** A name: a text, or { type: 'default' or 'double_quote_string', value }, or { expr: such }. */
export function nameOf(value: unknown, place: DialectPlace): string {
  if (typeof value === 'string') return value;
  const tree = treeOf(value, place);
  if (isTree(tree['expr'])) {
    only(tree, ['expr'], place);
    return nameOf(tree['expr'], place);
  }
  only(tree, ['type', 'value'], place);
  return textOf(tree['value'], place);
}
