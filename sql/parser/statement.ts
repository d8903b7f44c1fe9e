/** One statement: which one it is, and those that are too small for a file of their own. */
import type { QualifiedName } from '../ast/node.js';
import type {
  AnalyzeStatement,
  Assignment,
  CompilePlan,
  DeleteStatement,
  DropStatement,
  ExplainDetail,
  ExplainStatement,
  InsertStatement,
  SetStatement,
  Statement,
  StatementSet,
  UpdateStatement,
} from '../ast/statement.js';
import { parseAlter } from './alter.js';
import { parseCreate, parseReplace } from './create.js';
import type { Cursor } from './cursor.js';
import { parseIfExists, parseIfNotExists, parsePartition, parseWith } from './element.js';
import { parseExpr } from './expression.js';
import { parsePrimary } from './primary.js';
import { parseQuery } from './query.js';
import { parseDescribe, parseObjectKind, parseShow } from './show.js';
import { parseHints, parseTableAlias } from './table-ref.js';

const parsers: Readonly<Record<string, (c: Cursor) => Statement>> = {
  SELECT: parseQueryStatement,
  WITH: parseQueryStatement,
  VALUES: parseQueryStatement,
  TABLE: parseQueryStatement,
  '(': parseQueryStatement,
  INSERT: parseInsert,
  CREATE: parseCreate,
  REPLACE: parseReplace,
  ALTER: parseAlter,
  DROP: parseDrop,
  SET: parseSet,
  RESET: parseReset,
  USE: parseUse,
  SHOW: parseShow,
  DESCRIBE: parseDescribe,
  DESC: parseDescribe,
  EXPLAIN: parseExplain,
  EXECUTE: parseExecute,
  STATEMENT: parseStatementSet,
  BEGIN: parseBegin,
  UPDATE: parseUpdate,
  DELETE: parseDelete,
  ANALYZE: parseAnalyze,
  TRUNCATE: parseTruncate,
  CALL: parseCallStatement,
  LOAD: parseLoad,
  UNLOAD: parseUnload,
  ADD: parseJar,
  REMOVE: parseJar,
  STOP: parseStopJob,
  COMPILE: parseCompile,
  QUIT: parseControl,
  EXIT: parseControl,
  CLEAR: parseControl,
  HELP: parseControl,
};

/** Words a statement may start with. */
export const statementWords: readonly string[] = Object.keys(parsers).filter(
  (word) => word !== '(',
);

/** One statement; the semicolon behind it is not read. */
export function parseOne(c: Cursor): Statement {
  const parser = Object.hasOwn(parsers, c.key) ? parsers[c.key] : undefined;
  if (parser !== undefined) return parser(c);
  return c.fail('a statement (SELECT, INSERT INTO, CREATE, SET, SHOW, ...)', {
    candidates: statementWords,
  });
}

function parseQueryStatement(c: Cursor): Statement {
  const start = c.token.start;
  return { kind: 'query-statement', query: parseQuery(c), span: c.spanFrom(start) };
}

function parseInsert(c: Cursor): InsertStatement {
  const start = c.token.start;
  c.expect('INSERT');
  const overwrite = c.expectOneOf(['INTO', 'OVERWRITE'] as const) === 'OVERWRITE';
  c.accept('TABLE');
  const table = c.qualifiedName('a table name');
  const hints = parseHints(c);
  const partition = parsePartition(c);
  const columns = isColumnList(c) ? c.list(() => c.qualifiedName('a column name')) : null;
  const query = parseQuery(c);
  const span = c.spanFrom(start);
  return { kind: 'insert', overwrite, table, hints, partition, columns, query, span };
}

/** A parenthesis behind the table is a column list or a query. */
function isColumnList(c: Cursor): boolean {
  return c.key === '(' && c.isIdentifier(1);
}

function parseUpdate(c: Cursor): UpdateStatement {
  const start = c.token.start;
  c.expect('UPDATE');
  const table = c.qualifiedName('a table name');
  const alias = parseTableAlias(c);
  c.expect('SET');
  const assignments = c.separated(() => parseAssignment(c));
  const where = c.accept('WHERE') ? parseExpr(c) : null;
  return { kind: 'update', table, alias, assignments, where, span: c.spanFrom(start) };
}

function parseAssignment(c: Cursor): Assignment {
  const start = c.token.start;
  const column = c.qualifiedName('a column name');
  c.expect('=');
  return { kind: 'assignment', column, value: parseExpr(c), span: c.spanFrom(start) };
}

function parseDelete(c: Cursor): DeleteStatement {
  const start = c.token.start;
  c.expect('DELETE', 'FROM');
  const table = c.qualifiedName('a table name');
  const alias = parseTableAlias(c);
  const where = c.accept('WHERE') ? parseExpr(c) : null;
  return { kind: 'delete', table, alias, where, span: c.spanFrom(start) };
}

function parseDrop(c: Cursor): DropStatement {
  const start = c.token.start;
  c.expect('DROP');
  const temporary = c.accept('TEMPORARY');
  const system = c.accept('SYSTEM');
  const object = parseObjectKind(c);
  const ifExists = parseIfExists(c);
  const name = c.qualifiedName('a name');
  const behavior = object === 'DATABASE' ? c.acceptOneOf(['RESTRICT', 'CASCADE']) : null;
  const span = c.spanFrom(start);
  return { kind: 'drop', object, temporary, system, ifExists, name, behavior, span };
}

const quotedSetting = "Both in single quotes: SET 'table.local-time-zone' = 'UTC'.";

function parseSet(c: Cursor): SetStatement {
  const start = c.token.start;
  c.expect('SET');
  if (!c.isString) {
    if (!c.isEnd && c.key !== ';') c.fail('an option in quotes', { hint: quotedSetting });
    return { kind: 'set', key: null, value: null, span: c.spanFrom(start) };
  }
  const key = c.string('an option in quotes');
  c.expect('=');
  if (!c.isString) c.fail('a value in quotes', { hint: quotedSetting });
  const value = c.string('a value in quotes');
  return { kind: 'set', key, value, span: c.spanFrom(start) };
}

function parseReset(c: Cursor): Statement {
  const start = c.token.start;
  c.expect('RESET');
  const key = c.isString ? c.string('an option in quotes') : null;
  return { kind: 'reset', key, span: c.spanFrom(start) };
}

function parseUse(c: Cursor): Statement {
  const start = c.token.start;
  c.expect('USE');
  if (c.accept('MODULES')) {
    const names = c.separated(() => c.identifier('a module name'));
    return { kind: 'use-modules', names, span: c.spanFrom(start) };
  }
  const isCatalog = c.key === 'CATALOG' && c.isIdentifier(1) && c.accept('CATALOG');
  const name = c.qualifiedName(isCatalog ? 'a catalog name' : 'a database name');
  return { kind: 'use', object: isCatalog ? 'CATALOG' : 'DATABASE', name, span: c.spanFrom(start) };
}

const details: readonly ExplainDetail[] = [
  'ESTIMATED_COST',
  'CHANGELOG_MODE',
  'JSON_EXECUTION_PLAN',
  'PLAN_ADVICE',
];

function parseExplain(c: Cursor): ExplainStatement {
  const start = c.token.start;
  c.expect('EXPLAIN');
  let chosen: ExplainDetail[] = [];
  if (c.accept('PLAN')) c.expect('FOR');
  else if (details.includes(c.key as ExplainDetail))
    chosen = c.separated(() => c.expectOneOf(details));
  if (!Object.hasOwn(parsers, c.key)) {
    c.fail(
      'PLAN FOR, ESTIMATED_COST, CHANGELOG_MODE, JSON_EXECUTION_PLAN, PLAN_ADVICE or a statement',
      { candidates: [...details, ...statementWords] },
    );
  }
  const statement = c.nested(() => parseOne(c));
  return { kind: 'explain', details: chosen, statement, span: c.spanFrom(start) };
}

/** EXECUTE STATEMENT SET, EXECUTE PLAN 'file', EXECUTE insert or query. */
function parseExecute(c: Cursor): Statement {
  const start = c.token.start;
  c.expect('EXECUTE');
  if (c.key === 'STATEMENT') return { ...parseStatementSet(c), span: c.spanFrom(start) };
  if (c.accept('PLAN')) {
    return { kind: 'execute-plan', path: c.string('a path in quotes'), span: c.spanFrom(start) };
  }
  if (c.key === 'INSERT') return parseInsert(c);
  return parseQueryStatement(c);
}

/** STATEMENT SET BEGIN insert; insert; END. */
function parseStatementSet(c: Cursor): StatementSet {
  const start = c.token.start;
  c.expect('STATEMENT', 'SET', 'BEGIN');
  return parseInserts(c, start);
}

/** BEGIN STATEMENT SET; insert; insert; END. */
function parseBegin(c: Cursor): StatementSet {
  const start = c.token.start;
  c.expect('BEGIN', 'STATEMENT', 'SET', ';');
  return parseInserts(c, start);
}

function parseInserts(c: Cursor, start: number): StatementSet {
  const inserts: InsertStatement[] = [];
  while (!c.accept('END')) {
    if (c.key !== 'INSERT') c.fail(inserts.length === 0 ? 'INSERT' : 'INSERT or END');
    inserts.push(parseInsert(c));
    c.expect(';');
  }
  if (inserts.length === 0) c.fail('INSERT before END');
  return { kind: 'statement-set', inserts, span: c.spanFrom(start) };
}

/** ANALYZE TABLE t [PARTITION (...)] COMPUTE STATISTICS [FOR COLUMNS a, b | FOR ALL COLUMNS]. */
function parseAnalyze(c: Cursor): AnalyzeStatement {
  const start = c.token.start;
  c.expect('ANALYZE', 'TABLE');
  const table = c.qualifiedName('a table name');
  const partition = parsePartition(c);
  c.expect('COMPUTE', 'STATISTICS');
  let columns: AnalyzeStatement['columns'] = [];
  if (c.accept('FOR')) {
    const isAll = c.accept('ALL');
    c.expect('COLUMNS');
    columns = isAll ? null : c.separated(() => c.identifier('a column name'));
  }
  return { kind: 'analyze', table, partition, columns, span: c.spanFrom(start) };
}

function parseTruncate(c: Cursor): Statement {
  const start = c.token.start;
  c.expect('TRUNCATE', 'TABLE');
  const table: QualifiedName = c.qualifiedName('a table name');
  return { kind: 'truncate', table, span: c.spanFrom(start) };
}

function parseCallStatement(c: Cursor): Statement {
  const start = c.token.start;
  c.expect('CALL');
  const mark = c.mark;
  const call = parsePrimary(c);
  if (call.kind !== 'call') {
    c.reset(mark);
    c.fail('a procedure call');
  }
  return { kind: 'call-statement', call, span: c.spanFrom(start) };
}

function parseLoad(c: Cursor): Statement {
  const start = c.token.start;
  c.expect('LOAD', 'MODULE');
  const name = c.identifier('a module name');
  const options = parseWith(c);
  return { kind: 'load-module', name, options, span: c.spanFrom(start) };
}

function parseUnload(c: Cursor): Statement {
  const start = c.token.start;
  c.expect('UNLOAD', 'MODULE');
  return { kind: 'unload-module', name: c.identifier('a module name'), span: c.spanFrom(start) };
}

function parseJar(c: Cursor): Statement {
  const start = c.token.start;
  const action = c.expectOneOf(['ADD', 'REMOVE'] as const);
  c.expect('JAR');
  return { kind: 'jar', action, path: c.string('a path in quotes'), span: c.spanFrom(start) };
}

function parseStopJob(c: Cursor): Statement {
  const start = c.token.start;
  c.expect('STOP', 'JOB');
  const job = c.string('a job id in quotes');
  const savepoint = c.accept('WITH', 'SAVEPOINT');
  const drain = c.accept('WITH', 'DRAIN');
  return { kind: 'stop-job', job, savepoint, drain, span: c.spanFrom(start) };
}

/**
 * COMPILE PLAN 'file' [IF NOT EXISTS] FOR statement; COMPILE AND EXECUTE PLAN 'file' FOR
 * statement.
 */
function parseCompile(c: Cursor): CompilePlan {
  const start = c.token.start;
  c.expect('COMPILE');
  const execute = c.accept('AND', 'EXECUTE');
  c.expect('PLAN');
  const path = c.string('a path in quotes');
  const ifNotExists = execute ? false : parseIfNotExists(c);
  c.expect('FOR');
  const statement = c.key === 'STATEMENT' ? parseStatementSet(c) : parseInsert(c);
  return { kind: 'compile-plan', path, ifNotExists, execute, statement, span: c.spanFrom(start) };
}

function parseControl(c: Cursor): Statement {
  const { start, end } = c.token;
  const word = c.expectOneOf(['QUIT', 'EXIT', 'CLEAR', 'HELP'] as const);
  return { kind: 'control', action: word === 'EXIT' ? 'QUIT' : word, span: { start, end } };
}
