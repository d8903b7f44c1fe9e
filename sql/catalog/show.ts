/** SHOW, DESCRIBE and SHOW CREATE: rows with Flink's column names. */
import type { Value } from '../../core/batch.js';
import { didYouMean } from '../../core/errors.js';
import { shownOption, withoutSecrets } from '../../core/secrets.js';
import type { DataType, Schema } from '../../core/types.js';
import { booleanType, formatType, stringType, withNullable } from '../../core/types.js';
import { aggregateFunctions } from '../../engine/aggregates/registry.js';
import { listFunctions } from '../../engine/functions/registry.js';
import type { DescribeStatement, ShowCreate, ShowStatement } from '../ast/statement.js';
import type { BindEnv } from '../binder/context.js';
import { likeTest } from '../binder/like.js';
import { unsupported } from '../binder/errors.js';
import { lookUp, pathOf } from '../binder/table.js';
import { expressionText } from './expression-text.js';
import { printQuery } from '../printer/query.js';
import { catalogError } from './ddl.js';
import { catalogAt, createCatalogText, describeCatalog } from './catalogs.js';
import { moduleNames } from './modules.js';
import { createModelText, describeModel, findModel, modelNames } from './models.js';
import { partitionsWith } from './partitions.js';
import { quoted, text, typeText } from './show-text.js';
import { describeFunction } from './describe-function.js';
import type { ColumnDef, Relation, TableDef } from './state.js';
import { findRelation, pathKey, relationNames } from './state.js';
import { isModelFunction } from '../../engine/functions/user/model-call.js';

export interface Rows {
  readonly schema: Schema;
  readonly rows: readonly (readonly Value[])[];
}

function textRows(name: string, values: readonly string[]): Rows {
  return { schema: { fields: [{ name, type: stringType }] }, rows: values.map((value) => [value]) };
}

export function show(node: ShowStatement, env: BindEnv): Rows {
  const matches =
    node.like === null
      ? () => true
      : likeTest(node.like.pattern, node.like.operator === 'ILIKE', node.like.negated);
  const names = (values: Iterable<string>): string[] => [...values].filter(matches).sort();
  switch (node.what) {
    case 'TABLES':
      return textRows('table name', names(relationNames(env.catalog, ...databaseOf(node, env))));
    case 'VIEWS':
      return textRows(
        'view name',
        names(relationNames(env.catalog, ...databaseOf(node, env), 'view')),
      );
    case 'CATALOGS':
      return textRows('catalog name', names(env.catalog.catalogs.keys()));
    case 'DATABASES': {
      const { databases } =
        node.from === null ? env.catalog.catalogs.get(env.home[0])! : catalogAt(node.from, env);
      return textRows('database name', names(databases.keys()));
    }
    case 'CURRENT CATALOG':
      return textRows('current catalog name', [env.catalog.currentCatalog]);
    case 'CURRENT DATABASE':
      return textRows('current database name', [env.catalog.currentDatabase]);
    case 'MODULES':
      return textRows('module name', moduleNames(env.catalog));
    case 'FULL MODULES':
      return {
        schema: {
          fields: [
            { name: 'module name', type: stringType },
            { name: 'used', type: booleanType },
          ],
        },
        rows: moduleNames(env.catalog).map((name) => [name, true]),
      };
    case 'FUNCTIONS':
      return textRows(
        'function name',
        names([...(env.catalog.coreModule ? functionNames() : []), ...userNames(env)]),
      );
    case 'USER FUNCTIONS':
      return textRows('function name', names(userNames(env)));
    case 'COLUMNS':
      return showColumns(node, env, matches);
    case 'PARTITIONS':
      return showPartitions(node, env);
    case 'JARS':
      return textRows('jars', []);
    case 'MATERIALIZED TABLES':
      return textRows('materialized table', []);
    case 'MODELS':
      return textRows('model name', names(modelNames(env.catalog, ...databaseOf(node, env))));
    case 'PROCEDURES':
      return textRows('procedure name', []);
    default:
      throw unsupported(`SHOW ${node.what}`, node.span);
  }
}

function userNames(env: BindEnv): readonly string[] {
  const all = [...(env.session.functions?.keys() ?? [])];
  return all.filter((name) => !isModelFunction(name)).map((name) => name.toLowerCase());
}

/** In capitals, as Flink shows them; those of users are in small letters. */
function functionNames(): readonly string[] {
  const scalar = listFunctions().filter((fn) => fn.listed !== false);
  return [...new Set([...scalar, ...aggregateFunctions].map((fn) => fn.name))];
}

function databaseOf(node: ShowStatement, env: BindEnv): [string, string] {
  if (node.from === null) return [...env.home];
  const parts = node.from.parts.map((part) => part.name);
  const path: [string, string] =
    parts.length > 1 ? [parts[0]!, parts[1]!] : [env.home[0], parts[0]!];
  const databases = env.catalog.catalogs.get(path[0])?.databases;
  if (databases?.has(path[1]) !== true) {
    throw catalogError(
      'SQL_UNKNOWN_DATABASE',
      `no database "${path[1]}"`,
      node.from.span,
      didYouMean(path[1], databases?.keys() ?? []),
    );
  }
  return path;
}

export function describe(node: DescribeStatement, env: BindEnv): Rows {
  if (node.object === 'FUNCTION') return describeFunction(node, env);
  if (node.object === 'MODEL') return describeModel(node.name, env);
  if (node.object === 'CATALOG') return describeCatalog(catalogAt(node.name, env), node.extended);
  if (node.object !== 'TABLE') throw unsupported(`DESCRIBE ${node.object}`, node.span);
  return columnRows(
    lookUp(pathOf(node.name, env), { catalog: env.catalog, ctes: new Map() }, node.name.span),
    () => true,
  );
}

function showColumns(node: ShowStatement, env: BindEnv, matches: (name: string) => boolean): Rows {
  return columnRows(
    lookUp(pathOf(node.from!, env), { catalog: env.catalog, ctes: new Map() }, node.from!.span),
    matches,
  );
}

interface DescribedColumn {
  readonly name: string;
  readonly type: DataType;
  readonly def: ColumnDef | null;
}

function columnRows(relation: Relation, matches: (name: string) => boolean): Rows {
  const columns: readonly DescribedColumn[] =
    relation.kind === 'table'
      ? relation.columns.map((def) => ({ name: def.name, type: def.type, def }))
      : relation.schema.fields.map((field) => ({ ...field, def: null }));
  const table = relation.kind === 'table' ? relation : null;
  const hasComment = columns.some((c) => (c.def?.comment ?? null) !== null);
  const names = [
    'name',
    'type',
    'null',
    'key',
    'extras',
    'watermark',
    ...(hasComment ? ['comment'] : []),
  ];
  const fields = names.map((name) => ({ name, type: name === 'null' ? booleanType : stringType }));
  const rows = columns
    .filter((c) => matches(c.name))
    .map((c): readonly Value[] => {
      const isTime = table?.watermark?.column.join('.') === c.name;
      const isKey = table?.primaryKey?.columns.includes(c.name) === true;
      return [
        c.name,
        formatType(withNullable(c.type, true)) + attributeText(c.type, isTime),
        c.type.nullable,
        isKey ? `PRI(${table!.primaryKey!.columns.join(', ')})` : null,
        extras(c.def),
        isTime ? expressionText(table!.watermark!.expr) : null,
        ...(hasComment ? [c.def?.comment ?? null] : []),
      ];
    });
  return { schema: { fields }, rows };
}

function attributeText(type: DataType, isTime: boolean): string {
  const attribute = 'attribute' in type ? type.attribute : undefined;
  if (isTime || attribute === 'rowtime') return ' *ROWTIME*';
  return attribute === 'proctime' ? ' *PROCTIME*' : '';
}

function extras(column: ColumnDef | null): string | null {
  if (column?.kind === 'computed') return `AS ${expressionText(column.expr!)}`;
  if (column?.kind !== 'metadata') return null;
  const from = column.hasKey ? ` FROM '${column.metadataKey!}'` : '';
  return `METADATA${from}${column.virtual ? ' VIRTUAL' : ''}`;
}

function showPartitions(node: ShowStatement, env: BindEnv): Rows {
  const table = lookUp(
    pathOf(node.from!, env),
    { catalog: env.catalog, ctes: new Map() },
    node.from!.span,
  );
  if (table.kind === 'view' || table.partitionKeys.length === 0) {
    throw catalogError('SQL_INVALID', `"${table.path[2]}" is not partitioned`, node.from!.span);
  }
  const spec = { values: node.partition, span: node.span };
  return textRows('partition name', partitionsWith(table, spec, env));
}

export function showCreate(node: ShowCreate, env: BindEnv): Rows {
  if (node.object === 'MODEL')
    return textRows('result', [createModelText(findModel(node.name, env))]);
  if (node.object === 'CATALOG')
    return textRows('result', [createCatalogText(catalogAt(node.name, env))]);
  if (node.object !== 'TABLE' && node.object !== 'VIEW')
    throw unsupported(`SHOW CREATE ${node.object}`, node.span);
  const path = pathOf(node.name, env);
  const relation =
    findRelation(env.catalog, path) ??
    lookUp(path, { catalog: env.catalog, ctes: new Map() }, node.name.span);
  if (relation.kind !== node.object.toLowerCase()) {
    throw catalogError(
      'SQL_INVALID',
      `"${path[2]}" is a ${relation.kind}`,
      node.name.span,
      `SHOW CREATE ${relation.kind.toUpperCase()} shows it.`,
    );
  }
  return textRows('result', [
    relation.kind === 'table' ? createTableText(relation) : createViewText(relation),
  ]);
}

function columnText(column: ColumnDef): string {
  const comment = column.comment === null ? '' : ` COMMENT ${text(column.comment)}`;
  if (column.kind === 'computed') return `${quoted(column.name)} ${extras(column)!}${comment}`;
  const more = column.kind === 'metadata' ? ` ${extras(column)!}` : '';
  return `${quoted(column.name)} ${typeText(column.type)}${more}${comment}`;
}

function createTableText(table: TableDef): string {
  const elements = table.columns.map(columnText);
  if (table.watermark !== null) {
    elements.push(
      `WATERMARK FOR ${table.watermark.column.map(quoted).join('.')} ` +
        `AS ${expressionText(table.watermark.expr)}`,
    );
  }
  if (table.primaryKey !== null) {
    elements.push(
      `CONSTRAINT ${quoted(table.primaryKey.name)} PRIMARY KEY ` +
        `(${table.primaryKey.columns.map(quoted).join(', ')}) NOT ENFORCED`,
    );
  }
  const options = Object.keys(table.options)
    .sort()
    .map((key) => `  ${text(key)} = ${text(shownOption(key, table.options[key]!))}`);
  return [
    `CREATE ${table.temporary ? 'TEMPORARY ' : ''}TABLE ${pathKey(table.path)} (`,
    `${elements.map((e) => `  ${e}`).join(',\n')}`,
    ')',
    ...(table.comment === null ? [] : [`COMMENT ${text(table.comment)}`]),
    ...(table.distribution === null ? [] : [`DISTRIBUTED ${table.distribution}`]),
    ...(table.partitionKeys.length === 0
      ? []
      : [`PARTITIONED BY (${table.partitionKeys.map(quoted).join(', ')})`]),
    'WITH (',
    options.join(',\n'),
    ')',
    '',
  ].join('\n');
}

function createViewText(view: Relation & { kind: 'view' }): string {
  const columns = view.schema.fields.map((field) => `  ${quoted(field.name)}`).join(',\n');
  const comment = view.comment === null ? '' : `COMMENT ${text(view.comment)}\n`;
  return (
    `CREATE ${view.temporary ? 'TEMPORARY ' : ''}VIEW ${pathKey(view.path)} ` +
    `(\n${columns}\n)\n${comment}AS ${withoutSecrets(printQuery(view.query))}\n`
  );
}
