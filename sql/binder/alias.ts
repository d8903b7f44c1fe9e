/** Names of a relation's columns: aliases, uniqueness. */
import { listedNames } from '../../core/errors.js';
import type { Span } from '../../core/errors.js';
import type { Expr } from '../ast/expr.js';
import type { Identifier } from '../ast/node.js';
import type { Query, QueryBody } from '../ast/query.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf } from '../logical/nodes.js';
import { invalid } from './errors.js';

/** The node with its columns named `names`: one for each. */
export function renamed(node: LogicalNode, names: readonly Identifier[], span: Span): LogicalNode {
  const count = node.output.fields.length;
  if (names.length !== count) {
    throw invalid(
      `${names.length} column names for ${count} columns ` +
        `(${listedNames(
          node.output.fields.map((f) => f.name),
          '',
        )})`,
      span,
    );
  }
  const twice = names.find((name, i) => names.findIndex((n) => n.name === name.name) < i);
  if (twice !== undefined)
    throw invalid(`the column name "${twice.name}" stands twice in the list`, twice.span);
  return withNames(
    node,
    names.map((name) => name.name),
  );
}

export function withNames(node: LogicalNode, names: readonly string[]): LogicalNode {
  if (node.output.fields.every((field, i) => field.name === names[i])) return node;
  return calc(node, null, columnsOf(node.output), names);
}

/** The name of a column that has no alias; null when it gets a number. */
export function impliedName(expr: Expr): string | null {
  return expr.kind === 'column' ? expr.path.at(-1)!.name : null;
}

/** Names that the select list gives to several columns; those that a star brings do not count. */
export function repeatedNames(query: Query): ReadonlySet<string> {
  const names = writtenNames(query.body);
  return new Set(names.filter((name, i) => names.indexOf(name) < i));
}

function writtenNames(body: QueryBody): readonly string[] {
  if (body.kind === 'set-operation') return writtenNames(body.left);
  if (body.kind === 'query') return writtenNames(body.body);
  if (body.kind !== 'select') return [];
  return body.items.flatMap((item) =>
    item.kind === 'select-star' ? [] : (item.alias?.name ?? impliedName(item.expr) ?? []),
  );
}

/** Throws where a query that gets a name has two columns of one name. */
export function refuseRepeated(query: Query): void {
  const [name] = repeatedNames(query);
  if (name === undefined) return;
  const hint = 'Give the columns names of their own.';
  throw invalid(`the column name "${name}" stands twice in the select list`, query.span, hint);
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
