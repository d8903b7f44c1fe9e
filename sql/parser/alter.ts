/** ALTER statements. */
import type {
  AddElements,
  AlterAction,
  AlterFunction,
  AlterMaterializedTable,
  DropPartitions,
  NewPartition,
  PartitionSpec,
  RenameTo,
  ResetOptions,
  SetOptions,
} from '../ast/alter.js';
import type { AlterStatement } from '../ast/statement.js';
import type { Cursor } from './cursor.js';
import { parseLanguage } from './create.js';
import {
  parseDistribution,
  parseElement,
  parseElements,
  parseIfExists,
  parseIfNotExists,
  parseOptions,
  parsePartition,
  parsePartitionValues,
  parseWith,
} from './element.js';
import { parseQuery } from './query.js';

const objects = [
  'TABLE',
  'VIEW',
  'DATABASE',
  'CATALOG',
  'FUNCTION',
  'MODEL',
  'CONNECTION',
  'MATERIALIZED',
] as const;

/** ALTER is next. */
export function parseAlter(c: Cursor): AlterStatement {
  const start = c.token.start;
  c.expect('ALTER');
  if (c.key === 'TEMPORARY' || c.key === 'SYSTEM') return parseAlterFunction(c, start);
  switch (c.expectOneOf(objects)) {
    case 'TABLE':
      return parseAlterTable(c, start);
    case 'VIEW':
      return parseAlterView(c, start);
    case 'DATABASE': {
      const name = c.qualifiedName('a database name');
      return { kind: 'alter-database', name, action: parseSet(c), span: c.spanFrom(start) };
    }
    case 'CATALOG':
      return parseAlterCatalog(c, start);
    case 'FUNCTION':
      return parseFunctionTail(c, start, false, false);
    case 'MODEL':
      return { kind: 'alter-model', ...parseSimple(c, 'a model name'), span: c.spanFrom(start) };
    case 'CONNECTION':
      return {
        kind: 'alter-connection',
        ...parseSimple(c, 'a connection name'),
        span: c.spanFrom(start),
      };
    case 'MATERIALIZED':
      return parseAlterMaterialized(c, start);
  }
}

function parseAlterTable(c: Cursor, start: number): AlterStatement {
  const ifExists = parseIfExists(c);
  const name = c.qualifiedName('a table name');
  const action = parseAction(c);
  return { kind: 'alter-table', ifExists, name, action, span: c.spanFrom(start) };
}

function parseAction(c: Cursor): AlterAction {
  const start = c.token.start;
  switch (c.expectOneOf(['RENAME', 'SET', 'RESET', 'ADD', 'MODIFY', 'DROP'] as const)) {
    case 'RENAME':
      return parseRename(c, start);
    case 'SET':
      return { kind: 'set-options', options: parseOptions(c), span: c.spanFrom(start) };
    case 'RESET':
      return parseResetTail(c, start);
    case 'ADD':
      return parseAdd(c, start);
    case 'MODIFY':
      return parseModify(c, start);
    case 'DROP':
      return parseDrop(c, start);
  }
}

function parseRename(c: Cursor, start: number): AlterAction {
  if (c.key === 'TO') return parseRenameTail(c, start);
  const from = c.qualifiedName('a column name');
  c.expect('TO');
  const to = c.identifier('a column name');
  return { kind: 'rename-column', from, to, span: c.spanFrom(start) };
}

function parseRenameTail(c: Cursor, start: number): RenameTo {
  c.expect('TO');
  return { kind: 'rename-to', name: c.qualifiedName('a name'), span: c.spanFrom(start) };
}

function parseResetTail(c: Cursor, start: number): ResetOptions {
  const keys = c.accept('(', ')') ? [] : c.list(() => c.string('an option in quotes'));
  return { kind: 'reset-options', keys, span: c.spanFrom(start) };
}

function parseAdd(c: Cursor, start: number): AlterAction {
  if (c.key === 'PARTITION' || c.is('IF', 'NOT', 'EXISTS')) {
    const ifNotExists = parseIfNotExists(c);
    const partitions = [parseNewPartition(c)];
    while (c.key === 'PARTITION') partitions.push(parseNewPartition(c));
    return { kind: 'add-partitions', ifNotExists, partitions, span: c.spanFrom(start) };
  }
  if (c.accept('DISTRIBUTION')) {
    return {
      kind: 'add-distribution',
      distribution: parseDistribution(c),
      span: c.spanFrom(start),
    };
  }
  return { kind: 'add-elements', elements: parseChanged(c), span: c.spanFrom(start) };
}

function parseModify(c: Cursor, start: number): AlterAction {
  if (c.accept('DISTRIBUTION')) {
    return {
      kind: 'modify-distribution',
      distribution: parseDistribution(c),
      span: c.spanFrom(start),
    };
  }
  return { kind: 'modify-elements', elements: parseChanged(c), span: c.spanFrom(start) };
}

function parseChanged(c: Cursor): AddElements['elements'] {
  const mark = c.mark;
  const elements = c.key === '(' ? parseElements(c) : [parseElement(c)];
  for (const element of elements) {
    if (element.kind === 'physical-column' && element.type === null) {
      c.reset(mark);
      c.seek(element.span.end);
      c.fail('a type');
    }
  }
  return elements;
}

function parseNewPartition(c: Cursor): NewPartition {
  const spec = parseSpec(c);
  const options = parseWith(c);
  return { kind: 'new-partition', spec, options, span: c.spanFrom(spec.span.start) };
}

function parseSpec(c: Cursor): PartitionSpec {
  const start = c.token.start;
  c.expect('PARTITION');
  return { kind: 'partition-spec', values: parsePartitionValues(c), span: c.spanFrom(start) };
}

function parseDrop(c: Cursor, start: number): AlterAction {
  if (c.key === 'PARTITION' || c.is('IF', 'EXISTS')) return parseDropPartitions(c, start);
  if (c.accept('CONSTRAINT')) {
    return {
      kind: 'drop-constraint',
      name: c.identifier('a constraint name'),
      span: c.spanFrom(start),
    };
  }
  if (c.accept('PRIMARY', 'KEY')) return { kind: 'drop-primary-key', span: c.spanFrom(start) };
  if (c.accept('WATERMARK')) return { kind: 'drop-watermark', span: c.spanFrom(start) };
  if (c.accept('DISTRIBUTION')) return { kind: 'drop-distribution', span: c.spanFrom(start) };
  const column = (): ReturnType<Cursor['qualifiedName']> => c.qualifiedName('a column name');
  const columns = c.key === '(' ? c.list(column) : [column()];
  return { kind: 'drop-columns', columns, span: c.spanFrom(start) };
}

function parseDropPartitions(c: Cursor, start: number): DropPartitions {
  const ifExists = parseIfExists(c);
  const partitions = [parseSpec(c)];
  while (c.accept(',') || c.key === 'PARTITION') partitions.push(parseSpec(c));
  return { kind: 'drop-partitions', ifExists, partitions, span: c.spanFrom(start) };
}

function parseAlterView(c: Cursor, start: number): AlterStatement {
  const name = c.qualifiedName('a view name');
  const actionStart = c.token.start;
  if (c.expectOneOf(['RENAME', 'AS'] as const) === 'RENAME') {
    return {
      kind: 'alter-view',
      name,
      action: parseRenameTail(c, actionStart),
      span: c.spanFrom(start),
    };
  }
  const query = parseQuery(c);
  const action = { kind: 'as-query' as const, query, span: c.spanFrom(actionStart) };
  return { kind: 'alter-view', name, action, span: c.spanFrom(start) };
}

function parseSet(c: Cursor): SetOptions {
  const start = c.token.start;
  c.expect('SET');
  return { kind: 'set-options', options: parseOptions(c), span: c.spanFrom(start) };
}

function parseAlterCatalog(c: Cursor, start: number): AlterStatement {
  const name = c.identifier('a catalog name');
  const actionStart = c.token.start;
  const word = c.expectOneOf(['SET', 'RESET', 'COMMENT'] as const);
  if (word === 'COMMENT') {
    const comment = c.string('a comment in quotes');
    const action = { kind: 'set-comment' as const, comment, span: c.spanFrom(actionStart) };
    return { kind: 'alter-catalog', name, action, span: c.spanFrom(start) };
  }
  if (word === 'RESET') {
    return {
      kind: 'alter-catalog',
      name,
      action: parseResetTail(c, actionStart),
      span: c.spanFrom(start),
    };
  }
  const action: SetOptions = {
    kind: 'set-options',
    options: parseOptions(c),
    span: c.spanFrom(actionStart),
  };
  return { kind: 'alter-catalog', name, action, span: c.spanFrom(start) };
}

function parseAlterFunction(c: Cursor, start: number): AlterFunction {
  const temporary = c.accept('TEMPORARY');
  const system = c.accept('SYSTEM');
  c.expect('FUNCTION');
  return parseFunctionTail(c, start, temporary, system);
}

function parseFunctionTail(
  c: Cursor,
  start: number,
  temporary: boolean,
  system: boolean,
): AlterFunction {
  const ifExists = parseIfExists(c);
  const name = c.qualifiedName('a function name');
  c.expect('AS');
  const implementation = c.string('a class or module in quotes');
  const language = parseLanguage(c);
  const span = c.spanFrom(start);
  return {
    kind: 'alter-function',
    temporary,
    system,
    ifExists,
    name,
    implementation,
    language,
    span,
  };
}

/** RENAME TO, SET and RESET: all that models and connections know. */
function parseSimple(
  c: Cursor,
  what: string,
): Pick<Extract<AlterStatement, { kind: 'alter-model' }>, 'ifExists' | 'name' | 'action'> {
  const ifExists = parseIfExists(c);
  const name = c.qualifiedName(what);
  const start = c.token.start;
  switch (c.expectOneOf(['RENAME', 'SET', 'RESET'] as const)) {
    case 'RENAME':
      return { ifExists, name, action: parseRenameTail(c, start) };
    case 'RESET':
      return { ifExists, name, action: parseResetTail(c, start) };
    case 'SET': {
      const options = parseOptions(c);
      return { ifExists, name, action: { kind: 'set-options', options, span: c.spanFrom(start) } };
    }
  }
}

function parseAlterMaterialized(c: Cursor, start: number): AlterStatement {
  c.expect('TABLE');
  const name = c.qualifiedName('a table name');
  const action = parseMaterializedAction(c);
  return { kind: 'alter-materialized-table', name, action, span: c.spanFrom(start) };
}

function parseMaterializedAction(c: Cursor): AlterMaterializedTable['action'] {
  const start = c.token.start;
  if (c.accept('AS')) return { kind: 'as-query', query: parseQuery(c), span: c.spanFrom(start) };
  if (c.accept('SUSPEND')) return { kind: 'suspend', span: c.spanFrom(start) };
  if (c.accept('RESUME')) return { kind: 'resume', options: parseWith(c), span: c.spanFrom(start) };
  if (c.accept('REFRESH'))
    return { kind: 'refresh', partition: parsePartition(c), span: c.spanFrom(start) };
  return parseAction(c);
}
