/** Calls on the UTF-8 of a column's text, without making a string of it. */
import type { CallExpr, SessionFacts } from '../expr.js';
import type { ScalarFunction, TextSlicer } from '../functions/function.js';
import { callSite } from './call-site.js';
import type { FoundPart, Operand, Scope, Source } from './source.js';
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
  const [start, end, isNull] = [source.name('s'), source.name('e'), source.name('n')];
  const from = nearestPart(scope.partsOf(range), slicer);
  const unknown = from?.nil ?? nil;
  const part = source.constant(from?.slicer ?? slicer);
  const rest = from === null ? range : `${text.bytes}, ${from.end}, ${text.end}`;
  scope.add(`let ${start} = 0, ${end} = 0, ${isNull} = ${unknown};`);
  const find =
    `if (${part}.find(${rest})) { ${start} = ${part}.start; ${end} = ${part}.end; }` +
    ` else ${isNull} = true;`;
  scope.add(unknown === 'false' ? find : `if (!${isNull}) { ${find} }`);
  scope.rememberPart({ text: range, slicer, end, nil: isNull });
  const code = `(${source.perRow()} ??= dec(${text.bytes}, ${start}, ${end}))`;
  return { code, nil: isNull, utf8: { ...text, start, end } };
}

/** The part behind which `slicer` need not look at much, and what looks there; null = none. */
function nearestPart(
  parts: readonly FoundPart[],
  slicer: TextSlicer,
): { readonly slicer: TextSlicer; readonly end: string; readonly nil: string } | null {
  for (const part of parts) {
    const behind = slicer.behind?.(part.slicer) ?? null;
    if (behind !== null) return { slicer: behind, end: part.end, nil: part.nil };
  }
  return null;
}
