/** Conditions that no row meets, as far as can be told from constants. */
import type { Value } from '../../core/batch.js';
import type { Expr } from '../../engine/expr.js';
import { flipped, isComparison } from '../../engine/functions/comparison/compare-exact.js';
import { conjuncts, isLiteral } from '../logical/expr-tools.js';

/**
 * FALSE, NULL, a comparison with NULL, or what excludes each other on one column: IS NULL and a
 * value, different values, bounds of whole numbers.
 */
export function isNever(filter: Expr | null): boolean {
  const terms = conjuncts(filter);
  if (terms.some((term) => isLiteral(term, false) || isLiteral(term, null))) return true;
  const columns = new Map<number, Demands>();
  return terms.some((term) => {
    if (term.kind !== 'call' || term.args.length === 0) return false;
    if (isComparison(term.name) && term.args.some((arg) => isLiteral(arg, null))) return true;
    const demand = demandOf(term.name, term.args);
    if (demand === null) return false;
    const demands = columns.get(demand.column) ?? new Demands();
    columns.set(demand.column, demands);
    demand.add(demands);
    return demands.contradict();
  });
}

/** What one column must meet. */
class Demands {
  low: bigint | null = null;
  high: bigint | null = null;
  /** The values it may have, as texts; null: any. */
  allowed: ReadonlySet<string> | null = null;
  readonly forbidden = new Set<string>();
  isNull = false;
  isKnown = false;

  allow(values: readonly string[]): void {
    const before = this.allowed;
    this.allowed = new Set(before === null ? values : values.filter((v) => before.has(v)));
  }

  atLeast(value: bigint): void {
    if (this.low === null || value > this.low) this.low = value;
  }

  atMost(value: bigint): void {
    if (this.high === null || value < this.high) this.high = value;
  }

  contradict(): boolean {
    if (this.isNull && this.isKnown) return true;
    if (this.low !== null && this.high !== null && this.low > this.high) return true;
    if (this.allowed === null) return false;
    return [...this.allowed].every((value) => this.forbidden.has(value) || !this.#isInside(value));
  }

  /** Bounds are those of whole numbers, and then the values are such, too. */
  #isInside(text: string): boolean {
    if (this.low === null && this.high === null) return true;
    const value = BigInt(text);
    return (this.low === null || value >= this.low) && (this.high === null || value <= this.high);
  }
}

interface Demand {
  readonly column: number;
  readonly add: (demands: Demands) => void;
}

function demandOf(name: string, args: readonly Expr[]): Demand | null {
  const [first, ...rest] = args;
  if (first?.kind === 'column') return demandOn(first, name, rest);
  const [second] = rest;
  if (second?.kind !== 'column' || !isComparison(name)) return null;
  return demandOn(second, flipped(name), [first!]);
}

function demandOn(
  { index, type }: Expr & { readonly kind: 'column' },
  name: string,
  operands: readonly Expr[],
): Demand | null {
  const demand = (add: (demands: Demands) => void): Demand => ({ column: index, add });
  if (name === 'IS NULL') return demand((demands) => void (demands.isNull = true));
  if (name === 'IS NOT NULL') return demand((demands) => void (demands.isKnown = true));
  if (name !== 'IN' && !isComparison(name)) return null;
  const values = operands.map((operand) => valueText(operand, type.id));
  if (values.some((value) => value === null)) return null;
  const texts = values as string[];
  return demand((demands) => {
    demands.isKnown = true;
    if (name === '=' || name === 'IN') demands.allow(texts);
    else if (name === '<>') demands.forbidden.add(texts[0]!);
    else if (WHOLE.has(type.id)) bound(demands, name, BigInt(texts[0]!));
  });
}

function bound(demands: Demands, name: string, value: bigint): void {
  if (name === '>') demands.atLeast(value + 1n);
  else if (name === '>=') demands.atLeast(value);
  else if (name === '<') demands.atMost(value - 1n);
  else demands.atMost(value);
}

const WHOLE: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'bigint']);

/** Equal for equal values of the column's type; null for what cannot be told. */
function valueText(expr: Expr, column: string): string | null {
  if (expr.kind !== 'literal' || expr.value === null) return null;
  const value: Value = expr.value;
  const { id } = expr.type;
  if (WHOLE.has(column)) return WHOLE.has(id) ? String(value) : null;
  const isText = column === 'varchar' && (id === 'varchar' || id === 'char');
  return isText ? (value as string) : null;
}
