/** Calls on the UTF-8 of a column's text, without making a string of it. */
import type { CallExpr, SessionFacts } from '../expr.js';
import type { ScalarFunction } from '../functions/function.js';
import { callSite } from './call-site.js';
import type { Operand, Scope, Source } from './source.js';
import { idleCode } from './source.js';

/**
 * Operand of a call whose function works on bytes for these literals, else null. `operands` are
 * its arguments, `nil` tells whether one is NULL.
 */
export function emitUtf8Call(
  source: Source,
  scope: Scope,
  expr: CallExpr,
  fn: ScalarFunction,
  operands: readonly Operand[],
  session: SessionFacts,
): Operand | null {
  const text = operands[0]?.utf8;
  if (text === undefined || (fn.slicer === undefined && fn.utf8Kernel === undefined)) return null;
  const isFixed = expr.args.every((arg, i) => i === 0 || arg.kind === 'literal');
  if (!isFixed || operands.some(({ nil }, i) => i > 0 && nil !== 'false')) return null;
  const site = callSite(expr, session);
  const range = `${text.bytes}, ${text.start}, ${text.end}`;
  const nil = operands[0]!.nil;
  const kernel = fn.utf8Kernel?.(site) ?? null;
  if (kernel !== null) {
    const value = source.name('v');
    const call = `${source.constant(kernel)}(${range})`;
    if (nil === 'false') scope.add(`const ${value} = ${call};`);
    else scope.add(`const ${value} = ${nil} ? ${idleCode(expr.type)} : ${call};`);
    return { code: value, nil };
  }
  const slicer = fn.slicer?.(site) ?? null;
  if (slicer === null) return null;
  const part = source.constant(slicer);
  const [start, end, isNull] = [source.name('s'), source.name('e'), source.name('n')];
  scope.add(`let ${start} = 0, ${end} = 0, ${isNull} = ${nil};`);
  const find =
    `if (${part}.find(${range})) { ${start} = ${part}.start; ${end} = ${part}.end; }` +
    ` else ${isNull} = true;`;
  scope.add(nil === 'false' ? find : `if (!${isNull}) { ${find} }`);
  const code = `(${source.perRow()} ??= dec(${text.bytes}, ${start}, ${end}))`;
  return { code, nil: isNull, utf8: { ...text, start, end } };
}
