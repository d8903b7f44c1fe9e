/** A copy of an AST without spans: two texts mean the same when their stripped trees are equal. */
export function stripSpans(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(stripSpans);
  if (typeof node !== 'object' || node === null) return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'span') copy[key] = stripSpans(value);
  }
  return copy;
}
