/** ORDER BY and window specifications as SQL. */
import type { Identifier } from '../ast/node.js';
import type { FrameBound, OrderItem, WindowFrame, WindowSpec } from '../ast/query.js';
import { printExpr, printList } from './expression.js';
import { printIdentifier, words } from './name.js';

/** ORDER BY a, b DESC; nothing when empty. */
export function printOrderBy(items: readonly OrderItem[]): string {
  return items.length === 0 ? '' : `ORDER BY ${items.map(printItem).join(', ')}`;
}

function printItem({ expr, descending, nulls }: OrderItem): string {
  return words(printExpr(expr), descending && 'DESC', nulls !== null && `NULLS ${nulls}`);
}

/** What follows OVER. */
export function printOver(over: WindowSpec | Identifier): string {
  return over.kind === 'identifier' ? printIdentifier(over) : printSpec(over);
}

/** ([base] PARTITION BY ... ORDER BY ... frame). */
export function printSpec({ base, partitionBy, orderBy, frame }: WindowSpec): string {
  const partition = partitionBy.length === 0 ? '' : `PARTITION BY ${printList(partitionBy)}`;
  const inside = words(
    base && printIdentifier(base),
    partition,
    printOrderBy(orderBy),
    frame && printFrame(frame),
  );
  return `(${inside})`;
}

function printFrame({ unit, start, end, exclude }: WindowFrame): string {
  const range =
    end === null ? printBound(start) : `BETWEEN ${printBound(start)} AND ${printBound(end)}`;
  return words(unit, range, exclude !== null && `EXCLUDE ${exclude}`);
}

function printBound({ bound, offset }: FrameBound): string {
  return words(offset && printExpr(offset), bound);
}
