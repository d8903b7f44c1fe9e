/** Names in FROM: common table expressions, tables, views. */
import type { Span } from '../../core/errors.js';
import { didYouMean, listedNames, MillraceError, SqlError } from '../../core/errors.js';
import type { QualifiedName } from '../ast/node.js';
import type { NamedTable } from '../ast/query.js';
import type { ObjectPath, Relation, TableDef, ViewDef } from '../catalog/state.js';
import { findRelation, pathKey, relationNames, resolvePath } from '../catalog/state.js';
import { checkHints, mergedHints } from './hints.js';
import { withNames } from './alias.js';
import { calc, columnsOf } from '../logical/nodes.js';
import type { BindEnv } from './context.js';
import { invalid, unsupported } from './errors.js';
import type { From } from './from.js';
import { aliased } from './from.js';
import { bindQuery } from './query.js';
import { bindScan } from './scan.js';
import type { LogicalNode } from '../logical/nodes.js';

export function bindNamedTable(ref: NamedTable, env: BindEnv): From {
  if (ref.sample !== null) throw unsupported('TABLESAMPLE', ref.sample.span);
  const name = ref.name.parts.at(-1)!.name;
  const cte = ref.name.parts.length === 1 ? env.ctes.get(name) : undefined;
  if (cte !== undefined) return aliased(cte, ref.alias, [name]);
  const path = pathOf(ref.name, env);
  const relation = lookUp(path, env, ref.name.span);
  if (relation.kind === 'view') refuseViewOptions(ref);
  const node =
    relation.kind === 'view'
      ? expandView(relation, env, ref.span)
      : bindScan(withHints(relation, ref, env), env, ref.span);
  return aliased(node, ref.alias, path);
}

/** OPTIONS change a table; the tables of a view keep theirs. */
function refuseViewOptions(ref: NamedTable): void {
  checkHints(ref.hints);
  const options = ref.hints.find((hint) => hint.name.name.toUpperCase() === 'OPTIONS');
  if (options !== undefined)
    throw invalid('OPTIONS are for tables, and this is a view', options.span);
}

export function pathOf(name: QualifiedName, env: Pick<BindEnv, 'home'>): ObjectPath {
  const path = resolvePath(
    name.parts.map((part) => part.name),
    env.home,
  );
  if (path === null) throw invalid('a table name has at most three parts', name.span);
  return path;
}

/** Throws SQL_UNKNOWN_TABLE. */
export function lookUp(
  path: ObjectPath,
  env: Pick<BindEnv, 'catalog' | 'ctes'>,
  span: Span,
): Relation {
  const found = findRelation(env.catalog, path);
  if (found !== undefined) return found;
  const names = [...relationNames(env.catalog, path[0], path[1]), ...env.ctes.keys()];
  const has =
    names.length === 0
      ? `${path[0]}.${path[1]} is empty`
      : `there are ${listedNames(names, path[2])}`;
  throw new SqlError('SQL_UNKNOWN_TABLE', {
    message: `no table "${path[2]}" (${has})`,
    span,
    hint: didYouMean(path[2], names),
  });
}

function withHints(table: TableDef, ref: NamedTable, env: BindEnv): TableDef {
  const options = mergedHints(table.options, ref.hints, env);
  return options === table.options ? table : { ...table, options };
}

/** The view's query, read where it was written; errors inside it point at its use. */
function expandView(view: ViewDef, env: BindEnv, span: Span): LogicalNode {
  const key = pathKey(view.path);
  if (env.views.includes(key)) throw invalid(`view ${view.path[2]} reads itself`, span);
  try {
    const node = bindQuery(
      view.query,
      {
        ...env,
        home: view.home,
        ctes: new Map(),
        views: [...env.views, key],
        viewSpan: env.viewSpan ?? span,
      },
      null,
    );
    return viewColumns(node, view, span);
  } catch (error) {
    if (error instanceof MillraceError && error.span !== null) error.span = span;
    throw error;
  }
}

/** The columns that the query had when the view was made: a star may find others by now. */
function viewColumns(node: LogicalNode, view: ViewDef, span: Span): LogicalNode {
  const names = view.schema.fields.map((f) => f.name);
  const found = node.output.fields.map((f) => f.name);
  const isSame = found.length === names.length && found.every((n, i) => n === view.selected[i]);
  if (isSame) return withNames(node, names);
  const columns = columnsOf(node.output);
  const picked = view.selected.map((name) => {
    const column = columns[found.indexOf(name)];
    if (column !== undefined) return column;
    throw invalid(`the query of view ${view.path[2]} has no column "${name}" any more`, span);
  });
  return calc(node, null, picked, names);
}
