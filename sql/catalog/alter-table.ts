/** ALTER TABLE: each action gives a changed definition, checked as a new one. */
import type { Span } from '../../core/errors.js';
import { didYouMean } from '../../core/errors.js';
import type { AlterAction, AlterTable } from '../ast/alter.js';
import type { ColumnDefinition, TableElement } from '../ast/create.js';
import type { Identifier, QualifiedName } from '../ast/node.js';
import type { BindEnv } from '../binder/context.js';
import { columnsIn } from '../binder/columns-in.js';
import { unsupported } from '../binder/errors.js';
import { pathOf } from '../binder/table.js';
import {
  checkedTable,
  columnDef,
  optionRecord,
  primaryKeyOf,
  spansOf,
  splitElements,
  tableError,
  watermarkOf,
} from './define-table.js';
import { distributionText } from './distribution.js';
import { addPartitions, dropPartitions } from './partitions.js';
import type { CatalogState, ColumnDef, Relation, TableDef } from './state.js';
import { findPermanent, pathKey, resolvePath, withoutRelation, withRelation } from './state.js';

export function alterTable(node: AlterTable, env: BindEnv): CatalogState {
  const path = pathOf(node.name, env);
  const table = findPermanent(env.catalog, path);
  if (table?.kind !== 'table') {
    if (node.ifExists) return env.catalog;
    throw tableError(
      `no table ${pathKey(path)} to alter (temporary tables and views do not count)`,
      node.name.span,
    );
  }
  const { action } = node;
  if (action.kind === 'rename-to') return renameTable(table, action.name, env);
  return withRelation(env.catalog, altered(table, action, env));
}

export function renameTable(table: Relation, to: QualifiedName, env: BindEnv): CatalogState {
  const path = resolvePath(
    to.parts.map((p) => p.name),
    [table.path[0], table.path[1]],
  );
  if (path === null || path[0] !== table.path[0] || path[1] !== table.path[1]) {
    throw tableError('a table stays in its database when it is renamed', to.span);
  }
  if (findPermanent(env.catalog, path) !== undefined)
    throw tableError(`there is a table "${path[2]}" already`, to.span);
  return withRelation(withoutRelation(env.catalog, table), { ...table, path });
}

function altered(
  table: TableDef,
  action: Exclude<AlterAction, { kind: 'rename-to' }>,
  env: BindEnv,
): TableDef {
  const { span } = action;
  const check = (changed: TableDef): TableDef =>
    checkedTable(changed, env, {
      columns: new Map(),
      watermark: null,
      primaryKey: null,
      whole: span,
    });
  switch (action.kind) {
    case 'rename-column':
      return check(renameColumn(table, action.from, action.to));
    case 'set-options':
      return { ...table, options: { ...table.options, ...optionRecord(action.options) } };
    case 'reset-options':
      return resetOptions(
        table,
        action.keys.map((key) => key.value),
        span,
      );
    case 'add-elements':
      return changeElements(table, action.elements, span, env, addColumn, false);
    case 'modify-elements':
      return changeElements(table, action.elements, span, env, modifyColumn, true);
    case 'drop-columns':
      return check(dropColumns(table, action.columns));
    case 'drop-constraint':
      if (table.primaryKey?.name !== action.name.name)
        throw tableError(`no constraint "${action.name.name}"`, action.name.span);
      return { ...table, primaryKey: null };
    case 'drop-primary-key':
      if (table.primaryKey === null) throw tableError('the table has no primary key', span);
      return { ...table, primaryKey: null };
    case 'drop-watermark':
      if (table.watermark === null) throw tableError('the table has no WATERMARK', span);
      return { ...table, watermark: null };
    case 'drop-distribution':
      return { ...table, distribution: null };
    case 'add-distribution':
    case 'modify-distribution':
      return { ...table, distribution: distributionText(action.distribution, table.columns) };
    case 'add-partitions':
      return addPartitions(
        table,
        action.partitions.map((p) => p.spec),
        action.ifNotExists,
        env,
      );
    case 'drop-partitions':
      return dropPartitions(table, action.partitions, action.ifExists, env);
  }
}

function columnAt(table: TableDef, name: QualifiedName): number {
  if (name.parts.length > 1) throw unsupported('a nested column in ALTER TABLE', name.span);
  const wanted = name.parts[0]!.name;
  const at = table.columns.findIndex((c) => c.name === wanted);
  const names = table.columns.map((c) => c.name);
  if (at < 0)
    throw tableError(
      `no column "${wanted}" in ${table.path[2]}`,
      name.span,
      didYouMean(wanted, names),
    );
  return at;
}

/** Who else uses the column: renaming and dropping it would break them. */
function checkUnused(table: TableDef, name: string, span: Span): void {
  const user = table.columns.find((c) => c.expr !== null && columnsIn(c.expr).has(name));
  if (user !== undefined) throw tableError(`computed column "${user.name}" uses "${name}"`, span);
  const inWatermark =
    table.watermark !== null &&
    (table.watermark.column[0] === name || columnsIn(table.watermark.expr).has(name));
  if (inWatermark) throw tableError(`the WATERMARK uses "${name}"`, span);
  if (table.partitionKeys.includes(name))
    throw tableError(`the table is partitioned by "${name}"`, span);
}

function renameColumn(table: TableDef, from: QualifiedName, to: Identifier): TableDef {
  const at = columnAt(table, from);
  const old = table.columns[at]!.name;
  if (table.columns.some((c) => c.name === to.name))
    throw tableError(`there is a column "${to.name}" already`, to.span);
  checkUnused(table, old, from.span);
  const columns = table.columns.map((c, i) => (i === at ? { ...c, name: to.name } : c));
  const keys = table.primaryKey?.columns.map((key) => (key === old ? to.name : key));
  return {
    ...table,
    columns,
    primaryKey: keys === undefined ? null : { ...table.primaryKey!, columns: keys },
  };
}

function dropColumns(table: TableDef, names: readonly QualifiedName[]): TableDef {
  const wantedNames = names.map((name) => table.columns[columnAt(table, name)]!.name);
  const dropped = new Set(wantedNames);
  const twice = names.find((_, i) => wantedNames.indexOf(wantedNames[i]!) !== i);
  if (twice !== undefined)
    throw tableError(`column "${twice.parts[0]!.name}" is there twice`, twice.span);
  const rest: TableDef = { ...table, columns: table.columns.filter((c) => !dropped.has(c.name)) };
  for (const name of names) {
    const wanted = name.parts[0]!.name;
    checkUnused(rest, wanted, name.span);
    if (table.primaryKey?.columns.includes(wanted) === true)
      throw tableError(`"${wanted}" is in the primary key`, name.span);
  }
  return rest;
}

function resetOptions(table: TableDef, keys: readonly string[], span: Span): TableDef {
  if (keys.length === 0) throw tableError('RESET names no option', span);
  if (keys.includes('connector')) throw tableError("the option 'connector' cannot be reset", span);
  const options = Object.fromEntries(
    Object.entries(table.options).filter(([key]) => !keys.includes(key)),
  );
  return { ...table, options };
}

type ChangeColumn = (columns: ColumnDef[], node: ColumnDefinition, table: TableDef) => void;

function changeElements(
  table: TableDef,
  elements: readonly TableElement[],
  span: Span,
  env: BindEnv,
  change: ChangeColumn,
  modifies: boolean,
): TableDef {
  const parts = splitElements(elements);
  if (parts.watermark !== null && (table.watermark === null) === modifies) {
    throw tableError(
      modifies ? 'the table has no WATERMARK to modify' : 'the table has a WATERMARK already',
      parts.watermark.span,
    );
  }
  if (parts.primaryKey !== null && (table.primaryKey === null) === modifies) {
    throw tableError(
      modifies ? 'the table has no primary key to modify' : 'the table has a primary key already',
      parts.primaryKey.span,
    );
  }
  const columns = [...table.columns];
  for (const column of parts.columns) change(columns, column, { ...table, columns });
  return checkedTable(
    {
      ...table,
      columns,
      watermark: parts.watermark === null ? table.watermark : watermarkOf(parts.watermark),
      primaryKey: parts.primaryKey === null ? table.primaryKey : primaryKeyOf(parts.primaryKey),
    },
    env,
    spansOf(parts, span),
  );
}

function addColumn(columns: ColumnDef[], node: ColumnDefinition, table: TableDef): void {
  const column = columnDef(node);
  if (columns.some((c) => c.name === column.name))
    throw tableError(`there is a column "${column.name}" already`, node.span);
  place(columns, column, node, columns.length, table);
}

function modifyColumn(columns: ColumnDef[], node: ColumnDefinition, table: TableDef): void {
  const at = columnAt(table, node.name);
  const [old] = columns.splice(at, 1);
  const column = columnDef(node);
  place(columns, { ...column, comment: column.comment ?? old!.comment }, node, at, {
    ...table,
    columns,
  });
}

function place(
  columns: ColumnDef[],
  column: ColumnDef,
  node: ColumnDefinition,
  otherwise: number,
  table: TableDef,
): void {
  const { position } = node;
  const at =
    position === null
      ? otherwise
      : position.after === null
        ? 0
        : columnAt(table, position.after) + 1;
  columns.splice(at, 0, column);
}
