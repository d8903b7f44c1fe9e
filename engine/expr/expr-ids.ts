/** Equal numbers for equal expressions, so that a value is computed once. */
import type { Value } from '../../core/batch.js';
import { formatType } from '../../core/types.js';
import type { Expr } from '../expr.js';
import { isVolatileCall } from '../functions/user/user-call.js';

/**
 * Numbers expressions by structure; every use of a function that is not deterministic is distinct.
 */
export class ExprIds {
  readonly #byKey = new Map<string, number>();
  readonly #byNode = new Map<Expr, number>();
  readonly #boxed = new Map<Value, number>();
  readonly #uses = new Map<number, number>();
  #next = 0;

  /** Left-deep chains (a AND b AND c ...) may be long: they are walked without recursion. */
  of(expr: Expr): number {
    const unknown: Expr[] = [];
    let node = expr;
    while (!this.#byNode.has(node)) {
      unknown.push(node);
      if (node.kind !== 'call' || node.args.length === 0) break;
      node = node.args[0]!;
    }
    for (const one of unknown.reverse()) this.#byNode.set(one, this.#idOf(one));
    return this.#byNode.get(expr)!;
  }

  /** Is the expression an argument of more than one place? Counts what `of` has seen. */
  isShared(expr: Expr): boolean {
    return (this.#uses.get(this.of(expr)) ?? 0) > 1;
  }

  #idOf(expr: Expr): number {
    if (isVolatileCall(expr)) return this.#fresh();
    const key = this.#key(expr);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const id = this.#fresh();
    this.#byKey.set(key, id);
    if (expr.kind === 'call') for (const arg of expr.args) this.#use(this.of(arg));
    return id;
  }

  #use(id: number): void {
    this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1);
  }

  #fresh(): number {
    this.#next += 1;
    return this.#next;
  }

  #key(expr: Expr): string {
    const type = formatType(expr.type);
    if (expr.kind === 'column') return `c${expr.index}:${type}`;
    if (expr.kind === 'literal') return `l${this.#literalKey(expr.value)}:${type}`;
    const args = expr.args.map((arg) => this.of(arg)).join(',');
    return `f${JSON.stringify([expr.name, expr.options ?? null, type])}(${args})`;
  }

  /** Lists and bytes are equal when they are the same object. */
  #literalKey(value: Value): string {
    if (value === null || typeof value !== 'object') {
      return `${typeof value}${Object.is(value, -0) ? '-0' : JSON.stringify(String(value))}`;
    }
    const known = this.#boxed.get(value) ?? this.#fresh();
    this.#boxed.set(value, known);
    return `object${known}`;
  }
}
