/** Clauses of aggregate calls: FILTER (WHERE ...), ORDER BY, the separator of STRING_AGG. */
import type { Expr } from '../ast/expr.js';
import type { OrderItem } from '../ast/query.js';
import { lowerExpr, orderItems } from './lower-expr.js';
import type { DialectPlace, Tree } from './tree.js';
import { isEmpty, only, refused, treeOf } from './tree.js';

export interface AggregateClauses {
  readonly filter: Expr | null;
  readonly orderBy: readonly OrderItem[];
  /** A second argument. */
  readonly separator: Expr | null;
}

/** `args`: the tree of the arguments. */
export function aggregateClauses(tree: Tree, args: Tree, place: DialectPlace): AggregateClauses {
  return {
    filter: filterOf(tree['filter'], place),
    orderBy: isEmpty(args['orderby']) ? [] : orderItems(args['orderby'], place),
    separator: separatorOf(args['separator'], place),
  };
}

function filterOf(value: unknown, place: DialectPlace): Expr | null {
  if (isEmpty(value)) return null;
  const filter = treeOf(value, place);
  only(filter, ['keyword', 'parentheses', 'where'], place);
  place.parens += 1;
  return lowerExpr(filter['where'], place);
}

function separatorOf(value: unknown, place: DialectPlace): Expr | null {
  if (isEmpty(value)) return null;
  const separator = treeOf(value, place);
  only(separator, ['symbol', 'delimiter'], place);
  if (separator['symbol'] !== ',') throw refused('a separator of this form', place);
  return lowerExpr(separator['delimiter'], place);
}
