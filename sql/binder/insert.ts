/** INSERT INTO: the query's columns as the table wants them. */
import type { Value } from '../../core/batch.js';
import type { Span } from '../../core/errors.js';
import { didYouMean, listedNames, PlanError, SqlError } from '../../core/errors.js';
import { formatType, withoutAttribute } from '../../core/types.js';
import { canImplicitlyCast } from '../../engine/functions/common-type.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type { Overwrite } from '../../engine/nodes.js';
import type { InsertStatement } from '../ast/statement.js';
import type { ColumnDef, TableDef } from '../catalog/state.js';
import { andAll } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, filterOnly } from '../logical/nodes.js';
import { bindFunction, castTo, explicitCast } from './call.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid, unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import { mergedHints } from './hints.js';
import { nullOf } from './literal.js';
import { bindQuery } from './query.js';
import { checkOptions, connectorOf } from './scan.js';
import { emptyScope } from './scope.js';
import { lookUp, pathOf } from './table.js';

export interface BoundInsert {
  readonly table: TableDef;
  /** Output: the table's stored columns, in its order. */
  readonly node: LogicalNode;
  /** INSERT OVERWRITE; null for INSERT INTO. */
  readonly overwrite: Overwrite | null;
  readonly span: Span;
}

export function bindInsert(insert: InsertStatement, env: BindEnv): BoundInsert {
  const found = lookUp(
    pathOf(insert.table, env),
    { catalog: env.catalog, ctes: new Map() },
    insert.table.span,
  );
  if (found.kind === 'view')
    throw new PlanError('PLAN_NOT_A_SINK', {
      message: `"${found.path[2]}" is a view: nothing can be inserted`,
      span: insert.table.span,
    });
  const table: TableDef = { ...found, options: mergedHints(found.options, insert.hints, env) };
  checkSink(table, env, insert.table.span);
  const columns = storedColumns(table);
  const statics = staticValues(insert, table, env);
  const query = bindQuery(insert.query, env, null, true);
  const targets = targetColumns(insert, columns, statics, query);
  return {
    table,
    node: toTable(query, columns, targets, statics, insert, env),
    overwrite: insert.overwrite ? { partition: fixedPartition(table, statics, env) } : null,
    span: insert.table.span,
  };
}

/** The sink of CREATE TABLE AS: the query's columns by name. */
export function insertInto(
  table: TableDef,
  query: LogicalNode,
  env: BindEnv,
  span: Span,
): BoundInsert {
  checkSink(table, env, span);
  const columns = storedColumns(table);
  const exprs = columns.map((c): Expr => {
    const at = query.output.fields.findIndex((f) => f.name === c.name);
    if (at < 0) return nullOf(c.type);
    return stored(column(at, query.output.fields[at]!.type), c, table, env, span);
  });
  return {
    table,
    node: calc(
      query,
      null,
      exprs,
      columns.map((c) => c.name),
    ),
    overwrite: null,
    span,
  };
}

/** Values of all partition keys, null when PARTITION does not fix them all. */
function fixedPartition(
  table: TableDef,
  statics: ReadonlyMap<string, Expr>,
  env: BindEnv,
): readonly Value[] | null {
  const values: Value[] = [];
  for (const key of table.partitionKeys) {
    const { type } = table.columns.find((c) => c.name === key)!;
    const value = statics.get(key);
    const stored = value === undefined ? null : castTo(value, type, env.session);
    if (stored?.kind !== 'literal') return null;
    values.push(stored.value);
  }
  return values;
}

function checkSink(table: TableDef, env: BindEnv, span: Span): void {
  const spec = connectorOf(table, env, span);
  checkOptions(table, spec, span);
  if (spec.sink === undefined) {
    throw new PlanError('PLAN_NOT_A_SINK', {
      message: `table ${table.path[2]} cannot be written: connector '${spec.name}' only reads`,
      span,
    });
  }
}

function storedColumns(table: TableDef): readonly ColumnDef[] {
  return table.columns.filter((c) => c.kind === 'physical');
}

function staticValues(
  insert: InsertStatement,
  table: TableDef,
  env: BindEnv,
): ReadonlyMap<string, Expr> {
  const ctx = exprContext(env, emptyScope, 'PARTITION');
  const columns = storedColumns(table);
  const names = insert.partition.map((part) => part.column.name);
  return new Map(
    insert.partition.flatMap((part, i) => {
      const { name } = part.column;
      if (!columns.some((c) => c.name === name)) throw unknownTarget(name, columns, part.span);
      if (!table.partitionKeys.includes(name)) {
        const keys = table.partitionKeys.join(', ');
        throw invalid(
          `"${name}" is no partition column (there are ${keys === '' ? 'none' : keys})`,
          part.span,
        );
      }
      if (names.indexOf(name) !== i) throw invalid(`"${name}" is there twice`, part.span);
      if (part.value === null) return [];
      const { type } = columns.find((c) => c.name === name)!;
      const place = { session: env.session, span: part.span };
      return [[name, explicitCast(bindExpr(part.value, ctx), type, false, place)] as const];
    }),
  );
}

function unknownTarget(name: string, columns: readonly ColumnDef[], span: Span): SqlError {
  const names = columns.map((c) => c.name);
  return new SqlError('SQL_UNKNOWN_COLUMN', {
    message: `no stored column "${name}" to insert into (there are ${listedNames(names, name)})`,
    span,
    hint: didYouMean(name, names),
  });
}

/** Table columns that the query's columns go to, in the query's order. */
function targetColumns(
  insert: InsertStatement,
  columns: readonly ColumnDef[],
  statics: ReadonlyMap<string, Expr>,
  query: LogicalNode,
): readonly ColumnDef[] {
  const open = columns.filter((c) => !statics.has(c.name));
  const targets =
    insert.columns === null
      ? open
      : insert.columns.map((name) => {
          if (name.parts.length > 1) throw unsupported('INSERT into a field of a row', name.span);
          const found = columns.find((c) => c.name === name.parts[0]!.name);
          if (found === undefined) throw unknownTarget(name.parts[0]!.name, columns, name.span);
          if (statics.has(found.name))
            throw invalid(`"${found.name}" has its value from PARTITION`, name.span);
          return found;
        });
  const twice = targets.find((c, i) => targets.indexOf(c) !== i);
  if (twice !== undefined) throw invalid(`column "${twice.name}" is there twice`, insert.span);
  const count = query.output.fields.length;
  if (count !== targets.length) {
    throw new PlanError('PLAN_INSERT_COLUMNS', {
      message:
        `the query has ${count} columns and ${targets.length} ` +
        `are wanted (${listedNames(
          targets.map((c) => c.name),
          '',
        )})`,
      span: insert.query.span,
    });
  }
  return targets;
}

function toTable(
  query: LogicalNode,
  columns: readonly ColumnDef[],
  targets: readonly ColumnDef[],
  statics: ReadonlyMap<string, Expr>,
  insert: InsertStatement,
  env: BindEnv,
): LogicalNode {
  const table = { path: insert.table.parts.map((p) => p.name) };
  const exprs = columns.map((c): Expr => {
    const at = targets.indexOf(c);
    if (at >= 0)
      return stored(
        column(at, withoutAttribute(query.output.fields[at]!.type)),
        c,
        table,
        env,
        insert.query.span,
      );
    const value = statics.get(c.name);
    if (value !== undefined) return stored(value, c, table, env, insert.span);
    if (c.type.nullable) return nullOf(c.type);
    throw new PlanError('PLAN_INSERT_COLUMNS', {
      message: `column "${c.name}" is NOT NULL and gets no value`,
      span: insert.span,
    });
  });
  const node = calc(
    query,
    null,
    exprs,
    columns.map((c) => c.name),
  );
  return env.options.get('table.exec.sink.not-null-enforcer')?.toUpperCase() === 'DROP'
    ? dropNulls(node, columns, env, insert.span)
    : node;
}

/** Rows with a NULL in a NOT NULL column are left out, as the option says. */
function dropNulls(
  node: LogicalNode,
  columns: readonly ColumnDef[],
  env: BindEnv,
  span: Span,
): LogicalNode {
  const tests = columns.flatMap((c, i) =>
    c.type.nullable || !node.output.fields[i]!.type.nullable
      ? []
      : [
          bindFunction('IS NOT NULL', [column(i, node.output.fields[i]!.type)], {
            session: env.session,
            span,
          }),
        ],
  );
  const filter = andAll(tests);
  return filter === null ? node : filterOnly(node, filter);
}

/** The value as the column's type, by the casts that need not be written. */
function stored(
  expr: Expr,
  target: ColumnDef,
  table: { readonly path: readonly string[] },
  env: BindEnv,
  span: Span,
): Expr {
  const from = withoutAttribute(expr.type);
  const isText = from.id === 'varchar' && target.type.id === 'char';
  if (!canImplicitlyCast(from, target.type) || isText) {
    throw new PlanError('PLAN_INSERT_TYPES', {
      message:
        `column "${target.name}" of ${table.path.at(-1)!} is ` +
        `${formatType(target.type)}, the query gives ${formatType(from)}`,
      span,
      hint: `CAST it to ${formatType(target.type)}.`,
    });
  }
  return castTo(expr, target.type, env.session);
}
