/** CREATE TABLE and CREATE TABLE ... AS: the catalog with the table, and what fills it. */
import type { CreateTable } from './ast/create.js';
import type { BindEnv } from './binder/context.js';
import { insertInto, type BoundInsert } from './binder/insert.js';
import { bindQuery } from './binder/query.js';
import { defineTable } from './catalog/create-table.js';
import { createRelation } from './catalog/ddl.js';
import { tableError } from './catalog/define-table.js';
import { findPermanent, type CatalogState } from './catalog/state.js';

export interface BoundTable {
  readonly name: string;
  /** Null when the table is there already (IF NOT EXISTS). */
  readonly catalog: CatalogState | null;
  /** Null without AS, and when there is nothing to do. */
  readonly insert: BoundInsert | null;
}

/** Throws what defining the table and binding its query throw. */
export function bindTable(node: CreateTable, env: BindEnv): BoundTable {
  if (node.query !== null && node.temporary) {
    throw tableError('CREATE TABLE AS makes no temporary table', node.name.span);
  }
  const query = node.query === null ? null : bindQuery(node.query, env, null, true);
  const table = defineTable(node, env, query?.output.fields ?? null);
  const name = table.path[2];
  const mode = { ifNotExists: node.ifNotExists, orReplace: node.orReplace || node.replaceOnly };
  if (node.replaceOnly && findPermanent(env.catalog, table.path) === undefined) {
    throw tableError(
      `no table "${name}" to replace`,
      node.name.span,
      'CREATE OR REPLACE TABLE makes it where it is missing.',
    );
  }
  const catalog = createRelation(table, mode, env, node.name.span);
  if (catalog === null || query === null) return { name, catalog, insert: null };
  return { name, catalog, insert: insertInto(table, query, { ...env, catalog }, node.name.span) };
}
