/**
 * What names mean at one place of a query: relations in FROM, columns shared by USING, and the
 * query around.
 */
import type { Span } from '../../core/errors.js';
import { didYouMean, listedNames, SqlError } from '../../core/errors.js';
import type { DataType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call, column } from '../../engine/expr.js';
import type { Identifier } from '../ast/node.js';
import { fieldAccess } from './field.js';

export interface ScopeColumn {
  readonly name: string;
  readonly type: DataType;
  readonly index: number;
  /** Another column was given the same name: this one cannot be named. */
  readonly repeated?: boolean;
}

export interface ScopeRelation {
  readonly alias: string | null;
  /** catalog.database.name when the relation is a table without an alias. */
  readonly path: readonly string[];
  readonly columns: readonly ScopeColumn[];
}
/**
 * One name for a column of both sides (USING, NATURAL). `hides` are the columns a star leaves out.
 */
export interface MergedColumn {
  readonly name: string;
  readonly expr: Expr;
  readonly hides: readonly number[];
}

export interface Scope {
  readonly relations: readonly ScopeRelation[];
  readonly merged: readonly MergedColumn[];
  readonly parent: Scope | null;
}

export const emptyScope: Scope = { relations: [], merged: [], parent: null };

/** A column of the `level`-th query around (1 = the next one). */
export function outerColumn(level: number, inner: Expr): Expr {
  if (inner.kind === 'column') return call('$OUTER', [], inner.type, { level, index: inner.index });
  if (inner.kind !== 'call') return inner;
  if (inner.name === '$OUTER') {
    const options = inner.options as { level: number; index: number };
    return call('$OUTER', [], inner.type, { level: options.level + 1, index: options.index });
  }
  return { ...inner, args: inner.args.map((arg) => outerColumn(level, arg)) };
}

/**
 * Finds `path` in the scope or the queries around it. Throws SQL_UNKNOWN_COLUMN,
 * SQL_AMBIGUOUS_COLUMN.
 */
export function resolveColumn(scope: Scope, path: readonly Identifier[], span: Span): Expr {
  for (let at: Scope | null = scope, level = 0; at !== null; at = at.parent, level++) {
    const found = findInScope(at, path, span);
    if (found !== null) return level === 0 ? found : outerColumn(level, found);
  }
  throw unknownColumn(scope, path, span);
}

function findInScope(scope: Scope, path: readonly Identifier[], span: Span): Expr | null {
  for (let used = Math.min(3, path.length - 1); used >= 1; used--) {
    const relation = findRelation(
      scope,
      path.slice(0, used).map((part) => part.name),
    );
    const found = relation?.columns.filter((c) => c.name === path[used]!.name) ?? [];
    if (found.length > 1 || found[0]?.repeated === true) throw ambiguous(path[used]!.name, span);
    if (found.length === 1) return withFields(found[0]!, path.slice(used + 1), span);
  }
  const name = path[0]!.name;
  const merged = scope.merged.find((m) => m.name === name);
  if (merged !== undefined) return fieldsOf(merged.expr, path.slice(1), span);
  const candidates = scope.relations.flatMap((r) => r.columns.filter((c) => c.name === name));
  if (candidates.length > 1 || candidates[0]?.repeated === true) throw ambiguous(name, span);
  return candidates.length === 0 ? null : withFields(candidates[0]!, path.slice(1), span);
}

function withFields(found: ScopeColumn, fields: readonly Identifier[], span: Span): Expr {
  return fieldsOf(column(found.index, found.type), fields, span);
}

function fieldsOf(expr: Expr, fields: readonly Identifier[], span: Span): Expr {
  return fields.reduce((object, field) => fieldAccess(object, field.name, span), expr);
}

/** Relation called `path` (an alias, or the end of a table's full name); the nearest query's. */
export function findRelation(scope: Scope, path: readonly string[]): ScopeRelation | undefined {
  return scope.relations.find((relation) => {
    if (relation.alias !== null) return path.length === 1 && relation.alias === path[0];
    const tail = relation.path.slice(-path.length);
    return path.length <= relation.path.length && tail.every((part, i) => part === path[i]);
  });
}

export function ambiguous(name: string, span: Span): SqlError {
  return new SqlError('SQL_AMBIGUOUS_COLUMN', {
    message: `column "${name}" is ambiguous`,
    span,
    hint: 'Put the name of its table before it, or give the columns names of their own.',
  });
}

function unknownColumn(scope: Scope, path: readonly Identifier[], span: Span): SqlError {
  const relation = path.length > 1 ? findRelation(scope, [path[0]!.name]) : undefined;
  if (relation !== undefined) {
    const names = relation.columns.map((c) => c.name);
    const name = path[1]!.name;
    return new SqlError('SQL_UNKNOWN_COLUMN', {
      message:
        `no column "${name}" in ${relation.alias ?? relation.path.at(-1)!} ` +
        `(has ${listedNames(names, name)})`,
      span,
      hint: didYouMean(name, names),
    });
  }
  const names = [...new Set(scope.relations.flatMap((r) => r.columns.map((c) => c.name)))];
  const name = path[0]!.name;
  const tables = scope.relations.map((r) => r.alias ?? r.path.at(-1) ?? '');
  const what = path.length > 1 ? 'column or table' : 'column';
  const has =
    names.length === 0 ? 'there is no table here' : `there are ${listedNames(names, name)}`;
  return new SqlError('SQL_UNKNOWN_COLUMN', {
    message: `no ${what} "${name}" (${has})`,
    span,
    hint: didYouMean(name, path.length > 1 ? [...tables, ...names] : names),
  });
}
