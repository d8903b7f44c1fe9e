/** ALTER, DESCRIBE and SHOW CREATE of catalogs. */
import type { Value } from '../../core/batch.js';
import { didYouMean, SqlError } from '../../core/errors.js';
import { shownOption } from '../../core/secrets.js';
import type { Schema } from '../../core/types.js';
import { stringType } from '../../core/types.js';
import type { AlterCatalog } from '../ast/alter.js';
import type { Identifier, QualifiedName } from '../ast/node.js';
import type { BindEnv } from '../binder/context.js';
import { optionRecord } from './define-table.js';
import { quoted, text } from './show-text.js';
import type { CatalogDef, CatalogState } from './state.js';

/** The catalog of that name. Throws SQL_UNKNOWN_CATALOG. */
export function catalogAt(name: QualifiedName | Identifier, env: BindEnv): CatalogDef {
  const wanted = name.kind === 'identifier' ? name.name : name.parts[0]!.name;
  const found = env.catalog.catalogs.get(wanted);
  if (found !== undefined) return found;
  throw new SqlError('SQL_UNKNOWN_CATALOG', {
    message: `no catalog "${wanted}"`,
    span: name.span,
    hint: didYouMean(wanted, env.catalog.catalogs.keys()),
  });
}

/** ALTER CATALOG: its options and its comment; the type stays. */
export function alterCatalog({ name, action }: AlterCatalog, env: BindEnv): CatalogState {
  const old = catalogAt(name, env);
  const changed = ((): CatalogDef => {
    switch (action.kind) {
      case 'set-comment':
        return { ...old, comment: action.comment.value };
      case 'set-options': {
        const options = optionRecord(action.options);
        checkKeys(Object.keys(options), options, action);
        return { ...old, options: { ...old.options, ...options } };
      }
      case 'reset-options': {
        const keys = action.keys.map((key) => key.value);
        if (keys.length === 0) throw invalid('RESET names no option', action);
        checkKeys(keys, {}, action);
        const kept = Object.entries(old.options).filter(([key]) => !keys.includes(key));
        return { ...old, options: Object.fromEntries(kept) };
      }
    }
  })();
  return { ...env.catalog, catalogs: new Map(env.catalog.catalogs).set(old.name, changed) };
}

const OPTIONS: readonly string[] = ['type', 'default-database'];

function checkKeys(
  keys: readonly string[],
  given: Readonly<Record<string, string>>,
  action: AlterCatalog['action'],
): void {
  if (keys.includes('type')) throw invalid('the type of a catalog cannot change', action);
  const unknown = Object.keys(given).find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined) {
    throw invalid(`catalogs have no option '${unknown}'`, action, didYouMean(unknown, OPTIONS));
  }
}

function invalid(message: string, { span }: AlterCatalog['action'], hint?: string): SqlError {
  return new SqlError('SQL_INVALID_OPTION', { message, span, hint });
}

/** Rows of DESCRIBE CATALOG: name, type, comment; its other options too when `extended`. */
export function describeCatalog(
  catalog: CatalogDef,
  extended: boolean,
): {
  readonly schema: Schema;
  readonly rows: readonly (readonly Value[])[];
} {
  const fields = ['info name', 'info value'].map((name) => ({ name, type: stringType }));
  const others = Object.keys(catalog.options).filter((key) => key !== 'type');
  const rows = [
    ['name', catalog.name],
    ['type', catalog.options['type'] ?? null],
    ['comment', catalog.comment],
    ...(extended ? others.sort() : []).map((key) => [
      `option:${key}`,
      shownOption(key, catalog.options[key]!),
    ]),
  ];
  return { schema: { fields }, rows };
}

/** CREATE CATALOG as SHOW CREATE writes it. */
export function createCatalogText(catalog: CatalogDef): string {
  const options = Object.keys(catalog.options)
    .sort()
    .map((key) => `  ${text(key)} = ${text(shownOption(key, catalog.options[key]!))}`);
  return [
    `CREATE CATALOG ${quoted(catalog.name)}`,
    ...(catalog.comment === null ? [] : [`COMMENT ${text(catalog.comment)}`]),
    'WITH (',
    options.join(',\n'),
    ')',
    '',
  ].join('\n');
}
