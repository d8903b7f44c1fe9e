/**
 * Bounds the height of the tree. Chains like a + b + c + ... nest without parentheses, and
 * everything behind the parser walks the tree by recursion: a taller one would overflow the stack
 * there.
 */
import { SqlError } from '../../core/errors.js';
import type { Node } from '../ast/node.js';

/** Levels of AST nodes, one below the other. */
const HEIGHT_MAX = 1000;

/** Throws SQL_TOO_DEEP when `root` is too tall. Walks without recursion; O(nodes). */
export function checkHeight(root: object, tokenCount: number): void {
  if (tokenCount < HEIGHT_MAX / 2) return;
  let level: object[] = [root];
  for (let height = 0; level.length > 0; height++) {
    if (height > HEIGHT_MAX) throw tooDeep(level[0]!);
    level = childrenOf(level);
  }
}

function childrenOf(level: readonly object[]): object[] {
  const children: object[] = [];
  for (const node of level) {
    for (const key in node) {
      const child = (node as Record<string, unknown>)[key];
      if (child === null || typeof child !== 'object' || key === 'span') continue;
      if (Array.isArray(child)) for (const item of child) addObject(children, item);
      else children.push(child);
    }
  }
  return children;
}

function addObject(children: object[], item: unknown): void {
  if (typeof item === 'object' && item !== null) children.push(item);
}

function tooDeep(node: object): SqlError {
  return new SqlError('SQL_TOO_DEEP', {
    message: `more than ${HEIGHT_MAX} operators or joins in one chain`,
    span: (node as Node).span,
    hint: 'Use IN (...) or VALUES instead of a long chain, or split the query with WITH or views.',
  });
}
