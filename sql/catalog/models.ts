/** CREATE, ALTER, DROP, SHOW and DESCRIBE MODEL. */
import type { Span } from '../../core/errors.js';
import { didYouMean } from '../../core/errors.js';
import { shownOption } from '../../core/secrets.js';
import { booleanType, formatType, stringType } from '../../core/types.js';
import type { AlterModel } from '../ast/alter.js';
import type { CreateModel, TableElement } from '../ast/create.js';
import type { QualifiedName } from '../ast/node.js';
import type { DropStatement } from '../ast/statement.js';
import type { BindEnv } from '../binder/context.js';
import { unsupported } from '../binder/errors.js';
import { pathOf } from '../binder/table.js';
import { optionRecord } from './define-table.js';
import { catalogError, checkDatabase } from './ddl.js';
import type { Rows } from './show.js';
import { quoted, text, typeText } from './show-text.js';
import type { CatalogState, ModelColumn, ModelDef, ObjectPath } from './state.js';
import { pathKey } from './state.js';
import { typeOf } from './type.js';

/** null: it was there, and IF NOT EXISTS was written. Throws SQL_EXISTS, SQL_INVALID_MODEL. */
export function createModel(node: CreateModel, env: BindEnv): CatalogState | null {
  if (node.query !== null) throw unsupported('CREATE MODEL AS', node.query.span);
  const path = pathOf(node.name, env);
  checkDatabase(path, env.catalog, node.name.span);
  const { models } = env.catalog;
  if (models.has(pathKey(path))) {
    if (node.ifNotExists) return null;
    throw catalogError(
      'SQL_EXISTS',
      `there is a model "${path[2]}" already`,
      node.name.span,
      'Drop it first, or write IF NOT EXISTS.',
    );
  }
  const model: ModelDef = {
    path,
    temporary: node.temporary,
    inputs: columnsOf(node.inputs, 'INPUT', node.span),
    outputs: columnsOf(node.outputs, 'OUTPUT', node.span),
    options: optionRecord(node.options),
    comment: node.comment?.value ?? null,
  };
  checkOptions(model, node.span);
  return withModel(env.catalog, model);
}

/** Throws SQL_UNKNOWN_MODEL. */
export function alterModel(node: AlterModel, env: BindEnv): CatalogState {
  if (node.ifExists && !env.catalog.models.has(pathKey(pathOf(node.name, env)))) return env.catalog;
  const model = findModel(node.name, env);
  const { action } = node;
  if (action.kind === 'rename-to') {
    const to = pathOf(action.name, env);
    if (env.catalog.models.has(pathKey(to)))
      throw catalogError('SQL_EXISTS', `there is a model "${to[2]}" already`, action.name.span);
    return withModel(withoutModel(env.catalog, model.path), { ...model, path: to });
  }
  const options =
    action.kind === 'set-options'
      ? { ...model.options, ...optionRecord(action.options) }
      : Object.fromEntries(
          Object.entries(model.options).filter(
            ([name]) => !action.keys.some((key) => key.value === name),
          ),
        );
  const changed = { ...model, options };
  checkOptions(changed, node.span);
  return withModel(env.catalog, changed);
}

/** null: there is none, and IF EXISTS was written. Throws SQL_UNKNOWN_MODEL. */
export function dropModel(node: DropStatement, env: BindEnv): CatalogState | null {
  if (node.ifExists && !env.catalog.models.has(pathKey(pathOf(node.name, env)))) return null;
  return withoutModel(env.catalog, findModel(node.name, env).path);
}

/** The model that `name` means. Throws SQL_UNKNOWN_MODEL. */
export function findModel(name: QualifiedName, env: BindEnv): ModelDef {
  const path = pathOf(name, env);
  const found = env.catalog.models.get(pathKey(path));
  if (found !== undefined) return found;
  throw catalogError(
    'SQL_UNKNOWN_MODEL',
    `no model "${path[2]}"`,
    name.span,
    didYouMean(path[2], modelNames(env.catalog, path[0], path[1])),
  );
}

/** Names of the models of one database. */
export function modelNames(
  state: CatalogState,
  catalog: string,
  database: string,
): readonly string[] {
  return [...state.models.values()]
    .filter(({ path }) => path[0] === catalog && path[1] === database)
    .map(({ path }) => path[2]);
}

/** The state without the models of a database that goes; `database` null: of all its catalog. */
export function withoutModelsOf(
  state: CatalogState,
  catalog: string,
  database: string | null,
): CatalogState {
  const kept = [...state.models].filter(
    ([, { path }]) => path[0] !== catalog || (database !== null && path[1] !== database),
  );
  return kept.length === state.models.size ? state : { ...state, models: new Map(kept) };
}

/** What DESCRIBE MODEL shows. */
export function describeModel(name: QualifiedName, env: BindEnv): Rows {
  const model = findModel(name, env);
  const rows = (columns: readonly ModelColumn[], isInput: boolean): Rows['rows'] =>
    columns.map((c) => [c.name, formatType(c.type), c.type.nullable, isInput, c.comment]);
  const names = ['name', 'type', 'null', 'is input', 'comment'];
  const fields = names.map((column) => ({
    name: column,
    type: column === 'null' || column === 'is input' ? booleanType : stringType,
  }));
  return { schema: { fields }, rows: [...rows(model.inputs, true), ...rows(model.outputs, false)] };
}

/** The statement that makes the model, secrets hidden. */
export function createModelText(model: ModelDef): string {
  const columns = (list: readonly ModelColumn[]): string =>
    list
      .map(({ name, type, comment }) =>
        [
          quoted(name),
          typeText(type),
          ...(comment === null ? [] : ['COMMENT', text(comment)]),
        ].join(' '),
      )
      .join(', ');
  const options = Object.keys(model.options)
    .sort()
    .map((key) => `  ${text(key)} = ${text(shownOption(key, model.options[key]!))}`);
  return [
    `CREATE ${model.temporary ? 'TEMPORARY ' : ''}MODEL ${pathKey(model.path)}`,
    `INPUT (${columns(model.inputs)})`,
    `OUTPUT (${columns(model.outputs)})`,
    ...(model.comment === null ? [] : [`COMMENT ${text(model.comment)}`]),
    'WITH (',
    options.join(',\n'),
    ')',
    '',
  ].join('\n');
}

function withModel(state: CatalogState, model: ModelDef): CatalogState {
  return { ...state, models: new Map(state.models).set(pathKey(model.path), model) };
}

function withoutModel(state: CatalogState, path: ObjectPath): CatalogState {
  const models = new Map(state.models);
  models.delete(pathKey(path));
  return { ...state, models };
}

function columnsOf(
  elements: readonly TableElement[],
  clause: 'INPUT' | 'OUTPUT',
  span: Span,
): readonly ModelColumn[] {
  if (elements.length === 0)
    throw catalogError('SQL_INVALID_MODEL', `a model needs ${clause} (columns)`, span);
  const names = new Set<string>();
  return elements.map((element) => {
    if (element.kind !== 'physical-column' || element.type === null)
      throw catalogError('SQL_INVALID_MODEL', `${clause} takes plain columns`, element.span);
    const name = element.name.parts.at(-1)!.name;
    if (names.has(name))
      throw catalogError('SQL_INVALID_MODEL', `column "${name}" is there twice`, element.span);
    names.add(name);
    return { name, type: typeOf(element.type), comment: element.comment?.value ?? null };
  });
}

function checkOptions(model: ModelDef, span: Span): void {
  if (model.options['provider'] !== undefined) return;
  throw catalogError(
    'SQL_INVALID_OPTION',
    "a model needs the option 'provider'",
    span,
    "For example WITH ('provider' = 'openai', 'endpoint' = ..., 'model' = ..., 'api-key' = ...).",
  );
}
