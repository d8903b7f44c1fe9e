/** Expressions of node-sql-parser's trees -> our AST. Forms that are not listed are refused. */
import type { Argument, BinaryOp, CallExpr, CaseBranch, Expr, LikeExpr } from '../ast/expr.js';
import type { OrderItem, WindowSpec } from '../ast/query.js';
import { aggregateClauses } from './aggregate-clauses.js';
import { lowerQuery } from './lower-query.js';
import { castExpr } from './lower-cast.js';
import { identifier, qualifiedName } from './names.js';
import { rebuild, type Item } from './rebuild.js';
import type { DialectPlace, Tree } from './tree.js';
import { isEmpty, isTree, listOf, nameOf, only, refused, textOf, treeOf } from './tree.js';

const INFIX: Readonly<Record<string, BinaryOp>> = {
  AND: 'AND',
  OR: 'OR',
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '%': '%',
  '||': '||',
};
const LIKES: Readonly<Record<string, LikeExpr['operator']>> = { LIKE: 'LIKE', ILIKE: 'ILIKE' };

/** An expression with all that hangs on it. Throws SqlError DIALECT_UNSUPPORTED. */
export function lowerExpr(value: unknown, place: DialectPlace): Expr {
  return rebuild(itemsOf(value, place, true), place);
}

/** Operands and operators in the order of the text; a tree in parentheses is one operand. */
function itemsOf(value: unknown, place: DialectPlace, isWhole: boolean): readonly Item[] {
  const tree = treeOf(value, place);
  const isGroup = tree['parentheses'] === true && !('ast' in tree);
  if (isGroup && isWhole) place.parens += 1;
  if (isGroup && !isWhole) return [{ kind: 'operand', expr: lowerExpr(tree, place) }];
  switch (tree['type']) {
    case 'binary_expr':
      return binaryItems(tree, place);
    case 'unary_expr': {
      only(tree, ['type', 'operator', 'expr', 'parentheses'], place);
      const op = tree['operator'];
      if (op !== 'NOT' && op !== '-' && op !== '+')
        throw refused(`the operator ${String(op)}`, place);
      return [{ kind: 'prefix', op }, ...itemsOf(tree['expr'], place, false)];
    }
    case 'number':
      return numberItems(tree, place);
    case 'function':
      return notItems(tree, place) ?? [{ kind: 'operand', expr: lowerOperand(tree, place) }];
    default:
      return [{ kind: 'operand', expr: lowerOperand(tree, place) }];
  }
}

/** NOT (x) comes as a call of a function NOT, which binds too tight; null for other calls. */
function notItems(tree: Tree, place: DialectPlace): readonly Item[] | null {
  if (functionName(tree['name'], place).toUpperCase() !== 'NOT') return null;
  only(tree, ['type', 'name', 'args', 'parentheses'], place);
  const args = treeOf(tree['args'], place);
  only(args, ['type', 'value'], place);
  const values = listOf(args['value'], place);
  if (values.length !== 1) throw refused('NOT of a list', place);
  place.parens += 1;
  return [
    { kind: 'prefix', op: 'NOT' },
    { kind: 'operand', expr: lowerExpr(values[0], place) },
  ];
}

function binaryItems(tree: Tree, place: DialectPlace): readonly Item[] {
  only(tree, ['type', 'operator', 'left', 'right', 'parentheses'], place);
  const operator = textOf(tree['operator'], place).toUpperCase();
  const left = itemsOf(tree['left'], place, false);
  const op = Object.hasOwn(INFIX, operator) ? INFIX[operator] : undefined;
  if (op === '||' && place.dialect === 'mysql') throw refused('|| (OR in MySQL)', place);
  if (op !== undefined) {
    return [...left, { kind: 'infix', op }, ...itemsOf(tree['right'], place, false)];
  }
  return [...left, { kind: 'postfix', make: postfix(operator, tree['right'], place) }];
}

function postfix(operator: string, right: unknown, place: DialectPlace): (operand: Expr) => Expr {
  const { span } = place;
  const negated = /(^| )NOT( |$)/.test(operator);
  const word = operator.replace(/^NOT | NOT$/, '');
  if (word === 'IS') {
    const test = isTest(right, place);
    return (operand) => ({ kind: 'is', operand, test, negated, span });
  }
  if (word === 'BETWEEN') {
    const [low, high] = listOf(treeOf(right, place)['value'], place);
    const bounds = { low: bound(low, place), high: bound(high, place) };
    return (operand) => ({ kind: 'between', operand, ...bounds, symmetric: false, negated, span });
  }
  const like = Object.hasOwn(LIKES, word) ? LIKES[word] : undefined;
  if (like !== undefined) {
    const pattern = bound(right, place);
    const parts = { operator: like, pattern, escape: null, negated, span };
    return (operand) => ({ kind: 'like', operand, ...parts });
  }
  if (word !== 'IN') throw refused(`the operator ${operator}`, place);
  const source = inSource(right, place);
  return (operand) => ({ kind: 'in', operand, source, negated, span });
}

function isTest(right: unknown, place: DialectPlace): 'NULL' | 'TRUE' | 'FALSE' {
  const tree = treeOf(right, place);
  if (tree['type'] === 'null') return 'NULL';
  if (tree['type'] === 'bool') return tree['value'] === true ? 'TRUE' : 'FALSE';
  throw refused('IS with other than NULL, TRUE and FALSE (IS DISTINCT FROM comes as text)', place);
}

/** A bound of BETWEEN or a pattern: no looser operator may have slipped into it. */
function bound(value: unknown, place: DialectPlace): Expr {
  const items = itemsOf(value, place, true);
  const isTight = items.every(
    (item) =>
      item.kind === 'operand' ||
      (item.kind === 'prefix' && item.op !== 'NOT') ||
      (item.kind === 'infix' && ['+', '-', '*', '/', '%', '||'].includes(item.op)),
  );
  const tree = treeOf(value, place);
  if (!isTight && tree['parentheses'] !== true) {
    throw refused('a bound of BETWEEN or a pattern without parentheses', place);
  }
  return rebuild(items, place);
}

function inSource(
  right: unknown,
  place: DialectPlace,
): readonly Expr[] | ReturnType<typeof lowerQuery> {
  const tree = treeOf(right, place);
  if (tree['type'] !== 'expr_list') throw refused('IN with other than a list or a query', place);
  only(tree, ['type', 'value', 'parentheses'], place);
  const values = listOf(tree['value'], place);
  place.parens += 1;
  const first = values[0];
  if (values.length === 1 && isTree(first) && 'ast' in first) return lowerQuery(first, place);
  return values.map((value) => lowerExpr(value, place));
}

/** A number as text; what JavaScript's numbers cannot hold comes as text, or is refused. */
function numberItems(tree: Tree, place: DialectPlace): readonly Item[] {
  only(tree, ['type', 'value', 'parentheses'], place);
  const { value } = tree;
  const isExact = typeof value === 'string' || Number.isSafeInteger(value);
  const text = String(value as string | number);
  if (
    (!isExact && !/^-?\d{1,15}\.\d{1,15}$/.test(text)) ||
    !/^-?[\d.]+([eE][+-]?\d+)?$/.test(text)
  ) {
    throw refused(`the number ${text}`, place);
  }
  const unsigned: Item = {
    kind: 'operand',
    expr: { kind: 'number', text: text.replace('-', ''), span: place.span },
  };
  return text.startsWith('-') ? [{ kind: 'prefix', op: '-' }, unsigned] : [unsigned];
}

function lowerOperand(tree: Tree, place: DialectPlace): Expr {
  const { span } = place;
  if ('ast' in tree) {
    place.parens += 1;
    return { kind: 'subquery', query: lowerQuery(tree, place), span };
  }
  switch (tree['type']) {
    case 'column_ref':
      return columnRef(tree, place);
    case 'double_quote_string':
    case 'single_quote_string':
    case 'string':
      return stringLiteral(tree, place);
    case 'bigint':
      only(tree, ['type', 'value', 'parentheses'], place);
      return { kind: 'number', text: textOf(tree['value'], place), span };
    case 'bool':
      only(tree, ['type', 'value', 'parentheses'], place);
      return { kind: 'boolean', value: tree['value'] === true, span };
    case 'null':
      only(tree, ['type', 'parentheses'], place);
      return { kind: 'null', span };
    case 'date':
    case 'timestamp': {
      only(tree, ['type', 'value', 'parentheses'], place);
      const type = tree['type'] === 'date' ? 'DATE' : 'TIMESTAMP';
      return { kind: 'temporal', type, text: textOf(tree['value'], place), span };
    }
    case 'case':
      return caseExpr(tree, place);
    case 'cast':
      return castExpr(tree, place);
    case 'extract':
      return extractCall(tree, place);
    case 'function':
    case 'aggr_func':
    case 'window_func':
      return callExpr(tree, place);
    default:
      throw refused(`an expression of the form "${String(tree['type'])}"`, place);
  }
}

function stringLiteral(tree: Tree, place: DialectPlace): Expr {
  only(tree, ['type', 'value', 'parentheses'], place);
  const isName = place.dialect === 'postgresql' || place.dialect === 'snowflake';
  if (tree['type'] === 'double_quote_string' && isName) {
    throw refused('a name in double quotes at this place', place);
  }
  const value = textOf(tree['value'], place).replaceAll("''", "'");
  return { kind: 'string', value, span: place.span };
}

function columnRef(tree: Tree, place: DialectPlace): Expr {
  const known = ['type', 'schema', 'db', 'table', 'column', 'notations', 'parentheses'];
  only(tree, known, place);
  const { column } = tree;
  const inner = isTree(column) && 'offset' in column ? { expr: column['expr'] } : column;
  if (isTree(column) && !isEmpty(column['offset'])) throw refused('an element of an array', place);
  const path = [tree['db'], tree['schema'], tree['table'], inner].filter((part) => !isEmpty(part));
  return {
    kind: 'column',
    path: path.map((part) => identifier(nameOf(part, place), place)),
    span: place.span,
  };
}

function caseExpr(tree: Tree, place: DialectPlace): Expr {
  only(tree, ['type', 'expr', 'args', 'parentheses'], place);
  const { span } = place;
  const branches: CaseBranch[] = [];
  let otherwise: Expr | null = null;
  const operand = isEmpty(tree['expr']) ? null : lowerExpr(tree['expr'], place);
  for (const item of listOf(tree['args'], place)) {
    const branch = treeOf(item, place);
    only(branch, ['type', 'cond', 'result'], place);
    if (otherwise !== null) throw refused('CASE with a branch after ELSE', place);
    if (branch['type'] === 'else') otherwise = lowerExpr(branch['result'], place);
    else {
      const when = [lowerExpr(branch['cond'], place)];
      branches.push({
        kind: 'case-branch',
        when,
        result: lowerExpr(branch['result'], place),
        span,
      });
    }
  }
  return { kind: 'case', operand, branches, otherwise, span };
}

function extractCall(tree: Tree, place: DialectPlace): Expr {
  only(tree, ['type', 'args', 'parentheses'], place);
  const args = treeOf(tree['args'], place);
  only(args, ['field', 'source'], place);
  place.parens += 1;
  const name = textOf(args['field'], place).toUpperCase();
  return call(
    'EXTRACT',
    [{ kind: 'symbol', name, span: place.span }, lowerExpr(args['source'], place)],
    place,
  );
}

function call(name: string, args: readonly Argument[], place: DialectPlace): CallExpr {
  return {
    kind: 'call',
    name: qualifiedName([name], place),
    args,
    parens: true,
    quantifier: null,
    orderBy: [],
    withinGroup: [],
    filter: null,
    nulls: null,
    over: null,
    semantics: null,
    span: place.span,
  };
}

function callExpr(tree: Tree, place: DialectPlace): Expr {
  only(tree, ['type', 'name', 'args', 'over', 'filter', 'parentheses'], place);
  const name = functionName(tree['name'], place);
  if (name.toUpperCase() === 'EXISTS') return existsExpr(tree, place);
  if (NO_FUNCTIONS.has(name.toUpperCase())) throw refused(`${name} as a function`, place);
  const over = isEmpty(tree['over']) ? null : windowSpec(treeOf(tree['over'], place), place);
  const args = isEmpty(tree['args']) ? null : treeOf(tree['args'], place);
  if (/^(CURRENT_|LOCALTIME)/i.test(name)) {
    if (args !== null && !isEmpty(args['value'])) throw refused(`${name}(...)`, place);
    return { ...call(name, [], place), parens: false };
  }
  place.parens += 1;
  if (args === null) return { ...call(name, [], place), over };
  if (args['type'] === 'expr_list') {
    if (!isEmpty(tree['filter'])) throw refused(`FILTER of ${name}`, place);
    only(args, ['type', 'value'], place);
    const values = listOf(args['value'], place).map((value) => lowerExpr(value, place));
    return { ...call(name, values, place), over };
  }
  only(args, ['expr', 'distinct', 'orderby', 'separator'], place);
  const isStar = isTree(args['expr']) && args['expr']['type'] === 'star';
  const value: Argument = isStar
    ? { kind: 'star-arg', span: place.span }
    : lowerExpr(args['expr'], place);
  const quantifier = isEmpty(args['distinct']) ? null : 'DISTINCT';
  const { filter, orderBy, separator } = aggregateClauses(tree, args, place);
  const values = separator === null ? [value] : [value, separator];
  return { ...call(name, values, place), quantifier, over, filter, orderBy };
}

/** Words of the grammar that it may take for functions when a parenthesis follows. */
const NO_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'AND OR NOT IN IS LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END SELECT FROM WHERE ON USING JOIN ' +
    'UNION ALL ANY SOME DISTINCT VALUES TABLE LATERAL INTERVAL GROUP ORDER HAVING LIMIT ROW ARRAY'
  ).split(' '),
);

function functionName(value: unknown, place: DialectPlace): string {
  if (typeof value === 'string') return value;
  const tree = treeOf(value, place);
  only(tree, ['name', 'schema'], place);
  const parts = [tree['schema'], ...listOf(tree['name'], place)].filter((part) => !isEmpty(part));
  if (parts.length !== 1) throw refused('a function with a qualified name', place);
  return nameOf(parts[0], place);
}

function existsExpr(tree: Tree, place: DialectPlace): Expr {
  const values = listOf(treeOf(tree['args'], place)['value'], place);
  const query = treeOf(values[0], place);
  if (values.length !== 1 || !('ast' in query)) throw refused('EXISTS of no query', place);
  place.parens += 1;
  return { kind: 'exists', test: 'EXISTS', query: lowerQuery(query, place), span: place.span };
}

function windowSpec(over: Tree, place: DialectPlace): WindowSpec {
  only(over, ['type', 'as_window_specification'], place);
  const outer = treeOf(over['as_window_specification'], place);
  only(outer, ['window_specification', 'parentheses'], place);
  const spec = treeOf(outer['window_specification'], place);
  only(spec, ['partitionby', 'orderby'], place);
  place.parens += 1;
  const partition = isEmpty(spec['partitionby']) ? [] : listOf(spec['partitionby'], place);
  return {
    kind: 'window-spec',
    base: null,
    partitionBy: partition.map((item) => lowerExpr(treeOf(item, place)['expr'], place)),
    orderBy: orderItems(spec['orderby'], place),
    frame: null,
    span: place.span,
  };
}

/** ORDER BY items; none when there is no clause. */
export function orderItems(value: unknown, place: DialectPlace): readonly OrderItem[] {
  if (isEmpty(value)) return [];
  return listOf(value, place).map((item) => {
    const tree = treeOf(item, place);
    only(tree, ['expr', 'type', 'nulls'], place);
    const direction = String(tree['type'] ?? 'ASC').toUpperCase();
    if (direction !== 'ASC' && direction !== 'DESC') throw refused('ORDER BY USING', place);
    const nulls = /^(?:NULLS )?(FIRST|LAST)$/i
      .exec(String(tree['nulls'] ?? ''))?.[1]
      ?.toUpperCase();
    if (nulls === undefined && !isEmpty(tree['nulls'])) throw refused('this order of nulls', place);
    return {
      kind: 'order-item',
      expr: lowerExpr(tree['expr'], place),
      descending: direction === 'DESC',
      nulls: (nulls as 'FIRST' | 'LAST' | undefined) ?? null,
      span: place.span,
    };
  });
}
