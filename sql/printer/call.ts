/** Function calls as SQL, those with words between their arguments included. */
import type { Argument, CallExpr, Expr, TableArg } from '../ast/expr.js';
import type { Identifier } from '../ast/node.js';
import type { OrderItem, WindowSpec } from '../ast/query.js';
import { RANGE_PRECEDENCE } from '../precedence.js';
import { printExpr, printList, printOperand } from './expression.js';
import { printFunctionName, printIdentifier, printName, printNames, words } from './name.js';
import { printQuery } from './query.js';
import { printTable } from './table-ref.js';
import { printOrderBy, printOver } from './window.js';

export function printCall(call: CallExpr): string {
  const name = printFunctionName(call.name);
  if (!call.parens) return name;
  const special = printSpecial(call);
  const inner =
    special ??
    words(call.quantifier, call.args.map(printArgument).join(', '), printOrderBy(call.orderBy));
  return words(
    call.semantics,
    `${special === null ? plainName(call, name) : call.name.parts[0]!.name}(${inner})`,
    printTrailing(call),
  );
}

/** Words of the grammar that were quoted, to be plain calls, stay quoted. */
function plainName(call: CallExpr, name: string): string {
  const upper = name.toUpperCase();
  return alwaysSpecial.has(upper) ? printName(call.name) : name;
}

const alwaysSpecial: ReadonlySet<string> = new Set(['EXTRACT', 'TIMESTAMPADD', 'TIMESTAMPDIFF']);

/** What stands behind the closing parenthesis. */
export function printTrailing(call: {
  withinGroup: readonly OrderItem[];
  filter: Expr | null;
  nulls: CallExpr['nulls'];
  over: WindowSpec | Identifier | null;
}): string {
  return words(
    call.withinGroup.length > 0 && `WITHIN GROUP (${printOrderBy(call.withinGroup)})`,
    call.filter !== null && `FILTER (WHERE ${printExpr(call.filter)})`,
    call.nulls !== null && `${call.nulls} NULLS`,
    call.over !== null && `OVER ${printOver(call.over)}`,
  );
}

/** The inside of EXTRACT(YEAR FROM x) and its kind; null for a plain call. */
function printSpecial({ name, args }: CallExpr): string | null {
  if (name.parts.length !== 1) return null;
  const [first, second, third] = args;
  switch (name.parts[0]!.name.toUpperCase()) {
    case 'EXTRACT':
      return isSymbol(first) ? `${first.name} FROM ${printArgument(second!)}` : null;
    case 'TIMESTAMPADD':
    case 'TIMESTAMPDIFF':
      return isSymbol(first) ? args.map(printArgument).join(', ') : null;
    case 'FLOOR':
    case 'CEIL':
    case 'CEILING':
      return isSymbol(second) ? `${printBeforeTo(first!)} TO ${second.name}` : null;
    case 'CONVERT':
    case 'TRANSLATE':
      return isSymbol(second)
        ? `${printArgument(first!)} USING ${printIdentifierWord(second.name)}`
        : null;
    case 'TRIM': {
      if (!isSymbol(first)) return null;
      const characters = third === undefined ? '' : printArgument(second!);
      return words(first.name, characters, 'FROM', printArgument(third ?? second!));
    }
    case 'OVERLAY':
      return args.length < 3 ? null : printOverlay(args);
    case 'POSITION':
      return args.length < 2 ? null : printPosition(args);
    default:
      return null;
  }
}

/** FLOOR((INTERVAL '1' DAY) TO HOUR): without parentheses TO would belong to the interval. */
function printBeforeTo(arg: Argument): string {
  const text = printArgument(arg);
  return /(YEAR|DAY|HOUR|MINUTE)(\(\d+\))?$/.test(text) ? `(${text})` : text;
}

function isSymbol(arg: Argument | undefined): arg is Extract<Argument, { kind: 'symbol' }> {
  return arg !== undefined && arg.kind === 'symbol';
}

function printIdentifierWord(name: string): string {
  return printIdentifier({ kind: 'identifier', name, span: { start: 0, end: 0 } });
}

function printOverlay([into, by, from, count]: readonly Argument[]): string {
  const length = count === undefined ? '' : `FOR ${printArgument(count)}`;
  return words(
    printArgument(into!),
    'PLACING',
    printArgument(by!),
    'FROM',
    printArgument(from!),
    length,
  );
}

function printPosition([needle, text, from]: readonly Argument[]): string {
  const start = from === undefined ? '' : `FROM ${printArgument(from)}`;
  const sought = printOperand(needle as Expr, RANGE_PRECEDENCE + 1);
  return words(sought, 'IN', printArgument(text!), start);
}

function printArgument(arg: Argument): string {
  switch (arg.kind) {
    case 'star-arg':
      return '*';
    case 'symbol':
      return arg.name;
    case 'default':
      return 'DEFAULT';
    case 'descriptor':
      return `DESCRIPTOR${printNames(arg.columns)}`;
    case 'model-arg':
      return `MODEL ${printName(arg.name)}`;
    case 'named-arg':
      return `${printIdentifier(arg.name)} => ${printArgument(arg.value)}`;
    case 'table-arg':
      return printTableArg(arg);
    default:
      return printExpr(arg);
  }
}

function printTableArg({ table, partitionBy, orderBy }: TableArg): string {
  const head =
    table.kind === 'derived-table' ? `(${printQuery(table.query)})` : `TABLE ${printTable(table)}`;
  const partition = partitionBy.length === 0 ? '' : `PARTITION BY (${printList(partitionBy)})`;
  const items = printOrderBy(orderBy).slice('ORDER BY '.length);
  return words(head, partition, items !== '' && `ORDER BY (${items})`);
}
