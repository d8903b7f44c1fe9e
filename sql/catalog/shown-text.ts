/** Marks in a tree that the printer carries along, and that do not stay in the text. */
import type { Expr } from '../ast/expr.js';

/** Stands before a name to make the printer quote it; no name holds it. */
export const MARK = '\u0001';

/** Stands before text that is to be taken as it is. */
const AS_IS = '\u0002';

/** An operand that prints as `text`, without parentheses around it. */
export function asIs(text: string, { span }: Expr): Expr {
  return { kind: 'column', path: [{ kind: 'identifier', name: AS_IS + text, span }], span };
}

/** What the printer made of a marked tree, as it is shown. */
export function withoutMarks(printed: string): string {
  return printed
    .replaceAll(asIsPattern, (_all, text: string) => text.replaceAll('``', '`'))
    .replaceAll(MARK, '');
}

const asIsPattern = new RegExp(`\`${AS_IS}((?:[^\`]|\`\`)*)\``, 'g');
