/** The grammars of node-sql-parser, each loaded when a statement first needs it. */
import type { DialectName } from './tree.js';

/** Text -> its tree or trees. Throws its own errors. */
export type Grammar = (sql: string) => unknown;

interface ParserModule {
  readonly Parser: new () => { parse(sql: string): { readonly ast: unknown } };
}

export const dialectNames: readonly DialectName[] = [
  'postgresql',
  'mysql',
  'bigquery',
  'snowflake',
];

export async function loadGrammar(dialect: DialectName): Promise<Grammar> {
  const { Parser } = await load(dialect);
  const parser = new Parser();
  return (sql) => parser.parse(sql).ast;
}

async function load(dialect: DialectName): Promise<ParserModule> {
  switch (dialect) {
    case 'postgresql':
      return moduleOf(await import('node-sql-parser/build/postgresql.js'));
    case 'mysql':
      return moduleOf(await import('node-sql-parser/build/mysql.js'));
    case 'bigquery':
      return moduleOf(await import('node-sql-parser/build/bigquery.js'));
    case 'snowflake':
      return moduleOf(await import('node-sql-parser/build/snowflake.js'));
  }
}

/** CommonJS: what it exports may be below `default`. */
function moduleOf(loaded: unknown): ParserModule {
  const outer = loaded as ParserModule & { readonly default?: ParserModule };
  return outer.Parser === undefined ? outer.default! : outer;
}
