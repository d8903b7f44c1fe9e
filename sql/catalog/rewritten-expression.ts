/** Forms that Flink turns into others before it shows them: YEAR(x) is EXTRACT(YEAR FROM x). */
import { EXTRACTORS } from '../binder/extractors.js';
import type { CallExpr, CaseExpr, Expr } from '../ast/expr.js';
import type { JsonExpr } from '../ast/json.js';
import { RANGE_PRECEDENCE, SIGN_PRECEDENCE } from '../precedence.js';
import { printExpr, printOperand } from '../printer/expression.js';
import { asIs, withoutMarks } from './shown-text.js';

/** `node` as it is shown; what is below it has been rewritten before. */
export function rewritten(node: Expr): Expr {
  switch (node.kind) {
    case 'call':
      return rewrittenCall(node);
    case 'case':
      return plainCase(node);
    case 'is':
      return node.test === 'JSON' ? { ...node, test: 'JSON VALUE' } : node;
    case 'between': {
      if (node.symmetric) return node;
      const low = withoutMarks(printOperand(node.low, RANGE_PRECEDENCE + 1));
      return { ...node, low: asIs(`ASYMMETRIC ${low}`, node.low) };
    }
    case 'unary': {
      const { op, operand } = node;
      if (op === 'NOT' || operand.kind === 'number') return node;
      const text = withoutMarks(printOperand(operand, SIGN_PRECEDENCE));
      return { ...node, operand: asIs(` ${text}`, operand) };
    }
    case 'cast':
    case 'json-value':
      return asIs(longTypes(withoutMarks(printExpr(node))), node);
    case 'json-query':
    case 'json-object':
    case 'json-array':
      return asIs(longTypes(withoutMarks(printExpr(withDefaults(node)))), node);
    default:
      return node;
  }
}

/** CASE x WHEN 1 THEN ... is CASE WHEN x = 1 THEN ... */
function plainCase(node: CaseExpr): Expr {
  const { operand, span } = node;
  if (operand === null) return node;
  const equal = (when: Expr): Expr => ({
    kind: 'binary',
    op: '=',
    left: operand,
    right: when,
    span,
  });
  const branches = node.branches.map((b) => ({ ...b, when: b.when.map(equal) }));
  return { ...node, operand: null, branches };
}

function rewrittenCall(node: CallExpr): Expr {
  const name = node.name.parts.at(-1)!.name;
  const [first, second] = node.args;
  const { span } = node;
  if (first === undefined) return node;
  if (name === 'TRIM' && node.args.length === 1) {
    const blank = { kind: 'string', value: ' ', span } as const;
    return { ...node, args: [{ kind: 'symbol', name: 'BOTH', span }, blank, first] };
  }
  const unit = EXTRACTORS[name];
  if (unit !== undefined && node.args.length === 1) {
    const part = node.name.parts[0]!;
    return {
      ...node,
      name: { ...node.name, parts: [{ ...part, name: 'EXTRACT' }] },
      args: [{ kind: 'symbol', name: unit, span }, first],
    };
  }
  if (name === 'NULLIF' && node.args.length === 2) return asCase(first as Expr, second as Expr);
  const isRounding = (name === 'FLOOR' || name === 'CEIL') && second?.kind === 'symbol';
  if (!isRounding || first.kind !== 'call') return node;
  return { ...node, args: [asIs(`(${withoutMarks(printExpr(first))})`, first), second] };
}

/** NULLIF(a, b). */
function asCase(a: Expr, b: Expr): Expr {
  const { span } = a;
  const equal: Expr = { kind: 'binary', op: '=', left: a, right: b, span };
  const nothing: Expr = { kind: 'null', span };
  const branch = { kind: 'case-branch', when: [equal], result: nothing, span } as const;
  return { kind: 'case', operand: null, branches: [branch], otherwise: a, span };
}

/** The clauses that hold when they are not written. */
function withDefaults(node: JsonExpr): JsonExpr {
  if (node.kind === 'json-object') return { ...node, onNull: node.onNull ?? 'NULL' };
  if (node.kind === 'json-array')
    return node.items.length === 0 ? node : { ...node, onNull: node.onNull ?? 'ABSENT' };
  if (node.kind !== 'json-query') return node;
  const nothing = { kind: 'json-behavior', action: 'NULL', value: null, span: node.span } as const;
  return {
    ...node,
    wrapper: node.wrapper ?? 'WITHOUT',
    onEmpty: node.onEmpty ?? nothing,
    onError: node.onError ?? nothing,
  };
}

/** INT is written out, and blanks stand inside ARRAY< ... >. */
function longTypes(text: string): string {
  const type = / (AS|RETURNING) (ARRAY<.*>|INT)(?=[ )])/;
  return text.replace(type, (_all, word: string, name: string) => {
    const long = name.replaceAll(/\bINT\b/g, 'INTEGER');
    return ` ${word} ${long.replaceAll('<', '< ').replaceAll('>', ' >')}`;
  });
}
