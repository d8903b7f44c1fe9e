/** Queries of node-sql-parser's trees -> our AST. Clauses that are not listed are refused. */
import type { Expr } from '../ast/expr.js';
import type {
  Cte,
  Join,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SetOperation,
  TableAlias,
  TableRef,
} from '../ast/query.js';
import { lowerExpr, orderItems } from './lower-expr.js';
import { identifier, qualifiedName } from './names.js';
import type { DialectPlace, Tree } from './tree.js';
import { isEmpty, isTree, listOf, nameOf, only, refused, textOf, treeOf } from './tree.js';

const WRAPPER = ['tableList', 'columnList', 'ast', 'parentheses'];
const CLAUSES = [
  'type',
  'with',
  'distinct',
  'columns',
  'from',
  'where',
  'groupby',
  'having',
  'orderby',
  'limit',
  '_next',
  'set_op',
  '_orderby',
  '_limit',
];

/** A query, or a query in its wrapper. Throws SqlError DIALECT_UNSUPPORTED. */
export function lowerQuery(value: unknown, place: DialectPlace): Query {
  const tree = treeOf(value, place);
  if ('ast' in tree) {
    only(tree, WRAPPER, place);
    return lowerQuery(tree['ast'], place);
  }
  const selects = chain(tree, place);
  const last = selects.at(-1)!;
  for (const select of selects.slice(0, -1)) {
    if (!isEmpty(select['orderby']) || !isEmpty(select['limit'])) {
      throw refused('ORDER BY or LIMIT within UNION', place);
    }
  }
  if (selects.slice(1).some((select) => !isEmpty(select['with']))) {
    throw refused('WITH within UNION', place);
  }
  const order = atEnd(tree, last, 'orderby', selects.length, place);
  const limit = limits(atEnd(tree, last, 'limit', selects.length, place), place);
  return {
    kind: 'query',
    ctes: isEmpty(tree['with']) ? [] : listOf(tree['with'], place).map((one) => cte(one, place)),
    body: combined(selects, place),
    orderBy: orderItems(order, place),
    ...limit,
    span: place.span,
  };
}

/** The clause of the whole: at the last SELECT, or (bigquery) at the first under another key. */
function atEnd(
  first: Tree,
  last: Tree,
  key: 'orderby' | 'limit',
  count: number,
  place: DialectPlace,
): unknown {
  const whole = first[`_${key}`];
  if (isEmpty(whole)) return last[key];
  if (count === 1 || !isEmpty(last[key])) throw refused(`${key} in parentheses`, place);
  return whole;
}

function chain(tree: Tree, place: DialectPlace): readonly Tree[] {
  const selects: Tree[] = [];
  let next: unknown = tree;
  while (!isEmpty(next)) {
    const select = treeOf(next, place);
    if (select['type'] !== 'select') throw refused(`a ${String(select['type'])}`, place);
    only(select, CLAUSES, place);
    selects.push(select);
    next = select['_next'];
  }
  return selects;
}

const SET_OPS: Readonly<Record<string, Pick<SetOperation, 'op' | 'all'>>> = {
  union: { op: 'UNION', all: false },
  'union distinct': { op: 'UNION', all: false },
  'union all': { op: 'UNION', all: true },
  intersect: { op: 'INTERSECT', all: false },
  'intersect distinct': { op: 'INTERSECT', all: false },
  except: { op: 'EXCEPT', all: false },
  'except distinct': { op: 'EXCEPT', all: false },
};

/** INTERSECT first, then from left to right. */
function combined(selects: readonly Tree[], place: DialectPlace): QueryBody {
  const terms: QueryBody[] = [lowerSelect(selects[0]!, place)];
  const ops: Pick<SetOperation, 'op' | 'all'>[] = [];
  for (let i = 1; i < selects.length; i++) {
    const word = textOf(selects[i - 1]!['set_op'], place).toLowerCase();
    const op = Object.hasOwn(SET_OPS, word) ? SET_OPS[word] : undefined;
    if (op === undefined) throw refused(word.toUpperCase(), place);
    const right = lowerSelect(selects[i]!, place);
    if (op.op === 'INTERSECT') terms.push(setOperation(op, terms.pop()!, right, place));
    else {
      ops.push(op);
      terms.push(right);
    }
  }
  return terms
    .slice(1)
    .reduce((left, right, i) => setOperation(ops[i]!, left, right, place), terms[0]!);
}

function setOperation(
  op: Pick<SetOperation, 'op' | 'all'>,
  left: QueryBody,
  right: QueryBody,
  place: DialectPlace,
): SetOperation {
  return { kind: 'set-operation', ...op, left, right, span: place.span };
}

function cte(value: unknown, place: DialectPlace): Cte {
  const tree = treeOf(value, place);
  only(tree, ['name', 'stmt', 'columns'], place);
  const columns = isEmpty(tree['columns']) ? [] : listOf(tree['columns'], place);
  place.parens += columns.length > 0 ? 2 : 1;
  return {
    kind: 'cte',
    name: identifier(nameOf(tree['name'], place), place),
    columns: columns.map((column) => identifier(columnName(column, place), place)),
    query: lowerQuery(tree['stmt'], place),
    span: place.span,
  };
}

function columnName(value: unknown, place: DialectPlace): string {
  if (isTree(value) && value['type'] === 'column_ref') return nameOf(value['column'], place);
  return nameOf(value, place);
}

function limits(value: unknown, place: DialectPlace): Pick<Query, 'limit' | 'offset'> {
  if (isEmpty(value)) return { limit: null, offset: null };
  const tree = treeOf(value, place);
  only(tree, ['seperator', 'value'], place);
  const values = listOf(tree['value'], place).map((one) => lowerExpr(one, place));
  const separator = tree['seperator'];
  if (isEmpty(separator) && values.length === 1) return { limit: values[0]!, offset: null };
  if (separator === 'offset' && values.length === 2) {
    return { limit: values[0]!, offset: values[1]! };
  }
  if (separator === ',' && values.length === 2) return { limit: values[1]!, offset: values[0]! };
  throw refused('OFFSET without LIMIT', place);
}

function lowerSelect(tree: Tree, place: DialectPlace): Select {
  const from = isEmpty(tree['from']) ? [] : listOf(tree['from'], place);
  return {
    kind: 'select',
    hints: [],
    distinct: isDistinct(tree['distinct'], place),
    items: selectItems(tree['columns'], place),
    from: from.length === 0 ? null : lowerFrom(from, place),
    where: optional(tree['where'], place),
    groupBy: groupBy(tree['groupby'], place),
    groupByDistinct: false,
    having: optional(tree['having'], place),
    windows: [],
    qualify: null,
    span: place.span,
  };
}

function optional(value: unknown, place: DialectPlace): Expr | null {
  return isEmpty(value) ? null : lowerExpr(value, place);
}

function isDistinct(value: unknown, place: DialectPlace): boolean {
  if (isEmpty(value)) return false;
  const word = isTree(value) ? value['type'] : value;
  if (isTree(value)) only(value, ['type'], place);
  if (word !== 'DISTINCT') throw refused(`SELECT ${String(word)}`, place);
  return true;
}

function groupBy(value: unknown, place: DialectPlace): readonly Expr[] | null {
  if (isEmpty(value)) return null;
  const tree = Array.isArray(value) ? { columns: value } : treeOf(value, place);
  only(tree, ['columns'], place);
  return listOf(tree['columns'], place).map((item) => lowerExpr(item, place));
}

function selectItems(value: unknown, place: DialectPlace): readonly SelectItem[] {
  if (value === '*') return [star([], place)];
  return listOf(value, place).map((item) => {
    const tree = treeOf(item, place);
    only(tree, ['type', 'expr', 'as'], place);
    if (tree['type'] !== undefined && tree['type'] !== 'expr') {
      throw refused(`a column of the form "${String(tree['type'])}"`, place);
    }
    const expr = treeOf(tree['expr'], place);
    if (expr['type'] === 'column_ref' && expr['column'] === '*') {
      only(expr, ['type', 'table', 'column'], place);
      if (!isEmpty(tree['as'])) throw refused('an alias of *', place);
      return star(isEmpty(expr['table']) ? [] : [nameOf(expr['table'], place)], place);
    }
    const alias = isEmpty(tree['as']) ? null : identifier(nameOf(tree['as'], place), place);
    return { kind: 'select-expr', expr: lowerExpr(expr, place), alias, span: place.span };
  });
}

function star(qualifier: readonly string[], place: DialectPlace): SelectItem {
  const names = qualifier.map((name) => identifier(name, place));
  return { kind: 'select-star', qualifier: names, except: [], span: place.span };
}

const JOINS: Readonly<Record<string, Join['type']>> = {
  JOIN: 'INNER',
  'INNER JOIN': 'INNER',
  'LEFT JOIN': 'LEFT',
  'LEFT OUTER JOIN': 'LEFT',
  'RIGHT JOIN': 'RIGHT',
  'RIGHT OUTER JOIN': 'RIGHT',
  'FULL JOIN': 'FULL',
  'FULL OUTER JOIN': 'FULL',
  'CROSS JOIN': 'CROSS',
};

function lowerFrom(items: readonly unknown[], place: DialectPlace): TableRef {
  const trees = items.map((item) => treeOf(item, place));
  return trees.slice(1).reduce<TableRef>(
    (left, tree, i) => {
      // Some grammars read the word CROSS as an alias of the table before it.
      const isCross = trees[i]!['as'] === 'CROSS' && isEmpty(tree['on']) && isEmpty(tree['using']);
      return joined(left, tree, isCross, place);
    },
    tableRef(trees[0]!, trees[1], place),
  );

  function joined(left: TableRef, tree: Tree, isCross: boolean, at: DialectPlace): TableRef {
    const right = tableRef(tree, trees[trees.indexOf(tree) + 1], at);
    const word = isEmpty(tree['join']) ? null : textOf(tree['join'], at).toUpperCase();
    const type = word === null ? 'COMMA' : Object.hasOwn(JOINS, word) ? JOINS[word] : undefined;
    if (type === undefined) throw refused(word!, at);
    const condition = joinCondition(tree, at);
    return {
      kind: 'join',
      type: isCross && type === 'INNER' ? 'CROSS' : type,
      natural: false,
      left,
      right,
      condition,
      span: at.span,
    };
  }
}

function joinCondition(tree: Tree, place: DialectPlace): Join['condition'] {
  const { span } = place;
  if (!isEmpty(tree['on'])) return { kind: 'on', expr: lowerExpr(tree['on'], place), span };
  if (isEmpty(tree['using'])) return null;
  place.parens += 1;
  const columns = listOf(tree['using'], place).map((name) =>
    identifier(columnName(name, place), place),
  );
  return { kind: 'using', columns, span };
}

function tableRef(tree: Tree, next: Tree | undefined, place: DialectPlace): TableRef {
  const known = ['db', 'table', 'as', 'join', 'on', 'using', 'expr', 'prefix', 'surround'];
  only(tree, known, place);
  if (!isEmpty(tree['prefix'])) throw refused(`${String(tree['prefix'])} in FROM`, place);
  const isCross =
    tree['as'] === 'CROSS' &&
    next?.['join'] === 'INNER JOIN' &&
    isEmpty(next['on']) &&
    isEmpty(next['using']);
  const alias = isEmpty(tree['as']) || isCross ? null : tableAlias(tree['as'], place);
  const { span } = place;
  if (isEmpty(tree['expr'])) {
    const parts = [tree['db'], tree['table']].filter((part) => !isEmpty(part));
    const name = qualifiedName(
      parts.map((part) => nameOf(part, place)),
      place,
    );
    return { kind: 'table', name, hints: [], asOf: null, sample: null, alias, span };
  }
  const query = treeOf(tree['expr'], place);
  if (!('ast' in query)) throw refused('a function or list in FROM', place);
  place.parens += 1;
  return { kind: 'derived-table', query: lowerQuery(query, place), lateral: false, alias, span };
}

function tableAlias(value: unknown, place: DialectPlace): TableAlias {
  return {
    kind: 'table-alias',
    name: identifier(nameOf(value, place), place),
    columns: [],
    span: place.span,
  };
}
