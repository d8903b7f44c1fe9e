/** ALTER statements as SQL. */
import type {
  AlterAction,
  AlterFunction,
  AlterMaterializedTable,
  AsQuery,
  NewPartition,
  PartitionSpec,
  SetComment,
} from '../ast/alter.js';
import type { TableElement } from '../ast/create.js';
import type { AlterStatement } from '../ast/statement.js';
import { printDistribution, printElement, printElements } from './create.js';
import { printIdentifier, printName, printOption, printText, words } from './name.js';
import { printQueryLines } from './query.js';
import { printPartition, printWith } from './statement.js';

export function printAlter(alter: AlterStatement): string {
  switch (alter.kind) {
    case 'alter-table':
      return words(
        'ALTER TABLE',
        ifExists(alter),
        printName(alter.name),
        printAction(alter.action),
      );
    case 'alter-view':
      return words('ALTER VIEW', printName(alter.name), printAction(alter.action));
    case 'alter-database':
      return words('ALTER DATABASE', printName(alter.name), printAction(alter.action));
    case 'alter-catalog':
      return words('ALTER CATALOG', printIdentifier(alter.name), printAction(alter.action));
    case 'alter-function':
      return printFunction(alter);
    case 'alter-model':
      return words(
        'ALTER MODEL',
        ifExists(alter),
        printName(alter.name),
        printAction(alter.action),
      );
    case 'alter-connection':
      return words(
        'ALTER CONNECTION',
        ifExists(alter),
        printName(alter.name),
        printAction(alter.action),
      );
    case 'alter-materialized-table':
      return words('ALTER MATERIALIZED TABLE', printName(alter.name), printAction(alter.action));
  }
}

function ifExists(alter: { ifExists: boolean }): string {
  return alter.ifExists ? 'IF EXISTS' : '';
}

function printFunction(alter: AlterFunction): string {
  return words(
    'ALTER',
    alter.temporary && 'TEMPORARY',
    alter.system && 'SYSTEM',
    'FUNCTION',
    ifExists(alter),
    printName(alter.name),
    'AS',
    printText(alter.implementation),
    alter.language && `LANGUAGE ${alter.language}`,
  );
}

type Action = AlterAction | AsQuery | SetComment | AlterMaterializedTable['action'];

function printAction(action: Action): string {
  switch (action.kind) {
    case 'rename-to':
      return `RENAME TO ${printName(action.name)}`;
    case 'rename-column':
      return `RENAME ${printName(action.from)} TO ${printIdentifier(action.to)}`;
    case 'set-options':
      return `SET (${action.options.map(printOption).join(', ')})`;
    case 'reset-options':
      return `RESET (${action.keys.map(printText).join(', ')})`;
    case 'set-comment':
      return `COMMENT ${printText(action.comment)}`;
    case 'add-elements':
      return `ADD ${printChanged(action.elements)}`;
    case 'modify-elements':
      return `MODIFY ${printChanged(action.elements)}`;
    case 'drop-columns':
      return `DROP (${action.columns.map(printName).join(', ')})`;
    case 'drop-constraint':
      return `DROP CONSTRAINT ${printIdentifier(action.name)}`;
    case 'drop-primary-key':
      return 'DROP PRIMARY KEY';
    case 'drop-watermark':
      return 'DROP WATERMARK';
    case 'drop-distribution':
      return 'DROP DISTRIBUTION';
    case 'add-distribution':
      return `ADD DISTRIBUTION ${printDistribution(action.distribution)}`;
    case 'modify-distribution':
      return `MODIFY DISTRIBUTION ${printDistribution(action.distribution)}`;
    case 'add-partitions':
      return words(
        'ADD',
        action.ifNotExists && 'IF NOT EXISTS',
        action.partitions.map(printNewPartition).join(' '),
      );
    case 'drop-partitions':
      return words(
        'DROP',
        action.ifExists && 'IF EXISTS',
        action.partitions.map(printSpec).join(', '),
      );
    case 'as-query':
      return `AS\n${printQueryLines(action.query)}`;
    case 'suspend':
      return 'SUSPEND';
    case 'resume':
      return words('RESUME', printWith(action.options));
    case 'refresh':
      return words('REFRESH', printPartition(action.partition));
  }
}

function printChanged(elements: readonly TableElement[]): string {
  return elements.length === 1 ? printElement(elements[0]!) : printElements(elements);
}

function printNewPartition({ spec, options }: NewPartition): string {
  return words(printSpec(spec), printWith(options));
}

function printSpec({ values }: PartitionSpec): string {
  return printPartition(values);
}
