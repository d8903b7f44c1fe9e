/** Conditions of filters: a row that does not pass goes on to the next one. */
import { isNumeric } from '../functions/common-type.js';
import type { Expr } from '../expr.js';
import type { EmitContext } from './emit.js';
import { emit, isTrueCode } from './emit.js';
import { flattened } from './emit-lazy.js';
import type { Scope } from './source.js';

/**
 * Adds statements that leave the row, by `continue`, unless `filter` is TRUE. What follows in
 * `scope` is for the passing rows and finds what the condition has computed.
 */
export function emitFilter(context: EmitContext, scope: Scope, filter: Expr): void {
  if (filter.kind !== 'call' || filter.name !== 'AND') {
    addTest(scope, isTrueCode(emit(context, scope, filter)));
    return;
  }
  const args = flattened(context, filter);
  for (let i = 0; i < args.length; i++) {
    const operand = emit(context, scope, args[i]!);
    // AND goes on behind a NULL, and the rest may fail for the row.
    if (operand.nil !== 'false' && !args.slice(i + 1).every(cannotFail)) {
      const rest = args.slice(i).reduce((a, b) => ({ ...filter, args: [a, b] }));
      addTest(scope, isTrueCode(emit(context, scope, rest)));
      return;
    }
    addTest(scope, isTrueCode(operand));
  }
}

function addTest(scope: Scope, isTrue: string): void {
  if (isTrue !== 'true') scope.add(`if (!${isTrue}) continue;`);
}

const TOTAL: ReadonlySet<string> = new Set(
  [
    ['=', '<>', '<', '<=', '>', '>=', 'IN', 'AND', 'OR', 'NOT', 'FIELD'],
    ['IS NULL', 'IS NOT NULL', 'IS TRUE', 'IS NOT TRUE', 'IS FALSE', 'IS NOT FALSE'],
    ['IS UNKNOWN', 'IS NOT UNKNOWN', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM'],
  ].flat(),
);

/** Is a value, or NULL, given for every row? false when not known. */
function cannotFail(expr: Expr): boolean {
  if (expr.kind !== 'call') return true;
  const isTotal =
    TOTAL.has(expr.name) ||
    (['+', '-', '*'].includes(expr.name) && expr.args.every((arg) => isNumeric(arg.type)));
  return isTotal && expr.args.every(cannotFail);
}
