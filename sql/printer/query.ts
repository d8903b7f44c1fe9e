/** Queries as SQL: on one line, or a clause a line. */
import type {
  Cte,
  GroupItem,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SetOperation,
} from '../ast/query.js';
import { printExpr, printList } from './expression.js';
import { printIdentifier, printName, printNames, words } from './name.js';
import { printHints, printTable } from './table-ref.js';
import { printOrderBy, printSpec } from './window.js';

/** `query` on one line. */
export function printQuery(query: Query): string {
  return printWith(query, ' ');
}

/** `query` with a line for every clause, for people. */
export function printQueryLines(query: Query): string {
  return printWith(query, '\n');
}

function printWith(query: Query, newline: string): string {
  const ctes =
    query.ctes.length === 0 ? '' : `WITH ${query.ctes.map(printCte).join(`,${newline}`)}`;
  const parts = [
    ctes,
    printBody(query.body, newline),
    printOrderBy(query.orderBy),
    query.limit === null ? '' : `LIMIT ${printExpr(query.limit)}`,
    query.offset === null ? '' : `OFFSET ${printExpr(query.offset)}`,
  ];
  return parts.filter((part) => part !== '').join(newline);
}

function printCte({ name, columns, query }: Cte): string {
  return `${printIdentifier(name)}${printNames(columns)} AS (${printQuery(query)})`;
}

function printBody(body: QueryBody, newline: string): string {
  switch (body.kind) {
    case 'select':
      return printSelect(body, newline);
    case 'set-operation':
      return printSetOperation(body, newline);
    case 'values':
      return `VALUES ${body.rows.map((row) => `(${printList(row)})`).join(', ')}`;
    case 'explicit-table':
      return `TABLE ${printName(body.name)}`;
    case 'query':
      return `(${printWith(body, newline)})`;
  }
}

/** INTERSECT binds tighter; equal operators group to the left. */
function printSetOperation({ op, all, left, right }: SetOperation, newline: string): string {
  const strength = strengthOf(op);
  const first = printSide(left, strength, newline);
  const second = printSide(right, strength + 1, newline);
  return [first, words(op, all && 'ALL'), second].join(newline);
}

function strengthOf(op: SetOperation['op']): number {
  return op === 'INTERSECT' ? 2 : 1;
}

function printSide(body: QueryBody, minimum: number, newline: string): string {
  const text = printBody(body, newline);
  return body.kind === 'set-operation' && strengthOf(body.op) < minimum ? `(${text})` : text;
}

function printSelect(select: Select, newline: string): string {
  const { hints, distinct, items, from, where, groupBy, having, windows, qualify } = select;
  const parts = [
    words('SELECT', printHints(hints), distinct && 'DISTINCT', items.map(printItem).join(', ')),
    from && `FROM ${printTable(from)}`,
    where && `WHERE ${printExpr(where)}`,
    groupBy &&
      words(
        'GROUP BY',
        select.groupByDistinct && 'DISTINCT',
        groupBy.map(printGroupItem).join(', '),
      ),
    having && `HAVING ${printExpr(having)}`,
    windows.length > 0 &&
      `WINDOW ${windows
        .map(({ name, spec }) => `${printIdentifier(name)} AS ${printSpec(spec)}`)
        .join(', ')}`,
    qualify && `QUALIFY ${printExpr(qualify)}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(newline);
}

function printItem(item: SelectItem): string {
  if (item.kind === 'select-star') {
    const except = item.except.length > 0 && `EXCEPT ${printNames(item.except)}`;
    return words([...item.qualifier.map(printIdentifier), '*'].join('.'), except);
  }
  return words(printExpr(item.expr), item.alias && `AS ${printIdentifier(item.alias)}`);
}

function printGroupItem(item: GroupItem): string {
  if (item.kind === 'group-all') return 'ALL';
  if (item.kind === 'grouping-sets')
    return `${item.form} (${item.items.map(printGroupItem).join(', ')})`;
  return item.kind === 'grouping-set' ? `(${printList(item.items)})` : printExpr(item);
}
