/** Every function's examples, through the SQL front end and the compiler. */
import test from 'ava';
import type { Batch } from '../core/batch.js';
import { columnReader } from '../core/column-read.js';
import { valueFormatter } from '../core/value-text.js';
import type { SessionFacts } from '../engine/expr.js';
import { compileProjection } from '../engine/expr/compile.js';
import { findFunction, listFunctions } from '../engine/functions/registry.js';
import { exprContext } from '../sql/binder/context.js';
import { bindExpr } from '../sql/binder/expression.js';
import { emptyScope } from '../sql/binder/scope.js';
import { emptyCatalog } from '../sql/catalog/state.js';
import { parseExpression } from '../sql/parser/parse.js';

const session: SessionFacts = {
  timeZone: 'UTC',
  machine: {
    clock: { nowMs: () => 1_700_000_000_000, monotonicMs: () => 0, sleep: () => Promise.resolve() },
    random: { next: () => 0.5, uuid: () => '123e4567-e89b-42d3-a456-426614174000' },
  },
};
const oneRow: Batch = { columns: [], kinds: null, selection: null, rowCount: 1, watermarks: null };

function result(sql: string): string {
  const env = {
    catalog: emptyCatalog(),
    connectors: { find: () => undefined, names: () => [], formats: () => [] } as never,
    options: new Map<string, string>(),
    session,
    home: ['default_catalog', 'default_database'] as const,
    ctes: new Map(),
    views: [],
  };
  const expr = bindExpr(parseExpression(sql), exprContext(env, emptyScope, 'SELECT'));
  const [column] = compileProjection([expr], session)(oneRow);
  return valueFormatter(expr.type)(columnReader(expr.type)(column!, 0));
}

/** They need a column, or a stream. */
const WITHOUT_EXAMPLE = ['FIELD', 'CURRENT_WATERMARK'];

for (const fn of listFunctions()) {
  for (const [sql, wanted] of fn.examples) {
    test(`${fn.name}: ${sql}`, (t) => t.is(result(sql), wanted));
  }
}

test('every function has an example, a sentence that says what it does, and its own name', (t) => {
  for (const fn of listFunctions()) {
    t.true(fn.examples.length > 0 || WITHOUT_EXAMPLE.includes(fn.name), fn.name);
    t.regex(fn.doc, /^[A-Z"'-].*\.$/, fn.name);
    t.is(findFunction(fn.name.toLowerCase()), fn, fn.name);
    for (const alias of fn.aliases ?? []) t.is(findFunction(alias), fn, alias);
  }
});
