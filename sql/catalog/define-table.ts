/**
 * CREATE TABLE's elements -> a checked table definition. ALTER TABLE checks its result the same
 * way.
 */
import type { Span } from '../../core/errors.js';
import { didYouMean, listedNames, SqlError } from '../../core/errors.js';
import type { DataType } from '../../core/types.js';
import { formatType, notNull, withoutAttribute } from '../../core/types.js';
import type { Expr as AstExpr } from '../ast/expr.js';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  TableElement,
  WatermarkDefinition,
} from '../ast/create.js';
import type { OptionNode } from '../ast/node.js';
import type { TypeNode } from '../ast/type.js';
import type { BindEnv } from '../binder/context.js';
import { exprContext } from '../binder/context.js';
import { bindExpr } from '../binder/expression.js';
import { scopeOf } from '../binder/scan.js';
import { isSourceWatermark } from './source-watermark.js';
import type { ColumnDef, TableDef } from './state.js';
import { typeOf } from './type.js';

export function tableError(message: string, span: Span | null, hint?: string): SqlError {
  return new SqlError('SQL_INVALID_TABLE', { message, hint, ...(span === null ? {} : { span }) });
}

export function columnDef(node: ColumnDefinition): ColumnDef {
  const base = {
    name: node.name.parts.at(-1)!.name,
    comment: node.comment?.value ?? null,
    expr: null,
    metadataKey: null,
    hasKey: false,
    virtual: false,
  };
  switch (node.kind) {
    case 'physical-column':
      if (node.type === null) throw tableError(`column "${base.name}" has no type`, node.span);
      return { ...base, kind: 'physical', type: storedType(node.type) };
    case 'computed-column':
      return { ...base, kind: 'computed', type: { id: 'null', nullable: true }, expr: node.expr };
    case 'metadata-column':
      return {
        ...base,
        kind: 'metadata',
        type: typeOf(node.type),
        metadataKey: node.key?.value ?? base.name,
        hasKey: node.key !== null,
        virtual: node.virtual,
      };
  }
}

function storedType(node: TypeNode): DataType {
  const type = typeOf(node);
  if (type.id === 'null') throw tableError('NULL is no type of a column', node.span);
  return type;
}

/** The parts of a table that stand among its elements. */
export interface Elements {
  readonly columns: readonly ColumnDefinition[];
  readonly watermark: WatermarkDefinition | null;
  readonly primaryKey: ConstraintDefinition | null;
}

/**
 * Sorts elements by kind. Throws for two watermarks or keys, for UNIQUE, and for an enforced key.
 */
export function splitElements(elements: readonly TableElement[]): Elements {
  const columns: ColumnDefinition[] = [];
  let watermark: WatermarkDefinition | null = null;
  let primaryKey: ConstraintDefinition | null = null;
  const addKey = (node: ConstraintDefinition): void => {
    if (node.constraint === 'UNIQUE')
      throw tableError('UNIQUE is not possible', node.span, 'Use PRIMARY KEY ... NOT ENFORCED.');
    if (primaryKey !== null) throw tableError('a table has one primary key', node.span);
    if (node.enforced !== false) {
      throw tableError(
        'a primary key is not checked here',
        node.span,
        'Write PRIMARY KEY (...) NOT ENFORCED.',
      );
    }
    primaryKey = node;
  };
  for (const element of elements) {
    if (element.kind === 'watermark') {
      if (watermark !== null) throw tableError('a table has one WATERMARK', element.span);
      watermark = element;
    } else if (element.kind === 'constraint') addKey(element);
    else {
      columns.push(element);
      if (element.kind === 'physical-column' && element.constraint !== null) {
        addKey({ ...element.constraint, columns: [element.name.parts[0]!] });
      }
    }
  }
  return { columns, watermark, primaryKey };
}

export function optionRecord(options: readonly OptionNode[]): Readonly<Record<string, string>> {
  return Object.fromEntries(options.map((option) => [option.key.value, option.value.value]));
}

export function watermarkOf(node: WatermarkDefinition): TableDef['watermark'] {
  return { column: node.column.parts.map((part) => part.name), expr: node.expr };
}

export function primaryKeyOf(node: ConstraintDefinition): TableDef['primaryKey'] {
  const columns = node.columns.map((column) => column.name);
  return { name: node.name?.name ?? `PK_${columns.join('_')}`, columns };
}

/**
 * Where the parts of a new table stand in the text, for errors; empty for parts that were there
 * before.
 */
export interface TableSpans {
  readonly columns: ReadonlyMap<string, Span>;
  readonly watermark: Span | null;
  readonly primaryKey: Span | null;
  readonly whole: Span;
}

export function spansOf(elements: Elements, whole: Span): TableSpans {
  return {
    columns: new Map(elements.columns.map((c) => [c.name.parts.at(-1)!.name, c.span])),
    watermark: elements.watermark?.span ?? null,
    primaryKey: elements.primaryKey?.span ?? null,
    whole,
  };
}

/**
 * The table with types of computed columns, key columns NOT NULL; refused when its parts do not
 * fit together.
 */
export function checkedTable(table: TableDef, env: BindEnv, spans: TableSpans): TableDef {
  checkNames(table, spans);
  checkMetadataKeys(table, spans);
  const keys = checkedKey(table, spans);
  const stored = table.columns.map((c) =>
    keys.includes(c.name) ? { ...c, type: notNull(c.type) } : c,
  );
  const columns: ColumnDef[] = [];
  for (const column of stored) columns.push(typedColumn(column, columns, stored, env, spans));
  const checked = { ...table, columns };
  checkPartition(checked, spans);
  if (checked.watermark !== null) checkWatermark(checked, env, spans);
  return checked;
}

/** A computed column sees stored columns anywhere and computed ones before it. */
function typedColumn(
  column: ColumnDef,
  before: readonly ColumnDef[],
  all: readonly ColumnDef[],
  env: BindEnv,
  spans: TableSpans,
): ColumnDef {
  if (column.kind !== 'computed') return column;
  const inputs = [
    ...all.filter((c) => c.kind !== 'computed'),
    ...before.filter((c) => c.kind === 'computed'),
  ];
  return { ...column, type: typeOver(column.expr!, inputs, env, spans.columns.has(column.name)) };
}

function checkNames(table: TableDef, spans: TableSpans): void {
  const seen = new Set<string>();
  for (const { name } of table.columns) {
    if (seen.has(name))
      throw tableError(`column "${name}" is there twice`, spans.columns.get(name) ?? spans.whole);
    seen.add(name);
  }
}

/** Each metadata key fills one column. */
function checkMetadataKeys(table: TableDef, spans: TableSpans): void {
  const by = new Map<string, string>();
  for (const { name, metadataKey } of table.columns) {
    if (metadataKey === null) continue;
    const other = by.get(metadataKey);
    if (other !== undefined) {
      throw tableError(
        `columns "${other}" and "${name}" are both the metadata '${metadataKey}'`,
        spans.columns.get(name) ?? spans.whole,
        `Make one of them a computed column: ${name} AS ${other}.`,
      );
    }
    by.set(metadataKey, name);
  }
}

function checkedKey(table: TableDef, spans: TableSpans): readonly string[] {
  const keys = table.primaryKey?.columns ?? [];
  const span = spans.primaryKey ?? spans.whole;
  for (const key of keys) {
    const column = table.columns.find((c) => c.name === key);
    const names = table.columns.map((c) => c.name);
    if (column === undefined)
      throw tableError(`no column "${key}" for the primary key`, span, didYouMean(key, names));
    if (column.kind !== 'physical')
      throw tableError(`column "${key}" is not stored: it cannot be in a primary key`, span);
    if (keys.indexOf(key) !== keys.lastIndexOf(key))
      throw tableError(`column "${key}" is in the primary key twice`, span);
  }
  return keys;
}

function checkPartition(table: TableDef, spans: TableSpans): void {
  const names = table.columns.filter((c) => c.kind === 'physical').map((c) => c.name);
  const unknown = table.partitionKeys.find((key) => !names.includes(key));
  if (unknown !== undefined) {
    throw tableError(
      `no column "${unknown}" to partition by (there are ${listedNames(names, unknown)})`,
      spans.whole,
      didYouMean(unknown, names),
    );
  }
}

function typeOver(
  expr: AstExpr,
  columns: readonly ColumnDef[],
  env: BindEnv,
  keepsSpan: boolean,
): DataType {
  try {
    return bindExpr(expr, exprContext(env, scopeOf(columns), 'a computed column')).type;
  } catch (error) {
    if (error instanceof SqlError && !keepsSpan) error.span = null;
    throw error;
  }
}

function checkWatermark(table: TableDef, env: BindEnv, spans: TableSpans): void {
  const { column, expr } = table.watermark!;
  const span = spans.watermark ?? spans.whole;
  const names = table.columns.map((c) => c.name);
  if (!names.includes(column[0]!)) {
    throw tableError(
      `no column "${column.join('.')}" for the WATERMARK`,
      span,
      didYouMean(column[0]!, names),
    );
  }
  const path: AstExpr = {
    kind: 'column',
    span,
    path: column.map((name) => ({ kind: 'identifier', name, span })),
  };
  for (const [what, node] of [
    ['the time column', path],
    ['the watermark', isSourceWatermark(expr) ? path : expr],
  ] as const) {
    const type = typeOver(node, table.columns, env, spans.watermark !== null);
    const isTime = type.id === 'timestamp' || type.id === 'timestamp_ltz';
    if (!isTime) {
      throw tableError(
        `${what} must be a TIMESTAMP or TIMESTAMP_LTZ, ` +
          `not ${formatType(withoutAttribute(type))}`,
        span,
      );
    }
    if (type.attribute === 'proctime') {
      throw tableError(
        'a column of processing time has no WATERMARK',
        span,
        'Leave the WATERMARK out: PROCTIME() is a time attribute by itself.',
      );
    }
  }
}
