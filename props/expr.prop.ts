import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Batch, Value } from '../core/batch.js';
import { isValid, rowAt } from '../core/batch.js';
import { columnReader } from '../core/column-read.js';
import { valueKey } from '../core/compare.js';
import { MillraceError } from '../core/errors.js';
import type { Expr } from '../engine/expr.js';
import { compileCalc, compileFilter, compileProjection } from '../engine/expr/compile.js';
import { evaluate } from '../engine/expr/evaluate.js';
import { bound, randomBatch, randomExprs } from './random-expr.js';
import { checkProperty } from './check-property.js';

const session = { timeZone: 'America/New_York' };

/** Result or error as text. */
function outcome(type: Expr['type'], compute: () => Value): string {
  try {
    return valueKey(type, compute());
  } catch (error) {
    if (error instanceof MillraceError && error.blame === 'user') return `error ${error.code}`;
    throw error;
  }
}

/** The batch with only one live row. */
function single(batch: Batch, row: number): Batch {
  return { ...batch, selection: Int32Array.of(row), rowCount: 1 };
}

test('a compiled expression equals the evaluated one, row by row', (t) =>
  checkProperty(
    t,
    fc.property(randomExprs(), randomBatch(), (exprs, { batch, rows }) => {
      for (const expr of exprs) {
        const read = columnReader(expr.type);
        const project = compileProjection([expr], session);
        const wanted: string[] = [];
        for (let i = 0; i < batch.rowCount; i++) {
          const row = rowAt(batch, i);
          wanted.push(outcome(expr.type, () => evaluate(expr, rows[row]!, session)));
          const alone = outcome(expr.type, () => read(project(single(batch, row))[0]!, row));
          assert.equal(alone, wanted[i]);
        }
        if (wanted.some((text) => text.startsWith('error'))) continue;
        const [all] = project(batch);
        for (let i = 0; i < batch.rowCount; i++)
          assert.equal(valueKey(expr.type, read(all!, rowAt(batch, i))), wanted[i]!);
      }
    }),
  ));

test('a compiled filter passes the rows for which the condition is TRUE', (t) =>
  checkProperty(
    t,
    fc.property(randomExprs(), randomBatch(), (exprs, { batch, rows }) => {
      const condition =
        bound('IS NOT DISTINCT FROM', [exprs.at(-1)!, exprs.at(-1)!]) === null
          ? bound('IS NULL', [exprs.at(-1)!])!
          : conditionOf(exprs);
      const live = Array.from({ length: batch.rowCount }, (_, i) => rowAt(batch, i));
      let wanted: number[];
      try {
        wanted = live.filter((row) => evaluate(condition, rows[row]!, session) === true);
      } catch (error) {
        if (error instanceof MillraceError && error.blame === 'user') return;
        throw error;
      }
      const selection = new Int32Array(batch.rowCount);
      const count = compileFilter(condition, session)(batch, selection);
      assert.deepEqual([...selection.subarray(0, count)], wanted);
      const calc = compileCalc(
        condition,
        [condition, { kind: 'column', index: 4, type: batch.columns[4]!.type }],
        session,
      )(batch);
      if (wanted.length === 0) {
        assert.equal(calc, null);
        return;
      }
      assert.deepEqual(
        Array.from({ length: calc!.rowCount }, (_, i) => rowAt(calc!, i)),
        wanted,
      );
      const [flags, passedOn] = calc!.columns;
      const given = batch.columns[4]!;
      // Shared; the bitmap goes when no passing row is null.
      assert.equal(passedOn!.values, given.values);
      for (const row of wanted) {
        assert.equal(columnReader(condition.type)(flags!, row), true);
        assert.equal(isValid(passedOn!, row), isValid(given, row));
      }
      if (wanted.every((row) => isValid(given, row))) assert.equal(passedOn!.validity, null);
    }),
  ));

/** A BOOLEAN made of the last expression. */
function conditionOf(exprs: readonly Expr[]): Expr {
  const last = exprs.at(-1)!;
  return last.type.id === 'boolean' ? last : bound('IS NOT NULL', [last])!;
}
