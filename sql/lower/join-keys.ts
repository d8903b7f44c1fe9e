/** Equalities between both sides of a join -> keys; what is left stays the condition. */
import { sameType, withNullable, withoutAttribute } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call } from '../../engine/expr.js';
import { commonType } from '../../engine/functions/common-type.js';
import {
  andAll,
  columnsRead,
  conjuncts,
  exprKey,
  isDeterministic,
  moveColumns,
} from '../logical/expr-tools.js';
import type { LogicalJoin, LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, joinOutput, select } from '../logical/nodes.js';

/**
 * The join with keys found; computed keys become columns of the inputs, taken away again behind
 * it.
 */
export function withKeys(join: LogicalJoin): LogicalNode {
  const width = join.left.output.fields.length;
  const left = new Side(join.left);
  const right = new Side(join.right);
  const keys: { left: number; right: number; nullSafe: boolean }[] = join.leftKeys.map(
    (key, i) => ({ left: key, right: join.rightKeys[i]!, nullSafe: join.nullSafe[i]! }),
  );
  const rest: Expr[] = [];
  for (const term of conjuncts(join.condition)) {
    const pair = equality(term, width);
    if (pair === null) rest.push(term);
    else
      keys.push({
        left: left.place(asKey(pair.left, pair.right)),
        right: right.place(asKey(pair.right, pair.left)),
        nullSafe: term.kind === 'call' && term.name !== '=',
      });
  }
  const moved = left.width - width;
  const shift = (c: number): number => (c < width ? c : c + moved);
  const [leftNode, rightNode] = [left.node(), right.node()];
  const result: LogicalJoin = {
    ...join,
    left: leftNode,
    right: rightNode,
    leftKeys: keys.map((k) => k.left),
    rightKeys: keys.map((k) => k.right),
    nullSafe: keys.map((k) => k.nullSafe),
    condition: andAll(rest.map((term) => moveColumns(term, shift))),
    output: joinOutput(leftNode.output, rightNode.output, join.joinType, join.windowEnd !== null),
  };
  const columns = join.output.fields.map((_, i) => shift(i));
  return select(result, columns);
}

/** `a = b` or `a IS NOT DISTINCT FROM b` with a on the left side and b on the right one. */
function equality(term: Expr, width: number): { readonly left: Expr; readonly right: Expr } | null {
  if (term.kind !== 'call' || (term.name !== '=' && term.name !== 'IS NOT DISTINCT FROM'))
    return null;
  if (!isDeterministic(term)) return null;
  const [a, b] = term.args as [Expr, Expr];
  const [x, y] = [a, b].map((e) => columnsRead([e]));
  if (x!.length === 0 || y!.length === 0) return null;
  const toRight = (e: Expr): Expr => moveColumns(e, (c) => c - width);
  if (x!.every((c) => c < width) && y!.every((c) => c >= width))
    return { left: a, right: toRight(b) };
  if (y!.every((c) => c < width) && x!.every((c) => c >= width))
    return { left: b, right: toRight(a) };
  return null;
}

/** Keys are compared by their bytes: both sides have one type. */
function asKey(expr: Expr, other: Expr): Expr {
  const [own, wanted] = [withoutAttribute(expr.type), withoutAttribute(other.type)];
  const common = commonType([own, wanted]);
  if (common === null || sameType(withNullable(common, own.nullable), own)) return expr;
  return call('CAST', [expr], withNullable(common, own.nullable));
}

class Side {
  readonly #input: LogicalNode;
  readonly #extra: Expr[] = [];

  constructor(input: LogicalNode) {
    this.#input = input;
  }

  get width(): number {
    return this.#input.output.fields.length + this.#extra.length;
  }

  /** Column that holds `expr`. */
  place(expr: Expr): number {
    if (expr.kind === 'column') return expr.index;
    const known = this.#extra.findIndex((other) => exprKey(other) === exprKey(expr));
    return this.#input.output.fields.length + (known >= 0 ? known : this.#extra.push(expr) - 1);
  }

  node(): LogicalNode {
    if (this.#extra.length === 0) return this.#input;
    const names = [
      ...this.#input.output.fields.map((f) => f.name),
      ...this.#extra.map((_, i) => `$key${i}`),
    ];
    return calc(this.#input, null, [...columnsOf(this.#input.output), ...this.#extra], names);
  }
}
