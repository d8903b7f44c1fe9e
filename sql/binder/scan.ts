/**
 * A table of the catalog as a scan: physical and metadata columns, computed columns, the
 * watermark.
 */
import type { Span } from '../../core/errors.js';
import {
  ConnectorError,
  didYouMean,
  MillraceError,
  PlanError,
  SqlError,
} from '../../core/errors.js';
import type { DataType, Field } from '../../core/types.js';
import { formatType, sameType, withNullable } from '../../core/types.js';
import type { ConnectorSpec } from '../../engine/connector.js';
import { validateOptions } from '../../engine/connector-options.js';
import { canCast } from '../../engine/functions/cast/cast-rules.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type { Identifier } from '../ast/node.js';
import type { ColumnDef, TableDef } from '../catalog/state.js';
import { durationMs } from '../catalog/duration.js';
import { isSourceWatermark } from '../catalog/source-watermark.js';
import { moveColumns, substitute } from '../logical/expr-tools.js';
import type { Scan, ScanTable } from '../logical/nodes.js';
import { castTo } from './call.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { bindExpr } from './expression.js';
import type { Scope } from './scope.js';
import { emptyScope, resolveColumn } from './scope.js';

export function bindScan(table: TableDef, env: BindEnv, span: Span): Scan {
  const spec = connectorOf(table, env, span);
  checkOptions(table, spec, span);
  if (spec.source === undefined) {
    throw new PlanError('PLAN_NOT_A_SOURCE', {
      message: `table ${table.path[2]} cannot be read: connector '${spec.name}' only writes`,
      span,
    });
  }
  const physical = table.columns.filter((c) => c.kind === 'physical').map(fieldOf);
  const metadata = table.columns.filter((c) => c.kind === 'metadata');
  const available = metadata.map((c) => metadataField(c, spec, table, span));
  const base = { fields: [...physical, ...available] };
  const byName = baseColumns(table, base.fields, physical.length, env);
  const columns = columnExprs(table, byName, env);
  if (table.watermark !== null && isSourceWatermark(table.watermark.expr)) {
    throw noSourceWatermark(table, spec.name, span);
  }
  const watermark = bindWatermark(table, columns, env);
  const rowtime =
    watermark === null ? -1 : table.columns.findIndex((c) => c.name === table.watermark!.column[0]);
  const marked = columns.map((expr, i) =>
    i === rowtime && table.watermark!.column.length === 1 ? withRowtime(expr) : expr,
  );
  const scanTable: ScanTable = {
    name: table.path.join('.'),
    span: env.viewSpan ?? span,
    connector: spec.name,
    options: table.options,
    physical: { fields: physical },
    base,
    metadata: metadata.map((c) => c.metadataKey!),
    partitionKeys: table.partitionKeys,
    primaryKey: table.primaryKey?.columns ?? [],
    watermark,
  };
  return {
    kind: 'scan',
    table: scanTable,
    columns: marked,
    output: { fields: table.columns.map((c, i) => ({ name: c.name, type: marked[i]!.type })) },
  };
}

function fieldOf(column: ColumnDef): Field {
  return { name: column.name, type: column.type };
}

function withRowtime(expr: Expr): Expr {
  const type = expr.type;
  return type.id === 'timestamp' || type.id === 'timestamp_ltz'
    ? { ...expr, type: { ...type, attribute: 'rowtime' } }
    : expr;
}

/** The table's connector. Throws when it has none, or one that does not exist. */
export function connectorOf(
  table: TableDef,
  env: Pick<BindEnv, 'connectors'>,
  span: Span | null,
): ConnectorSpec {
  const at = span === null ? {} : { span };
  const name = table.options['connector'];
  if (name === undefined) {
    throw new PlanError('PLAN_NO_CONNECTOR', {
      message: `table ${table.path[2]} has no option 'connector'`,
      ...at,
      hint: `Connectors are: ${[...env.connectors.names()].join(', ')}.`,
    });
  }
  const spec = env.connectors.get(name);
  if (spec !== undefined) return spec;
  throw new PlanError('PLAN_UNKNOWN_CONNECTOR', {
    message: `no connector '${name}' (table ${table.path[2]})`,
    ...at,
    hint:
      didYouMean(name, env.connectors.names()) ??
      `Connectors are: ${[...env.connectors.names()].join(', ')}.`,
  });
}

/** Unknown and missing options are refused, with the place of the table's use. */
export function checkOptions(table: TableDef, spec: ConnectorSpec, span: Span | null): void {
  try {
    validateOptions(table.path[2], spec, table.options);
  } catch (error) {
    if (error instanceof MillraceError && error instanceof ConnectorError && span !== null)
      error.span = span;
    throw error;
  }
}

function metadataField(column: ColumnDef, spec: ConnectorSpec, table: TableDef, span: Span): Field {
  const offered = spec.metadata ?? {};
  const type = offered[column.metadataKey!];
  const names = Object.keys(offered);
  if (type === undefined) {
    throw new PlanError('PLAN_UNKNOWN_METADATA', {
      message:
        `connector '${spec.name}' has no metadata '${column.metadataKey!}' ` +
        `(column ${column.name} of ${table.path[2]})`,
      span,
      hint: didYouMean(column.metadataKey!, names) ?? `It has: ${names.join(', ')}.`,
    });
  }
  if (!canCast(type, column.type)) {
    throw new PlanError('PLAN_METADATA_TYPE', {
      message:
        `metadata '${column.metadataKey!}' is ${formatType(type)}; ` +
        `column ${column.name} cannot be ${formatType(column.type)}`,
      span,
    });
  }
  return { name: column.name, type };
}

/** Physical and metadata columns by name, the latter as declared. */
function baseColumns(
  table: TableDef,
  base: readonly Field[],
  physicalCount: number,
  env: BindEnv,
): ReadonlyMap<string, Expr> {
  const found = new Map<string, Expr>();
  base.forEach((field, i) => {
    const declared: DataType =
      i < physicalCount ? field.type : table.columns.find((c) => c.name === field.name)!.type;
    const expr = column(i, field.type);
    found.set(
      field.name,
      sameType(field.type, declared)
        ? expr
        : withDeclaredNull(castTo(expr, declared, env.session), declared),
    );
  });
  return found;
}

function withDeclaredNull(expr: Expr, declared: DataType): Expr {
  return { ...expr, type: withNullable(expr.type, declared.nullable || expr.type.nullable) };
}

/** All columns over the base row; a computed one may read computed ones before it. */
function columnExprs(
  table: TableDef,
  base: ReadonlyMap<string, Expr>,
  env: BindEnv,
): readonly Expr[] {
  const known = new Map(base);
  return table.columns.map((column) => {
    if (column.kind !== 'computed') return base.get(column.name)!;
    const expr = bindOver(column.expr!, known, env);
    known.set(column.name, expr);
    return expr;
  });
}

/** An expression of the table's own definition over these columns. */
function bindOver(
  expr: Parameters<typeof bindExpr>[0],
  columns: ReadonlyMap<string, Expr>,
  env: BindEnv,
): Expr {
  const entries = [...columns];
  const scope = scopeOf(entries.map(([name, e]) => ({ name, type: e.type })));
  try {
    const bound = bindExpr(expr, exprContext(env, scope, 'a computed column'));
    return substitute(
      bound,
      entries.map(([, e]) => e),
    );
  } catch (error) {
    // its span points into the CREATE TABLE, not into this text
    if (error instanceof SqlError) error.span = null;
    throw error;
  }
}

export function scopeOf(fields: readonly Field[]): Scope {
  const columns = fields.map((f, index) => ({ name: f.name, type: f.type, index }));
  return { ...emptyScope, relations: [{ alias: null, path: [], columns }] };
}

function noSourceWatermark(table: TableDef, connector: string, span: Span): PlanError {
  return new PlanError('PLAN_NO_SOURCE_WATERMARK', {
    message:
      `table ${table.path[2]} cannot be read: connector '${connector}' gives no watermarks ` +
      'for SOURCE_WATERMARK()',
    span,
    hint:
      `Say how late rows may be: ALTER TABLE ${table.path[2]} MODIFY WATERMARK FOR ` +
      `${table.watermark!.column.join('.')} AS ${table.watermark!.column.join('.')} ` +
      "- INTERVAL '5' SECOND.",
  });
}

function bindWatermark(
  table: TableDef,
  columns: readonly Expr[],
  env: BindEnv,
): ScanTable['watermark'] {
  if (table.watermark === null) return null;
  const fields = table.columns.map((c, i) => ({ name: c.name, type: columns[i]!.type }));
  const path = table.watermark.column.map((name): Identifier => ({
    kind: 'identifier',
    name,
    span: { start: 0, end: 0 },
  }));
  const rowtime = resolveColumn(scopeOf(fields), path, { start: 0, end: 0 });
  const named = new Map(table.columns.map((c, i) => [c.name, columns[i]!]));
  const idle =
    table.options['scan.watermark.idle-timeout'] ??
    env.options.get('table.exec.source.idle-timeout');
  return {
    rowtime: substitute(
      moveColumns(rowtime, (c) => c),
      columns,
    ),
    expr: bindOver(table.watermark.expr, named, env),
    idleMs: idle === undefined || durationMs(idle) === 0 ? null : durationMs(idle),
  };
}
