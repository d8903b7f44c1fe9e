/** Applies the edits of a mutation to compiled code. */
import type { Edit } from './mutations.js';

/** null: a text to replace is not there exactly once (white space counts as one blank). */
export function mutated(text: string, edits: readonly Edit[]): string | null {
  let result = text;
  for (const { from, to } of edits) {
    const words = from
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(words.join('\\s+'), 'g');
    if ([...result.matchAll(pattern)].length !== 1) return null;
    result = result.replace(pattern, () => to);
  }
  return result;
}
