/** CREATE TABLE: elements, LIKE, AS SELECT. */
import type { Field } from '../../core/types.js';
import { withoutAttribute } from '../../core/types.js';
import type { CreateTable, LikeOption } from '../ast/create.js';
import type { BindEnv } from '../binder/context.js';
import { lookUp, pathOf } from '../binder/table.js';
import { distributionText } from './distribution.js';
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
import type { Elements } from './define-table.js';
import type { ColumnDef, TableDef } from './state.js';

/** The new table's definition. `query` are the columns of AS SELECT, or null. */
export function defineTable(
  node: CreateTable,
  env: BindEnv,
  query: readonly Field[] | null,
): TableDef {
  const elements = splitElements(
    query === null
      ? node.elements
      : node.elements.filter((e) => e.kind !== 'physical-column' || !isBare(e)),
  );
  const written = elements.columns.map(columnDef);
  const columns = query === null ? written : withQueryColumns(written, queryColumns(node, query));
  const own: TableDef = {
    kind: 'table',
    path: pathOf(node.name, env),
    temporary: node.temporary,
    columns,
    watermark: elements.watermark === null ? null : watermarkOf(elements.watermark),
    primaryKey: elements.primaryKey === null ? null : primaryKeyOf(elements.primaryKey),
    partitionKeys: node.partitionedBy.map((id) => id.name),
    distribution: node.distribution === null ? null : distributionText(node.distribution, columns),
    options: optionRecord(node.options),
    comment: node.comment?.value ?? null,
    partitions: [],
  };
  const merged = node.like === null ? own : likeTable(own, node, elements, env);
  checkInheritedKey(merged, elements);
  return checkedTable(merged, env, spansOf(elements, node.name.span));
}

/** A key makes columns written beside it NOT NULL; those of LIKE and of the query stay. */
function checkInheritedKey(table: TableDef, { primaryKey, columns }: Elements): void {
  const written = columns.map((c) => c.name.parts.at(-1)!.name);
  for (const { name, span } of primaryKey?.columns ?? []) {
    const column = table.columns.find((c) => c.name === name);
    if (written.includes(name) || column?.type.nullable !== true) continue;
    throw tableError(
      `column "${name}" of the primary key can be NULL`,
      span,
      'Write the column NOT NULL.',
    );
  }
}

function isBare(element: CreateTable['elements'][number]): boolean {
  return element.kind === 'physical-column' && element.type === null;
}

/** Columns that only the table has, then those of the query; a type written for one holds. */
function withQueryColumns(
  written: readonly ColumnDef[],
  selected: readonly ColumnDef[],
): readonly ColumnDef[] {
  const isSelected = (c: ColumnDef): boolean =>
    c.kind === 'physical' && selected.some((s) => s.name === c.name);
  const typed = selected.map((c) => written.find((w) => isSelected(w) && w.name === c.name) ?? c);
  return [...written.filter((c) => !isSelected(c)), ...typed];
}

/** Columns of the query: in its order, or in that of the bare names written. */
function queryColumns(node: CreateTable, query: readonly Field[]): readonly ColumnDef[] {
  const names = node.elements
    .filter(isBare)
    .flatMap((e) => (e.kind === 'physical-column' ? [e.name.parts[0]!] : []));
  const typed = node.elements.find((e) => e.kind === 'physical-column' && e.type !== null);
  if (names.length > 0 && typed !== undefined)
    throw tableError('columns with a type beside names without one', typed.span);
  if (names.length > 0 && names.length !== query.length) {
    throw tableError(
      `${names.length} column names for ${query.length} columns of the query`,
      node.name.span,
    );
  }
  const wanted =
    names.length === 0
      ? query
      : names.map((id) => {
          const found = query.find((field) => field.name === id.name);
          if (found === undefined)
            throw tableError(`the query has no column "${id.name}"`, id.span);
          return found;
        });
  return wanted.map((field) => ({
    name: field.name,
    kind: 'physical',
    type: withoutAttribute(field.type),
    comment: null,
    expr: null,
    metadataKey: null,
    hasKey: false,
    virtual: false,
  }));
}

type Strategy = LikeOption['strategy'];

/** What LIKE does with a feature: by its own option, else by ALL, else by the default. */
function strategyOf(options: readonly LikeOption[], feature: LikeOption['feature']): Strategy {
  const own = options.find((option) => option.feature === feature);
  const all = options.find((option) => option.feature === 'ALL');
  const fallback: Strategy =
    feature === 'METADATA' ||
    feature === 'OPTIONS' ||
    feature === 'GENERATED' ||
    feature === 'WATERMARKS'
      ? feature === 'OPTIONS' || feature === 'METADATA'
        ? 'OVERWRITING'
        : 'INCLUDING'
      : 'INCLUDING';
  return own?.strategy ?? all?.strategy ?? fallback;
}

const NEVER_OVER: readonly LikeOption['feature'][] = ['ALL', 'CONSTRAINTS', 'PARTITIONS'];

/** Each feature is named once, and what a table has only once cannot be overwritten. */
function checkLikeOptions(options: readonly LikeOption[]): void {
  for (const [i, { feature, strategy, span }] of options.entries()) {
    if (options.findIndex((option) => option.feature === feature) !== i)
      throw tableError(`${feature} is there twice`, span, 'Name each feature once.');
    if (strategy === 'OVERWRITING' && NEVER_OVER.includes(feature))
      throw tableError(`OVERWRITING is not for ${feature}`, span, 'INCLUDING or EXCLUDING is.');
  }
}

function likeTable(own: TableDef, node: CreateTable, elements: Elements, env: BindEnv): TableDef {
  const like = node.like!;
  checkLikeOptions(like.options);
  const base = lookUp(pathOf(like.table, env), env, like.table.span);
  if (base.kind === 'view')
    throw tableError(`"${base.path[2]}" is a view: LIKE takes a table`, like.table.span);
  const strategy = (feature: LikeOption['feature']): Strategy => strategyOf(like.options, feature);
  const has = (feature: LikeOption['feature']): boolean => strategy(feature) !== 'EXCLUDING';
  const inherited = base.columns.filter(
    (c) => c.kind === 'physical' || has(c.kind === 'computed' ? 'GENERATED' : 'METADATA'),
  );
  const columns = mergedColumns(inherited, own, elements, strategy);
  const takesWatermark = base.watermark !== null && has('WATERMARKS');
  if (takesWatermark && own.watermark !== null && strategy('WATERMARKS') === 'INCLUDING') {
    throw tableError(
      'the base table has a WATERMARK already',
      elements.watermark!.span,
      'Use OVERWRITING WATERMARKS.',
    );
  }
  if (base.primaryKey !== null && has('CONSTRAINTS') && own.primaryKey !== null) {
    throw tableError(
      'the base table has a primary key already',
      elements.primaryKey!.span,
      'Use EXCLUDING CONSTRAINTS.',
    );
  }
  if (base.partitionKeys.length > 0 && has('PARTITIONS') && own.partitionKeys.length > 0) {
    throw tableError(
      'the base table is partitioned already',
      node.partitionedBy[0]!.span,
      'Use EXCLUDING PARTITIONS.',
    );
  }
  return {
    ...own,
    columns,
    watermark: own.watermark ?? (takesWatermark ? base.watermark : null),
    primaryKey: own.primaryKey ?? (has('CONSTRAINTS') ? base.primaryKey : null),
    partitionKeys:
      own.partitionKeys.length > 0 || !has('PARTITIONS') ? own.partitionKeys : base.partitionKeys,
    distribution: own.distribution ?? (has('DISTRIBUTION') ? base.distribution : null),
    options: mergedOptions(base, own, node, strategy('OPTIONS')),
    comment: own.comment,
  };
}

function mergedColumns(
  base: readonly ColumnDef[],
  own: TableDef,
  elements: Elements,
  strategy: (f: LikeOption['feature']) => Strategy,
): readonly ColumnDef[] {
  const columns = [...base];
  for (const [i, column] of own.columns.entries()) {
    const at = columns.findIndex((c) => c.name === column.name);
    if (at < 0) {
      columns.push(column);
      continue;
    }
    const old = columns[at]!;
    const feature = old.kind === 'computed' ? 'GENERATED' : 'METADATA';
    const replaces =
      old.kind === column.kind && old.kind !== 'physical' && strategy(feature) === 'OVERWRITING';
    if (!replaces) {
      throw tableError(
        `the base table has a column "${column.name}" already`,
        elements.columns[i]!.span,
      );
    }
    columns[at] = column;
  }
  return columns;
}

function mergedOptions(
  base: TableDef,
  own: TableDef,
  node: CreateTable,
  strategy: Strategy,
): Readonly<Record<string, string>> {
  if (strategy === 'EXCLUDING') return own.options;
  const twice = node.options.find((option) => base.options[option.key.value] !== undefined);
  if (strategy === 'INCLUDING' && twice !== undefined) {
    throw tableError(
      `the base table has the option '${twice.key.value}' already`,
      twice.span,
      'Use OVERWRITING OPTIONS.',
    );
  }
  return { ...base.options, ...own.options };
}
