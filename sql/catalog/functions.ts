/** CREATE FUNCTION and DROP FUNCTION: checked here, carried out by whoever holds the session. */
import type { Span } from '../../core/errors.js';
import { didYouMean } from '../../core/errors.js';
import { aggregateFunction } from '../../engine/aggregates/registry.js';
import { findFunction } from '../../engine/functions/registry.js';
import type { CreateFunction } from '../ast/create.js';
import type { QualifiedName } from '../ast/node.js';
import type { DropStatement } from '../ast/statement.js';
import type { BindEnv } from '../binder/context.js';
import { unsupported } from '../binder/errors.js';
import type { StatementResult } from '../planner.js';
import { catalogError } from './ddl.js';

/**
 * Functions belong to the session, whatever the database, TEMPORARY or not. Throws SQL_EXISTS for a
 * name that is taken, by the engine or by the session.
 */
export function createFunction(node: CreateFunction, env: BindEnv): StatementResult {
  const name = simpleName(node.name);
  if (node.language !== 'JAVASCRIPT') {
    throw catalogError(
      'SQL_UNSUPPORTED',
      node.language === null
        ? 'a function without LANGUAGE would be a Java class'
        : `functions written in ${node.language} cannot run here`,
      node.span,
      "Write CREATE FUNCTION name AS 'module#export' LANGUAGE JAVASCRIPT.",
    );
  }
  if (node.resources.length > 0) throw unsupported('USING JAR', node.resources[0]!.span);
  if (node.options.length > 0) throw unsupported('WITH at a function', node.options[0]!.span);
  if (env.session.functions?.has(name) === true && node.ifNotExists) {
    return { kind: 'ddl', catalog: env.catalog, message: 'nothing to do' };
  }
  checkFree(name, env, node.name.span);
  return {
    kind: 'create-function',
    name,
    implementation: node.implementation.value,
    span: node.implementation.span,
  };
}

function checkFree(name: string, env: BindEnv, span: Span): void {
  if (findFunction(name) !== undefined || aggregateFunction(name) !== undefined) {
    throw catalogError('SQL_EXISTS', `${name} is a function of the engine`, span);
  }
  if (env.session.functions?.has(name) === true) {
    throw catalogError(
      'SQL_EXISTS',
      `there is a function "${name}" already`,
      span,
      'Drop it first, or write IF NOT EXISTS.',
    );
  }
}

/** Throws SQL_UNKNOWN_FUNCTION, unless IF EXISTS was written. */
export function dropFunction(node: DropStatement, env: BindEnv): StatementResult {
  const name = simpleName(node.name);
  const functions = env.session.functions;
  if (functions?.has(name) === true) return { kind: 'drop-function', name };
  if (node.ifExists) return { kind: 'drop-function', name: null };
  throw catalogError(
    'SQL_UNKNOWN_FUNCTION',
    `no function "${name}" to drop`,
    node.name.span,
    didYouMean(name, functions?.keys() ?? []),
  );
}

function simpleName(name: QualifiedName): string {
  if (name.parts.length > 1) throw unsupported('a function with a qualified name', name.span);
  return name.parts[0]!.name.toUpperCase();
}
