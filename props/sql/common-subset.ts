/** Queries of the SQL that our parser and the grammars of other dialects have in common. */
import fc from 'fast-check';
import type { BinaryOp, CallExpr, Expr } from '../../sql/ast/expr.js';
import type { Identifier, QualifiedName } from '../../sql/ast/node.js';
import type { Join, Query, Select, TableRef } from '../../sql/ast/query.js';

const span = { start: 0, end: 0 };
const name = (text: string): Identifier => ({ kind: 'identifier', name: text, span });
const named = (...parts: string[]): QualifiedName => ({
  kind: 'qualified-name',
  parts: parts.map(name),
  span,
});

const columns = fc.constantFrom('a1', 'b2', 'c3', 'price');
const tables = fc.constantFrom('t1', 't2', 'bids');

const column: fc.Arbitrary<Expr> = fc
  .tuple(fc.option(tables, { nil: null }), columns)
  .map(([table, text]) => ({
    kind: 'column',
    path: table === null ? [name(text)] : [name(table), name(text)],
    span,
  }));
const literal: fc.Arbitrary<Expr> = fc.oneof(
  fc.nat({ max: 1000 }).map((n): Expr => ({ kind: 'number', text: String(n), span })),
  fc.constantFrom('1.50', '0.25').map((text): Expr => ({ kind: 'number', text, span })),
  fc
    .constantFrom('', 'x', 'two words', 'AND')
    .map((value): Expr => ({ kind: 'string', value, span })),
  fc.boolean().map((value): Expr => ({ kind: 'boolean', value, span })),
  fc.constant<Expr>({ kind: 'null', span }),
);

function call(text: string, args: CallExpr['args'], quantifier: 'DISTINCT' | null): CallExpr {
  return {
    kind: 'call',
    name: named(text),
    args,
    parens: true,
    quantifier,
    orderBy: [],
    withinGroup: [],
    filter: null,
    nulls: null,
    over: null,
    semantics: null,
    span,
  };
}

type Tie = { number: Expr; condition: Expr };
const deep = { maxDepth: 4, depthSize: 'small' } as const;

function binary(ops: readonly BinaryOp[], operand: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> {
  return fc
    .tuple(fc.constantFrom(...ops), operand, operand)
    .map(([op, left, right]): Expr => ({ kind: 'binary', op, left, right, span }));
}

const { number, condition } = fc.letrec<Tie>((tie) => ({
  number: numbers(tie('number'), tie('condition')),
  condition: conditions(tie('number'), tie('condition')),
}));

function numbers(value: fc.Arbitrary<Expr>, test: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> {
  return fc.oneof(
    deep,
    column,
    literal,
    binary(['+', '-', '*', '/'], value),
    fc
      .tuple(fc.constantFrom('COALESCE', 'MYFUNC'), value, value)
      .map(([text, x, y]): Expr => call(text, [x, y], null)),
    fc.tuple(test, value, value).map(([when, result, otherwise]): Expr => ({
      kind: 'case',
      operand: null,
      branches: [{ kind: 'case-branch', when: [when], result, span }],
      otherwise,
      span,
    })),
    value.map((operand): Expr => {
      const digits = { precision: 10, scale: 2, nullable: true, span };
      const type = { kind: 'named-type', name: 'DECIMAL', ...digits } as const;
      return { kind: 'cast', operand, type, safe: false, span };
    }),
  );
}

function conditions(value: fc.Arbitrary<Expr>, test: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> {
  const negated = fc.boolean();
  return fc.oneof(
    deep,
    binary(['=', '<>', '<', '<=', '>', '>='], value),
    { arbitrary: binary(['AND', 'OR'], test), weight: 2 },
    test.map((operand): Expr => ({ kind: 'unary', op: 'NOT', operand, span })),
    fc
      .record({ operand: value, negated })
      .map((parts): Expr => ({ kind: 'is', test: 'NULL', ...parts, span })),
    fc
      .record({ operand: value, low: value, high: value, negated })
      .map((parts): Expr => ({ kind: 'between', symmetric: false, ...parts, span })),
    fc
      .record({
        operand: value,
        source: fc.array(value, { minLength: 1, maxLength: 3 }),
        negated,
      })
      .map((parts): Expr => ({ kind: 'in', ...parts, span })),
    fc.record({ operand: column, negated }).map((parts): Expr => {
      const pattern = { kind: 'string', value: 'x%', span } as const;
      return { kind: 'like', operator: 'LIKE', pattern, escape: null, ...parts, span };
    }),
  );
}

const aggregate: fc.Arbitrary<Expr> = fc.oneof(
  fc.constant(call('COUNT', [{ kind: 'star-arg', span }], null)),
  column.map((arg) => call('COUNT', [arg], 'DISTINCT')),
  fc
    .tuple(fc.constantFrom('SUM', 'MAX', 'MIN'), number)
    .map(([text, arg]) => call(text, [arg], null)),
);

const table: fc.Arbitrary<TableRef> = fc
  .tuple(tables, fc.option(fc.constantFrom('x', 'y'), { nil: null }))
  .map(([text, alias]) => ({
    kind: 'table',
    name: named(text),
    hints: [],
    asOf: null,
    sample: null,
    alias: alias === null ? null : { kind: 'table-alias', name: name(alias), columns: [], span },
    span,
  }));

const from: fc.Arbitrary<TableRef> = fc.oneof(
  table,
  fc
    .tuple(
      table,
      table,
      condition,
      fc.constantFrom<Join['type']>('INNER', 'LEFT', 'CROSS', 'COMMA'),
    )
    .map(([left, right, expr, type]): TableRef => {
      const hasCondition = type === 'INNER' || type === 'LEFT';
      return {
        kind: 'join',
        type,
        natural: false,
        left,
        right,
        condition: hasCondition ? { kind: 'on', expr, span } : null,
        span,
      };
    }),
);

const select: fc.Arbitrary<Select> = fc
  .record({
    distinct: fc.boolean(),
    items: fc.array(
      fc.tuple(fc.oneof(number, aggregate), fc.option(fc.constantFrom('n1', 'n2'), { nil: null })),
      { minLength: 1, maxLength: 3 },
    ),
    from,
    where: fc.option(condition, { nil: null }),
    groupBy: fc.option(fc.array(column, { minLength: 1, maxLength: 2 }), { nil: null }),
  })
  .map((parts) => ({
    kind: 'select',
    hints: [],
    distinct: parts.distinct,
    items: parts.items.map(([expr, alias]) => ({
      kind: 'select-expr',
      expr,
      alias: alias === null ? null : name(alias),
      span,
    })),
    from: parts.from,
    where: parts.where,
    groupBy: parts.groupBy,
    groupByDistinct: false,
    having: null,
    windows: [],
    qualify: null,
    span,
  }));

/** SELECT with expressions, joins, GROUP BY, ORDER BY and LIMIT; UNION ALL of two. */
export const commonQuery: fc.Arbitrary<Query> = fc
  .record({
    first: select,
    second: fc.option(select, { nil: null }),
    order: fc.option(fc.tuple(column, fc.boolean()), { nil: null }),
    limit: fc.option(fc.constantFrom('1', '20'), { nil: null }),
  })
  .map(({ first, second, order, limit }) => ({
    kind: 'query',
    ctes: [],
    body:
      second === null
        ? first
        : { kind: 'set-operation', op: 'UNION', all: true, left: first, right: second, span },
    orderBy:
      order === null
        ? []
        : [{ kind: 'order-item', expr: order[0], descending: order[1], nulls: null, span }],
    limit: limit === null ? null : { kind: 'number', text: limit, span },
    offset: null,
    span,
  }));
