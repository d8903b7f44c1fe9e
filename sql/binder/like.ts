/** LIKE patterns over names: % is any text, _ any character, \ makes them mean themselves. */
import type { StringLiteral } from '../ast/node.js';
import { invalid } from './errors.js';

/** Throws SQL_INVALID where a backslash stands before anything else. */
export function likeTest(
  pattern: StringLiteral,
  ignoresCase: boolean,
  negated: boolean,
): (name: string) => boolean {
  const source = pattern.value.replace(/\\.?|[.*+?^${}()|[\]%_]/gsu, (part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    if (!part.startsWith('\\')) return `\\${part}`;
    if (/^\\[%_\\]$/.test(part)) return part.replace(/^\\(?=[%_])/, '');
    throw invalid(`${part} in a pattern`, pattern.span, 'Write \\\\, \\% or \\_.');
  });
  const test = new RegExp(`^${source}$`, ignoresCase ? 'isu' : 'su');
  return (name) => test.test(name) !== negated;
}
