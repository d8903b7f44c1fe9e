/** USE, LOAD and UNLOAD MODULE: there is one module, core, which holds the built-in functions. */
import { didYouMean } from '../../core/errors.js';
import type { LoadModule, UnloadModule, UseModulesStatement } from '../ast/statement.js';
import type { Identifier } from '../ast/node.js';
import type { BindEnv } from '../binder/context.js';
import { catalogError } from './ddl.js';
import type { CatalogState } from './state.js';

const CORE = 'core';

/** Names of the loaded modules. All of them are used: core is the only one. */
export function moduleNames(catalog: CatalogState): readonly string[] {
  return catalog.coreModule ? [CORE] : [];
}

/** Throws SQL_UNKNOWN_MODULE, and SQL_INVALID for a module named twice. */
export function useModules(node: UseModulesStatement, env: BindEnv): CatalogState {
  const seen = new Set<string>();
  for (const name of node.names) {
    checkLoaded(name, env);
    if (seen.has(name.name)) {
      throw catalogError('SQL_INVALID', `module "${name.name}" is named twice`, name.span);
    }
    seen.add(name.name);
  }
  return env.catalog;
}

/** Throws SQL_EXISTS, SQL_UNKNOWN_MODULE, and SQL_UNKNOWN_OPTION: core takes no options. */
export function loadModule(node: LoadModule, env: BindEnv): CatalogState {
  const { name } = node.name;
  if (moduleNames(env.catalog).includes(name)) {
    throw catalogError(
      'SQL_EXISTS',
      `module "${name}" is loaded already`,
      node.name.span,
      'SHOW MODULES shows the loaded ones.',
    );
  }
  if (name !== CORE) {
    throw catalogError('SQL_UNKNOWN_MODULE', `no module "${name}"`, node.name.span, noOthers(name));
  }
  const [option] = node.options;
  if (option !== undefined) {
    throw catalogError(
      'SQL_UNKNOWN_OPTION',
      `module "${CORE}" has no option "${option.key.value}"`,
      option.key.span,
      'It takes none: leave WITH away.',
    );
  }
  return { ...env.catalog, coreModule: true };
}

/** Throws SQL_UNKNOWN_MODULE. */
export function unloadModule(node: UnloadModule, env: BindEnv): CatalogState {
  checkLoaded(node.name, env);
  return { ...env.catalog, coreModule: false };
}

function checkLoaded({ name, span }: Identifier, { catalog }: BindEnv): void {
  if (moduleNames(catalog).includes(name)) return;
  const hint = name === CORE ? `LOAD MODULE ${CORE} brings it back.` : noOthers(name);
  throw catalogError('SQL_UNKNOWN_MODULE', `no module "${name}" is loaded`, span, hint);
}

function noOthers(name: string): string {
  const close = didYouMean(name, [CORE]) ?? `The only module is ${CORE}.`;
  return `${close} CREATE FUNCTION adds functions of your own.`;
}
