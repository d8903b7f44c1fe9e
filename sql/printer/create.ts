/** CREATE statements as SQL, a line for every column and option. */
import type {
  ConstraintDefinition,
  CreateFunction,
  CreateMaterializedTable,
  CreateModel,
  CreateTable,
  Distribution,
  TableElement,
} from '../ast/create.js';
import type { OptionNode, StringLiteral } from '../ast/node.js';
import type { CreateStatement } from '../ast/statement.js';
import { printExpr } from './expression.js';
import { printIdentifier, printName, printNames, printOption, printText, words } from './name.js';
import { printQueryLines } from './query.js';
import { printType } from './type.js';

export function printCreate(create: CreateStatement): string {
  switch (create.kind) {
    case 'create-table':
      return printTable(create);
    case 'create-view': {
      const head = words(
        'CREATE',
        create.orReplace && 'OR REPLACE',
        create.temporary && 'TEMPORARY',
        'VIEW',
        exists(create),
        printName(create.name),
        printNames(create.columns),
        printComment(create.comment),
      );
      return `${head} AS\n${printQueryLines(create.query)}`;
    }
    case 'create-catalog':
      return lines(
        words('CREATE CATALOG', exists(create), printIdentifier(create.name)),
        printComment(create.comment),
        printOptions(create.options),
      );
    case 'create-database':
      return lines(
        words('CREATE DATABASE', exists(create), printName(create.name)),
        printComment(create.comment),
        printOptions(create.options),
      );
    case 'create-function':
      return printFunction(create);
    case 'create-model':
      return printModel(create);
    case 'create-connection':
      return lines(
        words(
          'CREATE',
          create.temporary && 'TEMPORARY',
          create.system && 'SYSTEM',
          'CONNECTION',
          exists(create),
          printName(create.name),
        ),
        printComment(create.comment),
        printOptions(create.options),
      );
    case 'create-materialized-table':
      return printMaterialized(create);
  }
}

function exists({ ifNotExists }: { ifNotExists: boolean }): string {
  return ifNotExists ? 'IF NOT EXISTS' : '';
}

/** COMMENT 'text'; nothing for null. */
export function printComment(comment: StringLiteral | null): string {
  return comment === null ? '' : `COMMENT ${printText(comment)}`;
}

function lines(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== '' && part !== false).join('\n');
}

function printOptions(options: readonly OptionNode[]): string {
  if (options.length === 0) return '';
  return `WITH (\n${options.map((option) => `  ${printOption(option)}`).join(',\n')}\n)`;
}

function printTable(create: CreateTable): string {
  const verb = create.replaceOnly ? 'REPLACE' : words('CREATE', create.orReplace && 'OR REPLACE');
  const head = words(
    verb,
    create.temporary && 'TEMPORARY',
    'TABLE',
    exists(create),
    printName(create.name),
    printElements(create.elements),
  );
  const options = printOptions(create.options);
  const isBare = create.elements.length === 0 && create.like === null && create.query === null;
  return lines(
    head,
    printComment(create.comment),
    printDistributed(create.distribution),
    create.partitionedBy.length > 0 && `PARTITIONED BY ${printNames(create.partitionedBy)}`,
    options === '' && isBare ? 'WITH ()' : options,
    printLike(create),
    create.query !== null && `AS\n${printQueryLines(create.query)}`,
  );
}

function printLike({ like }: CreateTable): string {
  if (like === null) return '';
  const options = like.options.map(({ strategy, feature }) => `${strategy} ${feature}`).join(' ');
  return words('LIKE', printName(like.table), options === '' ? '' : `(${options})`);
}

/** DISTRIBUTED BY HASH(a) INTO 4 BUCKETS; nothing for null. */
function printDistributed(distribution: Distribution | null): string {
  return distribution === null ? '' : `DISTRIBUTED ${printDistribution(distribution)}`;
}

/** BY HASH(a) INTO 4 BUCKETS. */
export function printDistribution({ method, columns, buckets }: Distribution): string {
  const by = columns.length > 0 && `BY ${method ?? ''}${printNames(columns)}`;
  return words(by, buckets !== null && `INTO ${buckets} BUCKETS`);
}

/** (column, watermark, ...) with a line each; nothing when empty. */
export function printElements(elements: readonly TableElement[]): string {
  if (elements.length === 0) return '';
  return `(\n${elements.map((element) => `  ${printElement(element)}`).join(',\n')}\n)`;
}

/** One column, watermark or constraint. */
export function printElement(element: TableElement): string {
  switch (element.kind) {
    case 'physical-column': {
      const type = element.type && printType(element.type);
      const constraint = element.constraint && printConstraint(element.constraint);
      return words(printName(element.name), type, constraint, printColumnEnd(element));
    }
    case 'computed-column':
      return words(printName(element.name), 'AS', printExpr(element.expr), printColumnEnd(element));
    case 'metadata-column': {
      const key = element.key && `FROM ${printText(element.key)}`;
      return words(
        printName(element.name),
        printType(element.type),
        'METADATA',
        key,
        element.virtual && 'VIRTUAL',
        printColumnEnd(element),
      );
    }
    case 'watermark':
      return `WATERMARK FOR ${printName(element.column)} AS ${printExpr(element.expr)}`;
    case 'constraint':
      return printConstraint(element);
  }
}

function printColumnEnd({
  comment,
  position,
}: Pick<Extract<TableElement, { position: unknown }>, 'comment' | 'position'>): string {
  const where =
    position === null
      ? ''
      : position.after === null
        ? 'FIRST'
        : `AFTER ${printName(position.after)}`;
  return words(printComment(comment), where);
}

function printConstraint({ name, constraint, columns, enforced }: ConstraintDefinition): string {
  return words(
    name && `CONSTRAINT ${printIdentifier(name)}`,
    constraint,
    printNames(columns),
    enforced === null ? '' : enforced ? 'ENFORCED' : 'NOT ENFORCED',
  );
}

function printFunction(create: CreateFunction): string {
  const resources = create.resources
    .map(({ resource, path }) => `${resource} ${printText(path)}`)
    .join(', ');
  return lines(
    words(
      'CREATE',
      create.temporary && 'TEMPORARY',
      create.system && 'SYSTEM',
      'FUNCTION',
      exists(create),
      printName(create.name),
      'AS',
      printText(create.implementation),
      create.language && `LANGUAGE ${create.language}`,
      resources && `USING ${resources}`,
    ),
    printOptions(create.options),
  );
}

function printModel(create: CreateModel): string {
  return lines(
    words(
      'CREATE',
      create.temporary && 'TEMPORARY',
      'MODEL',
      exists(create),
      printName(create.name),
    ),
    create.inputs.length > 0 && `INPUT ${printElements(create.inputs)}`,
    create.outputs.length > 0 && `OUTPUT ${printElements(create.outputs)}`,
    printComment(create.comment),
    printOptions(create.options),
    create.query !== null && `AS\n${printQueryLines(create.query)}`,
  );
}

function printMaterialized(create: CreateMaterializedTable): string {
  const head = words(
    'CREATE',
    create.orAlter && 'OR ALTER',
    'MATERIALIZED TABLE',
    printName(create.name),
    printElements(create.elements),
  );
  return lines(
    head,
    printComment(create.comment),
    printDistributed(create.distribution),
    create.partitionedBy.length > 0 && `PARTITIONED BY ${printNames(create.partitionedBy)}`,
    printOptions(create.options),
    create.freshness !== null && `FRESHNESS = ${printExpr(create.freshness)}`,
    create.refreshMode !== null && `REFRESH_MODE = ${create.refreshMode}`,
    `AS\n${printQueryLines(create.query)}`,
  );
}
