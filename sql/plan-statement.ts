/** SQL statements to plans: the one entry of this folder for whoever runs statements. */
import { MillraceError, SqlError } from '../core/errors.js';
import { shownOption } from '../core/secrets.js';
import { stringType } from '../core/types.js';
import type { SessionFacts } from '../engine/expr.js';
import type { CreateTable } from './ast/create.js';
import type { InsertStatement, JarStatement, SetStatement, Statement } from './ast/statement.js';
import type { BindEnv } from './binder/context.js';
import { unsupported } from './binder/errors.js';
import { bindInsert } from './binder/insert.js';
import { bindQuery } from './binder/query.js';
import {
  alter,
  createCatalog,
  createDatabase,
  createRelation,
  defineView,
  drop,
  use,
} from './catalog/ddl.js';
import { createFunction, dropFunction } from './catalog/functions.js';
import { createModel } from './catalog/models.js';
import { loadModule, unloadModule, useModules } from './catalog/modules.js';
import { describe, show, showCreate } from './catalog/show.js';
import type { CatalogState } from './catalog/state.js';
import { bindTable } from './create-table-as.js';
import { explainStatement } from './explain-statement.js';
import { planInserts, planQuery } from './plan-query.js';
import type { PlannerContext, StatementResult } from './planner.js';
import { checkSetting, checkSettingName } from './settings.js';

/**
 * Binds and plans one statement; nothing is run or changed. Throws SqlError and PlanError with
 * the place in
 * `context.sql`, ConnectorError for bad options.
 */
export async function planStatement(
  statement: Statement,
  context: PlannerContext,
): Promise<StatementResult> {
  try {
    return await plan(statement, context);
  } catch (error) {
    if (error instanceof MillraceError && ABOUT_ALL.has(error.code)) error.span ??= statement.span;
    if (error instanceof MillraceError && error.span !== null && error.sql === null)
      error.sql = context.sql;
    throw error;
  }
}

/** Refusals that may have no place of their own: they are about the whole statement. */
const ABOUT_ALL: ReadonlySet<string> = new Set(['SQL_TOO_LARGE', 'SQL_UNSUPPORTED']);

/** What binding and folding may know of the session. */
function sessionFacts({ session }: PlannerContext): SessionFacts {
  const { timeZone, functions } = session;
  return functions === undefined ? { timeZone } : { timeZone, functions };
}

export function bindEnv(context: PlannerContext): BindEnv {
  const { catalog, connectors, session } = context;
  return {
    catalog,
    connectors,
    options: session.options,
    session: sessionFacts(context),
    home: [catalog.currentCatalog, catalog.currentDatabase],
    ctes: new Map(),
    views: [],
  };
}

async function plan(statement: Statement, context: PlannerContext): Promise<StatementResult> {
  const env = bindEnv(context);
  switch (statement.kind) {
    case 'query-statement':
      return planQuery(bindQuery(statement.query, env, null, true), context);
    case 'insert':
      return planInsert([statement], env, context);
    case 'statement-set':
      return planInsert(statement.inserts, env, context);
    case 'explain':
      return explainStatement(statement, env, context);
    case 'create-table':
      return createTable(statement, env, context);
    case 'create-view': {
      const view = defineView(statement, env);
      return ddl(
        createRelation(view, statement, env, statement.name.span),
        env,
        `created view ${view.path[2]}`,
      );
    }
    case 'create-catalog':
      return ddl(createCatalog(statement, env), env, `created catalog ${statement.name.name}`);
    case 'create-database':
      return ddl(createDatabase(statement, env), env, 'created database');
    case 'create-model':
      return ddl(createModel(statement, env), env, 'created model');
    case 'create-function':
      return createFunction(statement, env);
    case 'drop':
      if (statement.object === 'FUNCTION') return dropFunction(statement, env);
      return ddl(drop(statement, env), env, 'dropped');
    case 'alter-table':
    case 'alter-view':
    case 'alter-database':
    case 'alter-catalog':
    case 'alter-function':
    case 'alter-model':
    case 'alter-connection':
    case 'alter-materialized-table':
      return ddl(alter(statement, env), env, 'altered');
    case 'use-modules':
      return ddl(useModules(statement, env), env, 'changed');
    case 'load-module':
      return ddl(loadModule(statement, env), env, `loaded module ${statement.name.name}`);
    case 'unload-module':
      return ddl(unloadModule(statement, env), env, `unloaded module ${statement.name.name}`);
    case 'use':
      return ddl(use(statement, env), env, 'changed');
    case 'show':
      return { kind: 'rows', ...show(statement, env) };
    case 'show-create':
      return { kind: 'rows', ...showCreate(statement, env) };
    case 'describe':
      return { kind: 'rows', ...describe(statement, env) };
    case 'set':
      return planSet(statement, context);
    case 'reset':
      if (statement.key !== null) checkSettingName(statement.key);
      return { kind: 'reset', key: statement.key?.value ?? null };
    case 'control':
      return { kind: 'client', statement };
    case 'jar':
      throw noJars(statement);
    default:
      throw unsupported(statement.kind.replaceAll('-', ' ').toUpperCase(), statement.span);
  }
}

function noJars({ action, span }: JarStatement): SqlError {
  return new SqlError('SQL_NO_JARS', {
    message: `${action} JAR: there is no Java here to load a JAR into`,
    span,
    hint:
      'Connectors and formats are built in; functions are JavaScript: ' +
      "CREATE FUNCTION f AS './module.js#f' LANGUAGE JAVASCRIPT.",
  });
}

async function planInsert(
  inserts: readonly InsertStatement[],
  env: BindEnv,
  context: PlannerContext,
): Promise<StatementResult> {
  const planned = await planInserts(
    inserts.map((insert) => bindInsert(insert, env)),
    context,
  );
  const { plan: physical, sinks, boundedInput } = planned;
  return { kind: 'insert', plan: physical, sinks, boundedInput, catalog: null };
}

function ddl(changed: CatalogState | null, env: BindEnv, message: string): StatementResult {
  return {
    kind: 'ddl',
    catalog: changed ?? env.catalog,
    message: changed === null ? 'nothing to do' : message,
  };
}

async function createTable(
  node: CreateTable,
  env: BindEnv,
  context: PlannerContext,
): Promise<StatementResult> {
  const { name, catalog, insert } = bindTable(node, env);
  if (catalog === null || insert === null) return ddl(catalog, env, `created table ${name}`);
  const planned = await planInserts([insert], { ...context, catalog });
  return {
    kind: 'insert',
    plan: planned.plan,
    sinks: planned.sinks,
    boundedInput: planned.boundedInput,
    catalog,
  };
}

function planSet(node: SetStatement, context: PlannerContext): StatementResult {
  if (node.key !== null && node.value !== null) {
    checkSetting(node.key, node.value);
    return { kind: 'set', key: node.key.value, value: node.value.value };
  }
  const rows = [...context.session.options]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, shownOption(key, value)]);
  return {
    kind: 'rows',
    schema: {
      fields: [
        { name: 'key', type: stringType },
        { name: 'value', type: stringType },
      ],
    },
    rows,
  };
}
