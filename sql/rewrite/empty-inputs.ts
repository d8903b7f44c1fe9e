/**
 * A total over what can have no rows, as Flink has it: known at planning, one row of zero counts
 * and NULLs. (Over rows that only happen not to come a stream's total has no row.)
 */
import type { Value } from '../../core/batch.js';
import type { Expr } from '../../engine/expr.js';
import { conjuncts, isLiteral } from '../logical/expr-tools.js';
import type { Aggregate, LogicalJoin, LogicalNode, ValuesRows } from '../logical/nodes.js';
import type { Rewrite } from './context.js';
import { bottomUp } from './context.js';

export const emptyInputs: Rewrite = {
  name: 'empty-inputs',
  apply: (root) =>
    bottomUp(root, (node) =>
      node.kind === 'aggregate' && isKnownTotal(node) && isEmpty(node.input)
        ? totalOfNothing(node)
        : node,
    ),
};

const KNOWN: ReadonlySet<string> = new Set(['COUNT', 'SUM', 'MIN', 'MAX']);

function isKnownTotal({ keys, calls }: Aggregate): boolean {
  return keys.length === 0 && calls.length > 0 && calls.every(({ name }) => KNOWN.has(name));
}

function totalOfNothing({ calls, output }: Aggregate): ValuesRows {
  const row = calls.map(({ name }): Value => (name === 'COUNT' ? 0n : null));
  return { kind: 'values', rows: [row], output };
}

function isEmpty(node: LogicalNode): boolean {
  switch (node.kind) {
    case 'scan':
    case 'over':
    case 'changeCodes':
    case 'unsupported':
      return false;
    case 'values':
      return node.rows.length === 0;
    case 'calc':
      return isNever(node.filter) || isEmpty(node.input);
    case 'limit':
      return node.count === 0 || isEmpty(node.input);
    case 'topN':
      return node.to < node.from || isEmpty(node.input);
    case 'aggregate':
      return node.keys.length > 0 && isEmpty(node.input);
    case 'union':
      return node.inputs.every(isEmpty);
    case 'join':
      return isEmptyJoin(node);
    default:
      return isEmpty(node.input);
  }
}

function isEmptyJoin({ joinType, left, right, condition }: LogicalJoin): boolean {
  switch (joinType) {
    case 'inner':
    case 'semi':
      return isEmpty(left) || isEmpty(right) || isNever(condition);
    case 'left':
    case 'anti':
      return isEmpty(left);
    case 'right':
      return isEmpty(right);
    case 'full':
      return isEmpty(left) && isEmpty(right);
  }
}

/** FALSE, NULL, a comparison with NULL, or two bounds on a column that exclude each other. */
function isNever(filter: Expr | null): boolean {
  const terms = conjuncts(filter);
  if (terms.some((term) => isLiteral(term, false) || isLiteral(term, null))) return true;
  const bounds = new Map<number, Bounds>();
  return terms.some((term) => {
    const compared = comparison(term);
    if (compared === null) return false;
    if (compared.value === null) return true;
    const known = bounds.get(compared.column) ?? NO_BOUNDS;
    const next = narrowed(known, compared.op, compared.value);
    bounds.set(compared.column, next);
    return excludes(next);
  });
}

/** null: no bound. Both ends are inside. */
interface Bounds {
  readonly low: bigint | null;
  readonly high: bigint | null;
}
const NO_BOUNDS: Bounds = { low: null, high: null };

function excludes({ low, high }: Bounds): boolean {
  return low !== null && high !== null && low > high;
}

function narrowed(known: Bounds, op: string, value: bigint): Bounds {
  const low = op === '>' ? value + 1n : op === '<' || op === '<=' ? null : value;
  const high = op === '<' ? value - 1n : op === '>' || op === '>=' ? null : value;
  return {
    low: low === null || (known.low !== null && known.low > low) ? known.low : low,
    high: high === null || (known.high !== null && known.high < high) ? known.high : high,
  };
}

const FLIPPED: Readonly<Record<string, string>> = {
  '=': '=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** `column op literal` over whole numbers, or any comparison with NULL. */
function comparison(
  term: Expr,
): { readonly column: number; readonly op: string; readonly value: bigint | null } | null {
  if (term.kind !== 'call' || FLIPPED[term.name] === undefined) return null;
  const [a, b] = term.args;
  const isFlipped = a?.kind === 'literal';
  const [inner, bound] = isFlipped ? [b, a] : [a, b];
  if (bound?.kind !== 'literal') return null;
  const { value } = bound;
  if (value === null) return { column: -1, op: term.name, value };
  const isWhole = (expr: Expr): boolean => WHOLE.has(expr.type.id);
  if (inner?.kind !== 'column' || !isWhole(inner) || !isWhole(bound)) return null;
  const op = isFlipped ? FLIPPED[term.name]! : term.name;
  return { column: inner.index, op, value: BigInt(value as number | bigint) };
}

const WHOLE: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'bigint']);
