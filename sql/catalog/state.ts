/**
 * The catalog: plain immutable data. Every DDL function takes a state and returns a new one, so
 * that a
 * refused statement changes nothing.
 */
import type { DataType, Schema } from '../../core/types.js';
import type { Expr } from '../ast/expr.js';
import type { Query } from '../ast/query.js';

/** catalog, database, object. */
export type ObjectPath = readonly [catalog: string, database: string, name: string];

export interface ColumnDef {
  readonly name: string;
  readonly kind: 'physical' | 'computed' | 'metadata';
  readonly type: DataType;
  readonly comment: string | null;
  /** Computed only. */
  readonly expr: Expr | null;
  /** Metadata only: the connector's key. */
  readonly metadataKey: string | null;
  /** Metadata only: METADATA FROM was written. */
  readonly hasKey: boolean;
  /** Metadata only: not written by INSERT. */
  readonly virtual: boolean;
}

export interface TableDef {
  readonly kind: 'table';
  readonly path: ObjectPath;
  readonly temporary: boolean;
  readonly columns: readonly ColumnDef[];
  readonly watermark: { readonly column: readonly string[]; readonly expr: Expr } | null;
  readonly primaryKey: { readonly name: string; readonly columns: readonly string[] } | null;
  readonly partitionKeys: readonly string[];
  readonly distribution: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly comment: string | null;
  /** Partitions added by ALTER TABLE, as `k=v/k=v`. */
  readonly partitions: readonly string[];
}

export interface ViewDef {
  readonly kind: 'view';
  readonly path: ObjectPath;
  readonly temporary: boolean;
  readonly query: Query;
  /** Names and types as they were when the view was made. */
  readonly schema: Schema;
  /** What the query named its columns; those that a star finds later are not the view's. */
  readonly selected: readonly string[];
  /** Unqualified names in the query mean this catalog and database. */
  readonly home: readonly [catalog: string, database: string];
  readonly comment: string | null;
}

export type Relation = TableDef | ViewDef;

export interface FunctionDef {
  readonly name: string;
  readonly implementation: string;
  readonly language: string;
  readonly temporary: boolean;
}

/** A model: columns in, columns out, and who computes them (`options.provider`). */
export interface ModelDef {
  readonly path: ObjectPath;
  readonly temporary: boolean;
  readonly inputs: readonly ModelColumn[];
  readonly outputs: readonly ModelColumn[];
  readonly options: Readonly<Record<string, string>>;
  readonly comment: string | null;
}
export interface ModelColumn {
  readonly name: string;
  readonly type: DataType;
  readonly comment: string | null;
}

export interface DatabaseDef {
  readonly name: string;
  readonly comment: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly functions: ReadonlyMap<string, FunctionDef>;
}

export interface CatalogDef {
  readonly name: string;
  readonly comment: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly databases: ReadonlyMap<string, DatabaseDef>;
}

export interface CatalogState {
  readonly catalogs: ReadonlyMap<string, CatalogDef>;
  /** Temporary tables and views by `pathKey`; they hide permanent ones of the same name. */
  readonly temporary: ReadonlyMap<string, Relation>;
  readonly temporaryFunctions: ReadonlyMap<string, FunctionDef>;
  /** All models by `pathKey`. */
  readonly models: ReadonlyMap<string, ModelDef>;
  /** False after UNLOAD MODULE core. */
  readonly coreModule: boolean;
  readonly currentCatalog: string;
  /** null after USE CATALOG of a catalog whose default database does not exist. */
  readonly currentDatabase: string;
}

/** One catalog `default_catalog` with one database `default_database`. */
export function emptyCatalog(): CatalogState {
  const database = emptyDatabase('default_database');
  const catalog: CatalogDef = {
    name: 'default_catalog',
    comment: null,
    options: { type: 'generic_in_memory' },
    databases: new Map([[database.name, database]]),
  };
  return {
    catalogs: new Map([[catalog.name, catalog]]),
    temporary: new Map(),
    temporaryFunctions: new Map(),
    models: new Map(),
    coreModule: true,
    currentCatalog: catalog.name,
    currentDatabase: database.name,
  };
}

export function emptyDatabase(name: string): DatabaseDef {
  return { name, comment: null, options: {}, relations: new Map(), functions: new Map() };
}

export function pathKey(path: ObjectPath): string {
  return path.map((part) => `\`${part.replaceAll('`', '``')}\``).join('.');
}

/** Full path of `parts` (one to three names), or null when there are more. */
export function resolvePath(
  parts: readonly string[],
  home: readonly [string, string],
): ObjectPath | null {
  if (parts.length === 1) return [home[0], home[1], parts[0]!];
  if (parts.length === 2) return [home[0], parts[0]!, parts[1]!];
  return parts.length === 3 ? [parts[0]!, parts[1]!, parts[2]!] : null;
}

/** Table or view at `path`, temporary ones first. */
export function findRelation(state: CatalogState, path: ObjectPath): Relation | undefined {
  return state.temporary.get(pathKey(path)) ?? findPermanent(state, path);
}

export function findPermanent(state: CatalogState, path: ObjectPath): Relation | undefined {
  return state.catalogs.get(path[0])?.databases.get(path[1])?.relations.get(path[2]);
}

/** Names of the tables and views of one database, temporary ones included, sorted. */
export function relationNames(
  state: CatalogState,
  catalog: string,
  database: string,
  kind?: Relation['kind'],
): readonly string[] {
  const permanent = state.catalogs.get(catalog)?.databases.get(database)?.relations.values() ?? [];
  const temporary = [...state.temporary.values()].filter(
    (relation) => relation.path[0] === catalog && relation.path[1] === database,
  );
  const wanted = [...permanent, ...temporary].filter(
    (relation) => kind === undefined || relation.kind === kind,
  );
  return [...new Set(wanted.map((relation) => relation.path[2]))].sort();
}

/** The state with one database changed; the database must exist. */
export function withDatabase(
  state: CatalogState,
  path: readonly [string, string, ...unknown[]],
  change: (database: DatabaseDef) => DatabaseDef,
): CatalogState {
  const catalog = state.catalogs.get(path[0])!;
  const database = change(catalog.databases.get(path[1])!);
  const databases = new Map(catalog.databases).set(database.name, database);
  return {
    ...state,
    catalogs: new Map(state.catalogs).set(catalog.name, { ...catalog, databases }),
  };
}

/** The state with `relation` put at its path, replacing what was there. */
export function withRelation(state: CatalogState, relation: Relation): CatalogState {
  if (relation.temporary) {
    return { ...state, temporary: new Map(state.temporary).set(pathKey(relation.path), relation) };
  }
  return withDatabase(state, relation.path, (database) => ({
    ...database,
    relations: new Map(database.relations).set(relation.path[2], relation),
  }));
}

export function withoutRelation(state: CatalogState, relation: Relation): CatalogState {
  if (relation.temporary) {
    const temporary = new Map(state.temporary);
    temporary.delete(pathKey(relation.path));
    return { ...state, temporary };
  }
  return withDatabase(state, relation.path, (database) => {
    const relations = new Map(database.relations);
    relations.delete(relation.path[2]);
    return { ...database, relations };
  });
}
