/** Statements as SQL: what SHOW CREATE and EXPLAIN show. */
import type {
  Assignment,
  ExplainStatement,
  InsertStatement,
  PartitionValue,
  ShowStatement,
  Statement,
} from '../ast/statement.js';
import type { OptionNode } from '../ast/node.js';
import { printAlter } from './alter.js';
import { printCreate } from './create.js';
import { printExpr } from './expression.js';
import { printIdentifier, printName, printOption, printText, words } from './name.js';
import { printQueryLines } from './query.js';
import { printAlias, printHints } from './table-ref.js';

/** `statement` as SQL without a semicolon; parsing it gives the same tree. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'query-statement':
      return printQueryLines(statement.query);
    case 'insert':
      return printInsert(statement);
    case 'statement-set':
      return `EXECUTE ${printSet(statement.inserts)}`;
    case 'explain':
      return printExplain(statement);
    case 'update': {
      const set = `SET ${statement.assignments.map(printAssignment).join(', ')}`;
      const where = statement.where && `WHERE ${printExpr(statement.where)}`;
      return words('UPDATE', printName(statement.table), printAlias(statement.alias), set, where);
    }
    case 'delete': {
      const where = statement.where && `WHERE ${printExpr(statement.where)}`;
      return words('DELETE FROM', printName(statement.table), printAlias(statement.alias), where);
    }
    case 'create-table':
    case 'create-view':
    case 'create-catalog':
    case 'create-database':
    case 'create-function':
    case 'create-model':
    case 'create-connection':
    case 'create-materialized-table':
      return printCreate(statement);
    case 'alter-table':
    case 'alter-view':
    case 'alter-database':
    case 'alter-catalog':
    case 'alter-function':
    case 'alter-model':
    case 'alter-connection':
    case 'alter-materialized-table':
      return printAlter(statement);
    default:
      return printSmall(statement);
  }
}

type Small = Exclude<
  Statement,
  {
    kind:
      | 'query-statement'
      | 'insert'
      | 'statement-set'
      | 'explain'
      | 'update'
      | 'delete'
      | `create-${string}`
      | `alter-${string}`;
  }
>;

function printSmall(statement: Small): string {
  switch (statement.kind) {
    case 'drop':
      return words(
        'DROP',
        statement.temporary && 'TEMPORARY',
        statement.system && 'SYSTEM',
        statement.object,
        statement.ifExists && 'IF EXISTS',
        printName(statement.name),
        statement.behavior,
      );
    case 'set':
      return statement.key === null || statement.value === null
        ? 'SET'
        : `SET ${printText(statement.key)} = ${printText(statement.value)}`;
    case 'reset':
      return words('RESET', statement.key && printText(statement.key));
    case 'use':
      return words('USE', statement.object === 'CATALOG' && 'CATALOG', printName(statement.name));
    case 'use-modules':
      return `USE MODULES ${statement.names.map(printIdentifier).join(', ')}`;
    case 'show':
      return printShow(statement);
    case 'show-create':
      return `SHOW CREATE ${statement.object} ${printName(statement.name)}`;
    case 'describe':
      return printDescribe(statement);
    case 'analyze':
      return printAnalyze(statement);
    case 'truncate':
      return `TRUNCATE TABLE ${printName(statement.table)}`;
    case 'call-statement':
      return `CALL ${printExpr(statement.call)}`;
    case 'load-module':
      return words('LOAD MODULE', printIdentifier(statement.name), printWith(statement.options));
    case 'unload-module':
      return `UNLOAD MODULE ${printIdentifier(statement.name)}`;
    case 'jar':
      return `${statement.action} JAR ${printText(statement.path)}`;
    case 'stop-job':
      return words(
        'STOP JOB',
        printText(statement.job),
        statement.savepoint && 'WITH SAVEPOINT',
        statement.drain && 'WITH DRAIN',
      );
    case 'compile-plan': {
      const plan = words(
        'COMPILE',
        statement.execute && 'AND EXECUTE',
        'PLAN',
        printText(statement.path),
      );
      const inner = statement.statement;
      const text = inner.kind === 'insert' ? printInsert(inner) : printSet(inner.inserts);
      return words(plan, statement.ifNotExists && 'IF NOT EXISTS', 'FOR', text);
    }
    case 'execute-plan':
      return `EXECUTE PLAN ${printText(statement.path)}`;
    case 'control':
      return statement.action;
  }
}

function printInsert(insert: InsertStatement): string {
  const columns = insert.columns === null ? '' : `(${insert.columns.map(printName).join(', ')})`;
  const head = words(
    insert.overwrite ? 'INSERT OVERWRITE' : 'INSERT INTO',
    printName(insert.table),
    printHints(insert.hints),
    printPartition(insert.partition),
    columns,
  );
  return `${head}\n${printQueryLines(insert.query)}`;
}

function printSet(inserts: readonly InsertStatement[]): string {
  return `STATEMENT SET BEGIN\n${inserts.map((insert) => `${printInsert(insert)};\n`).join('')}END`;
}

function printExplain({ details, statement }: ExplainStatement): string {
  const text =
    statement.kind === 'statement-set' ? printSet(statement.inserts) : printStatement(statement);
  return words('EXPLAIN', details.length === 0 ? 'PLAN FOR' : details.join(', '), text);
}

function printAssignment({ column, value }: Assignment): string {
  return `${printName(column)} = ${printExpr(value)}`;
}

/** PARTITION (a = 1, b); nothing when empty. */
export function printPartition(values: readonly PartitionValue[]): string {
  return values.length === 0 ? '' : `PARTITION (${values.map(printPartitionValue).join(', ')})`;
}

function printPartitionValue({ column, value }: PartitionValue): string {
  return value === null
    ? printIdentifier(column)
    : `${printIdentifier(column)} = ${printExpr(value)}`;
}

/** WITH ('a' = 'b'); nothing when empty. */
export function printWith(options: readonly OptionNode[]): string {
  return options.length === 0 ? '' : `WITH (${options.map(printOption).join(', ')})`;
}

function printShow({ what, from, like, partition }: ShowStatement): string {
  const link = what === 'PARTITIONS' ? '' : 'FROM';
  const source = from === null ? '' : words(link, printName(from));
  const pattern = like && words(like.negated && 'NOT', like.operator, printText(like.pattern));
  return words('SHOW', what, source, pattern, printPartition(partition));
}

function printDescribe({
  object,
  extended,
  name,
}: Extract<Statement, { kind: 'describe' }>): string {
  const target =
    object === 'JOB'
      ? printText({ ...name.parts[0]!, kind: 'string', value: name.parts[0]!.name })
      : printName(name);
  return words('DESCRIBE', object !== 'TABLE' && object, extended && 'EXTENDED', target);
}

function printAnalyze({
  table,
  partition,
  columns,
}: Extract<Statement, { kind: 'analyze' }>): string {
  const some =
    columns === null
      ? 'FOR ALL COLUMNS'
      : columns.length > 0 && `FOR COLUMNS ${columns.map(printIdentifier).join(', ')}`;
  return words(
    'ANALYZE TABLE',
    printName(table),
    printPartition(partition),
    'COMPUTE STATISTICS',
    some,
  );
}
