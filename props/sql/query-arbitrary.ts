/** Random queries as the parser would build them, and the expressions inside. */
import fc from 'fast-check';
import type { Expr } from '../../sql/ast/expr.js';
import type { PatternNode } from '../../sql/ast/match.js';
import type { OrderItem, Query, QueryBody, TableRef, WindowSpec } from '../../sql/ast/query.js';
import { qualifier } from './type-arbitrary.js';
import { compound, literal } from './expression-arbitrary.js';
import {
  identifier,
  identifiers,
  node,
  option,
  orNull,
  qualifiedName,
  some,
  text,
} from './name-arbitrary.js';

type A<T> = fc.Arbitrary<T>;

const bool = fc.boolean();
const none = fc.constant(null);
const count = node('number', { text: fc.constantFrom('0', '3') });

const hint = node('hint', {
  name: identifier,
  args: some(fc.oneof(option, identifier, text, node('hint-number', { text: fc.constant('5') }))),
});
const hints = fc.oneof(
  { arbitrary: fc.constant([]), weight: 4 },
  { arbitrary: some(hint), weight: 1 },
);

const alias = orNull(
  node('table-alias', { name: identifier, columns: fc.oneof(fc.constant([]), identifiers) }),
);

type Tie = {
  expr: Expr;
  query: Query;
  body: QueryBody;
  table: TableRef;
  orderItem: OrderItem;
  windowSpec: WindowSpec;
  pattern: PatternNode;
};

const all = fc.letrec<Tie>((tie) => {
  const parts = {
    expr: tie('expr'),
    query: tie('query'),
    orderItem: tie('orderItem'),
    windowSpec: tie('windowSpec'),
  };
  const column = node('column', { path: identifiers });
  return {
    expr: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { arbitrary: column as A<Expr>, weight: 3 },
      { arbitrary: literal as A<Expr>, weight: 2 },
      { arbitrary: compound(parts), weight: 4 },
    ),
    query: node('query', {
      ctes: fc.oneof(
        { arbitrary: fc.constant([]), weight: 4 },
        { arbitrary: some(cte(tie('query')), 1), weight: 1 },
      ),
      body: tie('body'),
      orderBy: some(tie('orderItem')),
      limit: orNull(count),
      offset: orNull(count),
    }).map((query) => canonicalQuery(query as unknown as Query)),
    body: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { arbitrary: select(tie) as A<QueryBody>, weight: 4 },
      {
        arbitrary: node('values', { rows: some(some(tie('expr'), 1), 1) }) as A<QueryBody>,
        weight: 1,
      },
      { arbitrary: node('explicit-table', { name: qualifiedName }) as A<QueryBody>, weight: 1 },
      { arbitrary: setOperation(tie) as A<QueryBody>, weight: 1 },
    ),
    table: table(tie),
    orderItem: node('order-item', {
      expr: tie('expr'),
      descending: bool,
      nulls: fc.constantFrom(null, 'FIRST', 'LAST'),
    }) as A<OrderItem>,
    windowSpec: node('window-spec', {
      base: orNull(identifier),
      partitionBy: some(tie('expr')),
      orderBy: some(tie('orderItem')),
      frame: orNull(frame(tie('expr'))),
    }) as A<WindowSpec>,
    pattern: pattern(tie('pattern')),
  };
});

/** A query that adds nothing to a query in parentheses is that query. */
function canonicalQuery(query: Query): Query {
  const isPlain =
    query.ctes.length + query.orderBy.length === 0 && query.limit === null && query.offset === null;
  return isPlain && query.body.kind === 'query' ? query.body : query;
}

function cte(query: A<Query>): A<unknown> {
  return node('cte', { name: identifier, columns: fc.oneof(fc.constant([]), identifiers), query });
}

/** Sides are bodies, or queries with clauses of their own. */
function setOperation(tie: fc.LetrecTypedTie<Tie>): A<unknown> {
  const nested = tie('query').map((query) => {
    const isPlain =
      query.ctes.length + query.orderBy.length === 0 &&
      query.limit === null &&
      query.offset === null;
    return isPlain ? query.body : query;
  });
  const side = fc.oneof(tie('body'), nested);
  return node('set-operation', {
    op: fc.constantFrom('UNION', 'INTERSECT', 'EXCEPT'),
    all: bool,
    left: side,
    right: side,
  });
}

function select(tie: fc.LetrecTypedTie<Tie>): A<unknown> {
  const expr = tie('expr');
  const item = fc.oneof(
    {
      arbitrary: node('select-expr', { expr, alias: orNull(identifier) }) as A<unknown>,
      weight: 4,
    },
    {
      arbitrary: node('select-star', {
        qualifier: some(identifier),
        except: fc.oneof(fc.constant([]), identifiers),
      }),
      weight: 1,
    },
  );
  return node('select', {
    hints,
    distinct: bool,
    items: some(item, 1),
    from: orNull(tie('table')),
    where: orNull(expr),
    groupBy: orNull(some(groupItem(expr), 1)),
    groupByDistinct: bool,
    having: orNull(expr),
    windows: some(node('named-window', { name: identifier, spec: tie('windowSpec') })),
    qualify: orNull(expr),
  }).map((made) => ({ ...made, groupByDistinct: made.groupBy !== null && made.groupByDistinct }));
}

/** A set of one is that one. */
function groupItem(expr: A<Expr>): A<unknown> {
  const set = node('grouping-set', {
    items: fc.array(expr, { maxLength: 3 }).filter((e) => e.length !== 1),
  });
  const plain = fc.oneof(
    { arbitrary: expr as A<unknown>, weight: 3 },
    { arbitrary: set, weight: 1 },
  );
  const sets = node('grouping-sets', {
    form: fc.constantFrom('GROUPING SETS', 'CUBE', 'ROLLUP'),
    items: some(plain, 1),
  });
  return fc.oneof({ arbitrary: plain, weight: 3 }, { arbitrary: sets, weight: 1 });
}

function frame(expr: A<Expr>): A<unknown> {
  const bound = fc.oneof(
    node('frame-bound', {
      bound: fc.constantFrom('UNBOUNDED PRECEDING', 'CURRENT ROW', 'UNBOUNDED FOLLOWING'),
      offset: none,
    }),
    node('frame-bound', { bound: fc.constantFrom('PRECEDING', 'FOLLOWING'), offset: expr }),
  );
  return node('window-frame', {
    unit: fc.constantFrom('ROWS', 'RANGE'),
    start: bound,
    end: orNull(bound),
    exclude: fc.constantFrom(null, 'CURRENT ROW', 'GROUP', 'TIES', 'NO OTHERS'),
  });
}

function table(tie: fc.LetrecTypedTie<Tie>): A<TableRef> {
  const expr = tie('expr');
  const sample = node('table-sample', {
    method: fc.constantFrom('BERNOULLI', 'SYSTEM'),
    percentage: expr,
    seed: orNull(expr),
  });
  const named = node('table', {
    name: qualifiedName,
    hints,
    asOf: orNull(expr),
    sample: orNull(sample),
    alias,
  });
  const call = node('call', {
    name: qualifiedName,
    args: some(expr),
    parens: fc.constant(true),
    quantifier: none,
    orderBy: fc.constant([]),
    withinGroup: fc.constant([]),
    filter: none,
    nulls: none,
    over: none,
    semantics: none,
  });
  const single = fc.oneof(
    { arbitrary: named as A<unknown>, weight: 3 },
    { arbitrary: node('derived-table', { query: tie('query'), lateral: bool, alias }), weight: 1 },
    { arbitrary: node('table-function', { call, lateral: bool, wrapped: bool, alias }), weight: 1 },
    {
      arbitrary: node('unnest', {
        operands: some(expr, 1),
        ordinality: bool,
        lateral: bool,
        alias,
      }),
      weight: 1,
    },
  );
  return fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { arbitrary: single as A<TableRef>, weight: 4 },
    { arbitrary: join(tie) as A<TableRef>, weight: 2 },
    { arbitrary: aliased(tie('table')) as A<TableRef>, weight: 1 },
    { arbitrary: match(tie) as A<TableRef>, weight: 1 },
  );
}

function join(tie: fc.LetrecTypedTie<Tie>): A<unknown> {
  const sides = { left: tie('table'), right: tie('table') };
  const condition = orNull(
    fc.oneof(
      node('on', { expr: tie('expr') }) as A<unknown>,
      node('using', { columns: identifiers }),
    ),
  );
  const type = fc.constantFrom('INNER', 'LEFT', 'RIGHT', 'FULL');
  return fc.oneof(
    node('join', { type, natural: fc.constant(false), ...sides, condition }),
    node('join', { type, natural: fc.constant(true), ...sides, condition: none }),
    node('join', {
      type: fc.constantFrom('CROSS', 'COMMA'),
      natural: fc.constant(false),
      ...sides,
      condition: none,
    }),
  );
}

/** (table) AS alias; a query in more parentheses is just a query with that alias. */
function aliased(table: A<TableRef>): A<unknown> {
  const inner = table.filter(
    (one) => one.kind !== 'derived-table' || one.alias !== null || one.lateral,
  );
  return node('aliased-table', { table: inner, alias: alias.filter((one) => one !== null) });
}

function match(tie: fc.LetrecTypedTie<Tie>): A<unknown> {
  const expr = tie('expr');
  const after = fc.oneof(
    node('after-match', {
      mode: fc.constantFrom('NEXT ROW', 'PAST LAST ROW'),
      variable: none,
    }) as A<unknown>,
    node('after-match', { mode: fc.constantFrom('FIRST', 'LAST'), variable: identifier }),
  );
  return node('match-recognize', {
    input: tie('table').filter((one) => one.kind !== 'match-recognize'),
    partitionBy: some(expr),
    orderBy: some(tie('orderItem')),
    measures: some(node('measure', { expr, alias: identifier })),
    rows: fc.constantFrom(null, 'ONE ROW', 'ALL ROWS'),
    after: orNull(after),
    pattern: tie('pattern'),
    startAnchor: bool,
    endAnchor: bool,
    within: orNull(node('interval', { negative: bool, text: fc.constant('1'), qualifier })),
    subsets: some(node('subset', { name: identifier, variables: identifiers })),
    defines: some(node('define', { variable: identifier, condition: expr }), 1),
    alias,
  });
}

function pattern(tied: A<PatternNode>): A<PatternNode> {
  const several = fc.array(tied, { minLength: 2, maxLength: 3 });
  const most = fc.constantFrom(null, 0, 1, 4);
  return fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    {
      arbitrary: identifier.map(({ name, span }) => ({ kind: 'pattern-variable', name, span })),
      weight: 3,
    },
    { arbitrary: node('pattern-concat', { items: several }), weight: 1 },
    { arbitrary: node('pattern-alternation', { items: several }), weight: 1 },
    {
      arbitrary: node('pattern-repeat', {
        item: tied,
        min: fc.constantFrom(0, 1, 2),
        max: most,
        reluctant: bool,
      }),
      weight: 1,
    },
    { arbitrary: node('pattern-exclude', { item: tied }), weight: 1 },
    { arbitrary: node('pattern-permute', { items: some(tied, 1) }), weight: 1 },
  ) as A<PatternNode>;
}

export const { expr, query } = all;
