/** What stands in FROM, as SQL. */
import type { Hint, Join, TableAlias, TableRef, TableSample } from '../ast/query.js';
import { printCall } from './call.js';
import { printExpr, printList } from './expression.js';
import { printMatch } from './match.js';
import { printIdentifier, printName, printNames, printOption, printText, words } from './name.js';
import { printQuery } from './query.js';

export function printTable(table: TableRef): string {
  switch (table.kind) {
    case 'table': {
      const time = table.asOf && `FOR SYSTEM_TIME AS OF ${printExpr(table.asOf)}`;
      const sample = table.sample && printSample(table.sample);
      return words(
        printName(table.name),
        printHints(table.hints),
        time,
        printAlias(table.alias),
        sample,
      );
    }
    case 'derived-table':
      return words(
        table.lateral && 'LATERAL',
        `(${printQuery(table.query)})`,
        printAlias(table.alias),
      );
    case 'table-function': {
      const call = printCall(table.call);
      const wrapped = table.wrapped ? `TABLE(${call})` : call;
      return words(table.lateral && 'LATERAL', wrapped, printAlias(table.alias));
    }
    case 'unnest': {
      const ordinality = table.ordinality && 'WITH ORDINALITY';
      const unnest = `UNNEST(${printList(table.operands)})`;
      return words(table.lateral && 'LATERAL', unnest, ordinality, printAlias(table.alias));
    }
    case 'aliased-table':
      return words(`(${printTable(table.table)})`, printAlias(table.alias));
    case 'match-recognize':
      return printMatch(table);
    case 'join':
      return printJoin(table);
  }
}

/** Joins group to the left; commas bind looser than JOIN. */
function printJoin(join: Join): string {
  const { left, right, type, natural, condition } = join;
  const leftText =
    isJoin(left) && left.type === 'COMMA' && type !== 'COMMA'
      ? `(${printTable(left)})`
      : printTable(left);
  const needsParens = isJoin(right) && (type !== 'COMMA' || right.type === 'COMMA');
  const rightText = needsParens ? `(${printTable(right)})` : printTable(right);
  if (type === 'COMMA') return `${leftText}, ${rightText}`;
  const on =
    condition === null
      ? ''
      : condition.kind === 'on'
        ? `ON ${printExpr(condition.expr)}`
        : `USING ${printNames(condition.columns)}`;
  return words(
    leftText,
    natural && 'NATURAL',
    type === 'INNER' ? 'JOIN' : `${type} JOIN`,
    rightText,
    on,
  );
}

function isJoin(table: TableRef): table is Join {
  return table.kind === 'join';
}

/** The input of MATCH_RECOGNIZE: a join needs parentheses. */
export function printInput(table: TableRef): string {
  return isJoin(table) ? `(${printTable(table)})` : printTable(table);
}

export function printAlias(alias: TableAlias | null): string {
  return alias === null ? '' : `AS ${printIdentifier(alias.name)}${printNames(alias.columns)}`;
}

function printSample({ method, percentage, seed }: TableSample): string {
  const repeatable = seed === null ? '' : `REPEATABLE (${printExpr(seed)})`;
  return words(`TABLESAMPLE ${method} (${printExpr(percentage)})`, repeatable);
}

/** Hints in their comment; nothing when there are none. */
export function printHints(hints: readonly Hint[]): string {
  return hints.length === 0 ? '' : `/*+ ${hints.map(printHint).join(', ')} */`;
}

function printHint({ name, args }: Hint): string {
  return args.length === 0
    ? printIdentifier(name)
    : `${printIdentifier(name)}(${args.map(printHintArgument).join(', ')})`;
}

function printHintArgument(arg: Hint['args'][number]): string {
  switch (arg.kind) {
    case 'identifier':
      return printIdentifier(arg);
    case 'string':
      return printText(arg);
    case 'hint-number':
      return arg.text;
    case 'option':
      return printOption(arg);
  }
}
