/** CREATE statements. */
import type { CreateStatement } from '../ast/statement.js';
import type {
  CreateFunction,
  CreateMaterializedTable,
  CreateModel,
  CreateTable,
  FunctionLanguage,
  FunctionResource,
  LikeClause,
  LikeOption,
  TableElement,
} from '../ast/create.js';
import type { Expr } from '../ast/expr.js';
import type { Query } from '../ast/query.js';
import type { Cursor } from './cursor.js';
import {
  parseComment,
  parseDistributed,
  parseElements,
  parseIfNotExists,
  parsePartitionedBy,
  parseWith,
} from './element.js';
import { parseExpr } from './expression.js';
import { parseQuery } from './query.js';

interface Head {
  readonly start: number;
  readonly temporary: boolean;
  readonly system: boolean;
  readonly orReplace: boolean;
  readonly orAlter: boolean;
}

const objects = [
  'TABLE',
  'VIEW',
  'CATALOG',
  'DATABASE',
  'FUNCTION',
  'MODEL',
  'CONNECTION',
  'MATERIALIZED',
] as const;

/** CREATE is next. */
export function parseCreate(c: Cursor): CreateStatement {
  const start = c.token.start;
  c.expect('CREATE');
  const orAlter = c.accept('OR', 'ALTER');
  const orReplace = c.accept('OR', 'REPLACE');
  const temporary = c.accept('TEMPORARY');
  const system = c.accept('SYSTEM');
  const head: Head = { start, temporary, system, orReplace, orAlter };
  const mark = c.mark;
  const object = c.expectOneOf(objects);
  rejectModifiers(c, head, object, mark);
  switch (object) {
    case 'TABLE':
      return parseCreateTable(c, head, false);
    case 'VIEW':
      return parseCreateView(c, head);
    case 'CATALOG':
      return parseCreateCatalog(c, head);
    case 'DATABASE':
      return parseCreateDatabase(c, head);
    case 'FUNCTION':
      return parseCreateFunction(c, head);
    case 'MODEL':
      return parseCreateModel(c, head);
    case 'CONNECTION':
      return parseCreateConnection(c, head);
    case 'MATERIALIZED':
      return parseMaterialized(c, head);
  }
}

const temporaryObjects = ['TABLE', 'VIEW', 'FUNCTION', 'MODEL', 'CONNECTION'];

function rejectModifiers(
  c: Cursor,
  head: Head,
  object: (typeof objects)[number],
  mark: number,
): void {
  const wanted = (names: readonly string[]): void => {
    if (names.includes(object)) return;
    c.reset(mark);
    c.fail(names.join(' or '));
  };
  if (head.system) wanted(['FUNCTION', 'CONNECTION']);
  else if (head.temporary) wanted(temporaryObjects);
  if (head.orReplace) wanted(['TABLE', 'VIEW']);
  if (head.orAlter) wanted(['MATERIALIZED']);
}

/** REPLACE TABLE ... AS SELECT. */
export function parseReplace(c: Cursor): CreateStatement {
  const start = c.token.start;
  c.expect('REPLACE', 'TABLE');
  const head = { start, temporary: false, system: false, orReplace: true, orAlter: false };
  return parseCreateTable(c, head, true);
}

function parseCreateTable(c: Cursor, head: Head, replaceOnly: boolean): CreateTable {
  const { start, temporary, orReplace } = head;
  const ifNotExists = parseIfNotExists(c);
  const name = c.qualifiedName('a table name');
  const elements = c.key === '(' ? parseElements(c) : [];
  const comment = parseComment(c);
  const distribution = parseDistributed(c);
  const partitionedBy = parsePartitionedBy(c);
  const withAt = c.token;
  const options = parseWith(c);
  const like = c.key === 'LIKE' ? parseLike(c) : null;
  let query: Query | null = null;
  if (like === null && c.accept('AS')) query = parseQuery(c);
  if (query === null) rejectBareColumns(c, elements);
  if (query === null && like === null && elements.length === 0 && withAt.key !== 'WITH') {
    c.fail('( with columns, WITH, LIKE or AS');
  }
  return {
    kind: 'create-table',
    temporary,
    orReplace,
    replaceOnly,
    ifNotExists,
    name,
    elements,
    comment,
    distribution,
    partitionedBy,
    options,
    like,
    query,
    span: c.spanFrom(start),
  };
}

/** A column without a type is fine only where a query gives it one. */
function rejectBareColumns(c: Cursor, elements: readonly TableElement[]): void {
  for (const element of elements) {
    if (element.kind !== 'physical-column' || element.type !== null) continue;
    c.seek(element.span.end);
    c.fail('a type');
  }
}

function parseLike(c: Cursor): LikeClause {
  const start = c.token.start;
  c.expect('LIKE');
  const table = c.qualifiedName('a table name');
  const options: LikeOption[] = [];
  if (c.accept('(')) {
    while (!c.accept(')')) options.push(parseLikeOption(c));
  }
  return { kind: 'like-clause', table, options, span: c.spanFrom(start) };
}

const likeFeatures = [
  'ALL',
  'CONSTRAINTS',
  'GENERATED',
  'METADATA',
  'OPTIONS',
  'PARTITIONS',
  'WATERMARKS',
  'DISTRIBUTION',
] as const;

function parseLikeOption(c: Cursor): LikeOption {
  const start = c.token.start;
  const strategy = c.expectOneOf(['INCLUDING', 'EXCLUDING', 'OVERWRITING'] as const);
  const feature = c.expectOneOf(likeFeatures);
  return { kind: 'like-option', strategy, feature, span: c.spanFrom(start) };
}

function parseCreateView(c: Cursor, head: Head): CreateStatement {
  const { start, temporary, orReplace } = head;
  const ifNotExists = parseIfNotExists(c);
  const name = c.qualifiedName('a view name');
  const columns = c.key === '(' ? c.identifierList('a column name') : [];
  const comment = parseComment(c);
  c.expect('AS');
  const query = parseQuery(c);
  const span = c.spanFrom(start);
  return {
    kind: 'create-view',
    temporary,
    orReplace,
    ifNotExists,
    name,
    columns,
    comment,
    query,
    span,
  };
}

function parseCreateCatalog(c: Cursor, { start }: Head): CreateStatement {
  const ifNotExists = parseIfNotExists(c);
  const name = c.identifier('a catalog name');
  const comment = parseComment(c);
  const options = parseWith(c);
  return { kind: 'create-catalog', ifNotExists, name, comment, options, span: c.spanFrom(start) };
}

function parseCreateDatabase(c: Cursor, { start }: Head): CreateStatement {
  const ifNotExists = parseIfNotExists(c);
  const name = c.qualifiedName('a database name');
  const comment = parseComment(c);
  const options = parseWith(c);
  return { kind: 'create-database', ifNotExists, name, comment, options, span: c.spanFrom(start) };
}

function parseCreateFunction(c: Cursor, head: Head): CreateFunction {
  const { start, temporary, system } = head;
  const ifNotExists = parseIfNotExists(c);
  const name = c.qualifiedName('a function name');
  c.expect('AS');
  const implementation = c.string('a class or module in quotes');
  const language = parseLanguage(c);
  const resources: FunctionResource[] = [];
  if (c.accept('USING')) resources.push(...c.separated(() => parseResource(c)));
  const options = parseWith(c);
  return {
    kind: 'create-function',
    temporary,
    system,
    ifNotExists,
    name,
    implementation,
    language,
    resources,
    options,
    span: c.spanFrom(start),
  };
}

const languages: readonly FunctionLanguage[] = ['JAVA', 'SCALA', 'PYTHON', 'JAVASCRIPT', 'SQL'];

/** LANGUAGE JAVASCRIPT, or null. */
export function parseLanguage(c: Cursor): FunctionLanguage | null {
  return c.accept('LANGUAGE') ? c.expectOneOf(languages) : null;
}

function parseResource(c: Cursor): FunctionResource {
  const start = c.token.start;
  const resource = c.expectOneOf(['JAR', 'ARTIFACT', 'FILE'] as const);
  const path = c.string('a path in quotes');
  return { kind: 'resource', resource, path, span: c.spanFrom(start) };
}

function parseCreateModel(c: Cursor, { start, temporary }: Head): CreateModel {
  const ifNotExists = parseIfNotExists(c);
  const name = c.qualifiedName('a model name');
  const inputs = c.accept('INPUT') ? parseElements(c) : [];
  const outputs = c.accept('OUTPUT') ? parseElements(c) : [];
  const comment = parseComment(c);
  const options = parseWith(c);
  const query = c.accept('AS') ? parseQuery(c) : null;
  return {
    kind: 'create-model',
    temporary,
    ifNotExists,
    name,
    inputs,
    outputs,
    comment,
    options,
    query,
    span: c.spanFrom(start),
  };
}

function parseCreateConnection(c: Cursor, { start, temporary, system }: Head): CreateStatement {
  const ifNotExists = parseIfNotExists(c);
  const name = c.qualifiedName('a connection name');
  const comment = parseComment(c);
  const options = parseWith(c);
  const span = c.spanFrom(start);
  return {
    kind: 'create-connection',
    temporary,
    system,
    ifNotExists,
    name,
    comment,
    options,
    span,
  };
}

function parseMaterialized(c: Cursor, { start, orAlter }: Head): CreateMaterializedTable {
  c.expect('TABLE');
  const name = c.qualifiedName('a table name');
  const elements = c.key === '(' ? parseElements(c) : [];
  const comment = parseComment(c);
  const distribution = parseDistributed(c);
  const partitionedBy = parsePartitionedBy(c);
  const options = parseWith(c);
  const freshness: Expr | null = c.accept('FRESHNESS', '=') ? parseExpr(c) : null;
  const refreshMode = c.accept('REFRESH_MODE', '=')
    ? c.expectOneOf(['FULL', 'CONTINUOUS'] as const)
    : null;
  c.expect('AS');
  const query = parseQuery(c);
  return {
    kind: 'create-materialized-table',
    orAlter,
    name,
    elements,
    comment,
    distribution,
    partitionedBy,
    options,
    freshness,
    refreshMode,
    query,
    span: c.spanFrom(start),
  };
}
