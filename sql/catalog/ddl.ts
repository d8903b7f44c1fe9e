/** CREATE, ALTER, DROP and USE: the new catalog, or an error and no change. */
import type { Span } from '../../core/errors.js';
import { didYouMean, SqlError } from '../../core/errors.js';
import type { AlterStatement, DropStatement, UseStatement } from '../ast/statement.js';
import type { CreateCatalog, CreateDatabase, CreateView } from '../ast/create.js';
import type { Identifier, QualifiedName } from '../ast/node.js';
import type { BindEnv } from '../binder/context.js';
import { refuseRepeated, renamed } from '../binder/alias.js';
import { unsupported } from '../binder/errors.js';
import { bindQuery } from '../binder/query.js';
import { pathOf } from '../binder/table.js';
import { checkPlanSize } from '../logical/plan-size.js';
import { alterTable, renameTable } from './alter-table.js';
import { alterCatalog } from './catalogs.js';
import { optionRecord, tableError } from './define-table.js';
import { alterModel, dropModel, modelNames, withoutModelsOf } from './models.js';
import type { CatalogState, ObjectPath, Relation, ViewDef } from './state.js';
import {
  emptyDatabase,
  findPermanent,
  findRelation,
  pathKey,
  relationNames,
  withDatabase,
  withoutRelation,
  withRelation,
} from './state.js';

export function catalogError(
  code: string,
  message: string,
  span: Span | null,
  hint?: string,
): SqlError {
  return new SqlError(code, { message, hint, ...(span === null ? {} : { span }) });
}

/** Puts a table or view into the catalog. null: it was there, and IF NOT EXISTS was written. */
export function createRelation(
  relation: Relation,
  mode: { readonly ifNotExists: boolean; readonly orReplace: boolean },
  env: BindEnv,
  span: Span,
): CatalogState | null {
  const { catalog } = env;
  checkDatabase(relation.path, catalog, span);
  const existing = relation.temporary
    ? catalog.temporary.get(pathKey(relation.path))
    : findPermanent(catalog, relation.path);
  if (existing !== undefined && !mode.orReplace) {
    if (mode.ifNotExists) return null;
    throw catalogError(
      'SQL_EXISTS',
      `there is a ${existing.kind} "${relation.path[2]}" already`,
      span,
      'Drop it first, or write IF NOT EXISTS.',
    );
  }
  return withRelation(catalog, relation);
}

/** Throws SQL_UNKNOWN_CATALOG and SQL_UNKNOWN_DATABASE. */
export function checkDatabase(path: ObjectPath, catalog: CatalogState, span: Span): void {
  const found = catalog.catalogs.get(path[0]);
  if (found === undefined) {
    throw catalogError(
      'SQL_UNKNOWN_CATALOG',
      `no catalog "${path[0]}"`,
      span,
      didYouMean(path[0], catalog.catalogs.keys()),
    );
  }
  if (!found.databases.has(path[1])) {
    throw catalogError(
      'SQL_UNKNOWN_DATABASE',
      `no database "${path[1]}" in catalog ${path[0]}`,
      span,
      didYouMean(path[1], found.databases.keys()),
    );
  }
}

export function defineView(node: CreateView, env: BindEnv): ViewDef {
  const plan = bindQuery(node.query, env, null);
  checkPlanSize([plan], node.query.span);
  checkDuplicates(node.columns);
  if (node.columns.length === 0) refuseRepeated(node.query);
  const named = node.columns.length === 0 ? plan : renamed(plan, node.columns, node.name.span);
  return {
    kind: 'view',
    path: pathOf(node.name, env),
    temporary: node.temporary,
    query: node.query,
    schema: named.output,
    selected: plan.output.fields.map((field) => field.name),
    home: env.home,
    comment: node.comment?.value ?? null,
  };
}

function checkDuplicates(names: readonly Identifier[]): void {
  const twice = names.find((name, i) => names.findIndex((other) => other.name === name.name) !== i);
  if (twice !== undefined) throw tableError(`column "${twice.name}" is there twice`, twice.span);
}

export function createCatalog(node: CreateCatalog, env: BindEnv): CatalogState | null {
  const { name } = node.name;
  if (env.catalog.catalogs.has(name)) {
    if (node.ifNotExists) return null;
    throw catalogError('SQL_EXISTS', `there is a catalog "${name}" already`, node.name.span);
  }
  const options = optionRecord(node.options);
  if (options['type'] === undefined) {
    throw catalogError(
      'SQL_INVALID_OPTION',
      "a catalog needs the option 'type'",
      node.span,
      "It can be 'generic_in_memory'.",
    );
  }
  if (options['type'] !== 'generic_in_memory') {
    throw catalogError(
      'SQL_INVALID_OPTION',
      `no catalogs of type '${options['type']}'`,
      node.span,
      "There is 'generic_in_memory'.",
    );
  }
  const unknown = Object.keys(options).find((key) => key !== 'type' && key !== 'default-database');
  if (unknown !== undefined) {
    throw catalogError(
      'SQL_INVALID_OPTION',
      `unknown option '${unknown}' of a catalog`,
      node.span,
      didYouMean(unknown, ['type', 'default-database']),
    );
  }
  const database = emptyDatabase(options['default-database'] ?? 'default');
  const catalog = {
    name,
    comment: node.comment?.value ?? null,
    options,
    databases: new Map([[database.name, database]]),
  };
  return { ...env.catalog, catalogs: new Map(env.catalog.catalogs).set(name, catalog) };
}

function databasePath(name: QualifiedName, env: BindEnv): readonly [string, string] {
  const parts = name.parts.map((part) => part.name);
  if (parts.length > 2) throw tableError('a database name has at most two parts', name.span);
  const path: readonly [string, string] =
    parts.length === 2 ? [parts[0]!, parts[1]!] : [env.home[0], parts[0]!];
  if (!env.catalog.catalogs.has(path[0]))
    throw catalogError('SQL_UNKNOWN_CATALOG', `no catalog "${path[0]}"`, name.span);
  return path;
}

export function createDatabase(node: CreateDatabase, env: BindEnv): CatalogState | null {
  const [catalogName, name] = databasePath(node.name, env);
  const catalog = env.catalog.catalogs.get(catalogName)!;
  if (catalog.databases.has(name)) {
    if (node.ifNotExists) return null;
    throw catalogError('SQL_EXISTS', `there is a database "${name}" already`, node.name.span);
  }
  const database = {
    ...emptyDatabase(name),
    comment: node.comment?.value ?? null,
    options: optionRecord(node.options),
  };
  const databases = new Map(catalog.databases).set(name, database);
  return {
    ...env.catalog,
    catalogs: new Map(env.catalog.catalogs).set(catalogName, { ...catalog, databases }),
  };
}

export function drop(node: DropStatement, env: BindEnv): CatalogState | null {
  switch (node.object) {
    case 'TABLE':
    case 'VIEW':
      return dropRelation(node, node.object === 'TABLE' ? 'table' : 'view', env);
    case 'DATABASE':
      return dropDatabase(node, env);
    case 'CATALOG':
      return dropCatalog(node, env);
    case 'MODEL':
      return dropModel(node, env);
    default:
      throw unsupported(`DROP ${node.object}`, node.span);
  }
}

function dropRelation(
  node: DropStatement,
  kind: Relation['kind'],
  env: BindEnv,
): CatalogState | null {
  const path = pathOf(node.name, env);
  const { catalog } = env;
  const found = node.temporary
    ? catalog.temporary.get(pathKey(path))
    : findPermanent(catalog, path);
  if (found?.kind === kind) {
    const hidden = !node.temporary && catalog.temporary.has(pathKey(path));
    if (hidden) {
      throw catalogError(
        'SQL_TEMPORARY_IN_FRONT',
        `a temporary ${kind} "${path[2]}" is in front of it`,
        node.name.span,
        `DROP TEMPORARY ${node.object} first.`,
      );
    }
    return withoutRelation(catalog, found);
  }
  if (node.ifExists) return null;
  const temporary = findRelation(catalog, path);
  throw catalogError(
    `SQL_UNKNOWN_${node.object}`,
    `no ${node.temporary ? 'temporary ' : ''}${kind} "${path[2]}"`,
    node.name.span,
    found !== undefined
      ? `It is a ${found.kind}: DROP ${found.kind.toUpperCase()}.`
      : temporary?.temporary === true
        ? `It is temporary: DROP TEMPORARY ${temporary.kind.toUpperCase()}.`
        : didYouMean(path[2], relationNames(catalog, path[0], path[1], kind)),
  );
}

function dropDatabase(node: DropStatement, env: BindEnv): CatalogState | null {
  const path = databasePath(node.name, env);
  const catalog = env.catalog.catalogs.get(path[0])!;
  const database = catalog.databases.get(path[1]);
  if (database === undefined) {
    if (node.ifExists) return null;
    throw catalogError(
      'SQL_UNKNOWN_DATABASE',
      `no database "${path[1]}"`,
      node.name.span,
      didYouMean(path[1], catalog.databases.keys()),
    );
  }
  if (path[0] === env.home[0] && path[1] === env.home[1]) {
    throw catalogError(
      'SQL_IN_USE',
      `database "${path[1]}" is the current one`,
      node.name.span,
      'USE another first.',
    );
  }
  const isEmpty = database.relations.size + modelNames(env.catalog, ...path).length === 0;
  if (!isEmpty && node.behavior !== 'CASCADE') {
    throw catalogError(
      'SQL_NOT_EMPTY',
      `database "${path[1]}" is not empty`,
      node.name.span,
      'CASCADE drops what is in it.',
    );
  }
  const databases = new Map(catalog.databases);
  databases.delete(path[1]);
  return {
    ...withoutModelsOf(env.catalog, ...path),
    catalogs: new Map(env.catalog.catalogs).set(path[0], { ...catalog, databases }),
  };
}

function dropCatalog(node: DropStatement, env: BindEnv): CatalogState | null {
  const name = node.name.parts[0]!.name;
  if (!env.catalog.catalogs.has(name)) {
    if (node.ifExists) return null;
    throw catalogError(
      'SQL_UNKNOWN_CATALOG',
      `no catalog "${name}"`,
      node.name.span,
      didYouMean(name, env.catalog.catalogs.keys()),
    );
  }
  if (name === env.catalog.currentCatalog) {
    throw catalogError(
      'SQL_IN_USE',
      `catalog "${name}" is the current one`,
      node.name.span,
      'USE CATALOG another first.',
    );
  }
  const catalogs = new Map(env.catalog.catalogs);
  catalogs.delete(name);
  return { ...withoutModelsOf(env.catalog, name, null), catalogs };
}

export function alter(node: AlterStatement, env: BindEnv): CatalogState {
  switch (node.kind) {
    case 'alter-table':
      return alterTable(node, env);
    case 'alter-view':
      return alterView(node, env);
    case 'alter-database': {
      const path = databasePath(node.name, env);
      if (!env.catalog.catalogs.get(path[0])!.databases.has(path[1])) {
        throw catalogError('SQL_UNKNOWN_DATABASE', `no database "${path[1]}"`, node.name.span);
      }
      const options = optionRecord(node.action.options);
      return withDatabase(env.catalog, path, (db) => ({
        ...db,
        options: { ...db.options, ...options },
      }));
    }
    case 'alter-catalog':
      return alterCatalog(node, env);
    case 'alter-model':
      return alterModel(node, env);
    default:
      throw unsupported(node.kind.replaceAll('-', ' ').toUpperCase(), node.span);
  }
}

function alterView(node: AlterStatement & { kind: 'alter-view' }, env: BindEnv): CatalogState {
  const path = pathOf(node.name, env);
  const view = findPermanent(env.catalog, path);
  if (view?.kind !== 'view')
    throw catalogError('SQL_UNKNOWN_VIEW', `no view "${path[2]}" to alter`, node.name.span);
  if (node.action.kind === 'rename-to') return renameTable(view, node.action.name, env);
  const plan = bindQuery(node.action.query, env, null);
  checkPlanSize([plan], node.action.query.span);
  return withRelation(env.catalog, {
    ...view,
    query: node.action.query,
    schema: plan.output,
    selected: plan.output.fields.map((field) => field.name),
    home: env.home,
  });
}

export function use(node: UseStatement, env: BindEnv): CatalogState {
  const parts = node.name.parts.map((part) => part.name);
  if (node.object === 'CATALOG') {
    const catalog = env.catalog.catalogs.get(parts[0]!);
    if (catalog === undefined) {
      throw catalogError(
        'SQL_UNKNOWN_CATALOG',
        `no catalog "${parts[0]!}"`,
        node.name.span,
        didYouMean(parts[0]!, env.catalog.catalogs.keys()),
      );
    }
    if (catalog.name === env.catalog.currentCatalog) return env.catalog;
    const wanted =
      catalog.options['default-database'] ??
      (catalog.databases.has('default') ? 'default' : [...catalog.databases.keys()][0]!);
    return { ...env.catalog, currentCatalog: catalog.name, currentDatabase: wanted };
  }
  const path = databasePath(node.name, env);
  const databases = env.catalog.catalogs.get(path[0])!.databases;
  if (!databases.has(path[1])) {
    throw catalogError(
      'SQL_UNKNOWN_DATABASE',
      `no database "${path[1]}" in catalog ${path[0]}`,
      node.name.span,
      didYouMean(path[1], databases.keys()),
    );
  }
  return { ...env.catalog, currentCatalog: path[0], currentDatabase: path[1] };
}
