/** Names of a relation's columns: aliases, uniqueness. */
import type { Span } from '../../core/errors.js';
import type { Identifier } from '../ast/node.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf } from '../logical/nodes.js';
import { invalid } from './errors.js';

/** The node with its columns named `names`: one for each. */
export function renamed(node: LogicalNode, names: readonly Identifier[], span: Span): LogicalNode {
  const count = node.output.fields.length;
  if (names.length !== count) {
    throw invalid(
      `${names.length} column names for ${count} columns ` +
        `(${node.output.fields.map((f) => f.name).join(', ')})`,
      span,
    );
  }
  return withNames(
    node,
    names.map((name) => name.name),
  );
}

export function withNames(node: LogicalNode, names: readonly string[]): LogicalNode {
  if (node.output.fields.every((field, i) => field.name === names[i])) return node;
  return calc(node, null, columnsOf(node.output), names);
}

/** The n-th repeat of a name gets a number: id, id0, id1. */
export function uniqueNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let attempt = 0; used.has(unique); attempt++) unique = `${name}${attempt}`;
    used.add(unique);
    return unique;
  });
}
