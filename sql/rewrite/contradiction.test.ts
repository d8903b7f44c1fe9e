import test from 'ava';
import { booleanType, intType, stringType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call, column, literal } from '../../engine/expr.js';
import { andAll } from '../logical/expr-tools.js';
import { isNever } from './contradiction.js';

const n = column(0, intType);
const text = column(1, stringType);

function term(name: string, ...args: readonly (Expr | number | string | null)[]): Expr {
  const exprs = args.map((arg) =>
    typeof arg === 'number'
      ? literal(arg, intType)
      : typeof arg === 'string' || arg === null
        ? literal(arg, stringType)
        : arg,
  );
  return call(name, exprs, booleanType);
}

const never: readonly (readonly [string, readonly Expr[]])[] = [
  ['bounds', [term('>', n, 5), term('<', n, 3)]],
  ['bounds with nothing between', [term('>', n, 5), term('<', n, 6)]],
  ['a value outside a bound', [term('=', n, 5), term('<=', n, 4)]],
  ['two values', [term('=', n, 1), term('=', 2, n)]],
  ['two texts', [term('=', text, 'a'), term('=', text, 'b')]],
  ['a list and a value', [term('IN', n, 1, 2), term('=', n, 5)]],
  ['a value and its opposite', [term('=', n, 1), term('<>', n, 1)]],
  ['NULL and not', [term('IS NULL', n), term('IS NOT NULL', n)]],
  ['NULL and a value', [term('IS NULL', n), term('=', n, 1)]],
  ['a comparison with NULL', [term('=', n, null)]],
];

const perhaps: readonly (readonly [string, readonly Expr[]])[] = [
  ['bounds that meet', [term('>', n, 5), term('>=', n, 6), term('<=', n, 6)]],
  ['a flipped bound', [term('<', 5, n), term('<', n, 7)]],
  ['different columns', [term('=', n, 1), term('=', text, 'b')]],
  ['a list with one left', [term('IN', n, 1, 2), term('<>', n, 1)]],
  ['a value inside bounds', [term('=', n, 5), term('<=', n, 5), term('>', n, 4)]],
  ['order of texts', [term('>', text, 'b'), term('<', text, 'a')]],
  ['no condition', []],
];

for (const [title, terms] of never) test(`${title}: never`, (t) => t.true(isNever(andAll(terms))));
for (const [title, terms] of perhaps)
  test(`${title}: perhaps`, (t) => t.false(isNever(andAll(terms))));
