/** AND, OR, CASE, IF, COALESCE, IFNULL: later arguments run only when they are needed. */
import { EngineBug } from '../../core/errors.js';
import { Layout, layoutOf } from '../../core/layout.js';
import { encodeUtf8 } from '../../core/utf8.js';
import type { CallExpr, Expr } from '../expr.js';
import type { EmitContext } from './emit.js';
import { emit, isTrueCode } from './emit.js';
import type { Operand } from './source.js';
import { idleCode, Scope } from './source.js';

/** Operand of a lazy form. */
export function emitLazy(context: EmitContext, scope: Scope, expr: CallExpr): Operand {
  switch (expr.name) {
    case 'AND':
      return emitChain(context, scope, flattened(context, expr), false);
    case 'OR':
      return emitChain(context, scope, flattened(context, expr), true);
    case 'CASE':
    case 'IF':
      return emitCase(context, scope, expr);
    case 'COALESCE':
    case 'IFNULL':
      return emitCoalesce(context, scope, expr);
    default:
      throw new EngineBug(`no lazy form ${expr.name}`);
  }
}

/**
 * Arguments of a left-deep chain of the same operator, in order. What is used elsewhere, too,
 * stays whole.
 */
export function flattened(context: EmitContext, expr: CallExpr): readonly Expr[] {
  const tails: Expr[] = [];
  let node: Expr = expr;
  while (
    node.kind === 'call' &&
    node.name === expr.name &&
    (node === expr || !context.ids.isShared(node))
  ) {
    for (let i = node.args.length - 1; i > 0; i--) tails.push(node.args[i]!);
    node = node.args[0]!;
  }
  tails.push(node);
  return tails.reverse();
}

/** AND ends at the first FALSE (`stop` is false), OR at the first TRUE. */
function emitChain(
  context: EmitContext,
  scope: Scope,
  args: readonly Expr[],
  stop: boolean,
): Operand {
  const [value, isNull] = [context.source.name('v'), context.source.name('n')];
  scope.add(`let ${value} = ${!stop}, ${isNull} = false;`);
  let canBeNull = false;
  for (const [i, arg] of args.entries()) {
    const inner = i === 0 ? scope : new Scope(scope);
    const operand = emit(context, inner, arg);
    const isStop = stop ? operand.code : `!${operand.code}`;
    const end = `{ ${value} = ${stop}; ${isNull} = false; }`;
    if (operand.nil === 'false') {
      inner.add(`if (${isStop}) ${end}`);
    } else {
      canBeNull = true;
      inner.add(`if (${operand.nil}) ${isNull} = true; else if (${isStop}) ${end}`);
    }
    if (inner !== scope) scope.add(`if (${value} === ${!stop}) ${inner.block()}`);
  }
  return { code: value, nil: canBeNull ? isNull : 'false' };
}

/** A labelled block that is left as soon as a branch has set the result. */
function emitCase(context: EmitContext, scope: Scope, expr: CallExpr): Operand {
  const { args } = expr;
  if (layoutOf(expr.type) === Layout.Text) {
    const onBytes = emitTextCase(context, scope, args);
    if (onBytes !== null) return onBytes;
  }
  const result = declareResult(context, scope, expr);
  const body = new Scope(scope);
  for (let i = 0; i + 1 < args.length; i += 2) {
    const condition = emit(context, body, args[i]!);
    const branch = new Scope(body);
    assign(branch, result, emit(context, branch, args[i + 1]!));
    branch.add(`break ${result.label};`);
    body.add(`if (${isTrueCode(condition)}) ${branch.block()}`);
  }
  if (args.length % 2 === 1) assign(body, result, emit(context, body, args.at(-1)!));
  scope.add(`${result.label}: ${body.block()}`);
  return { code: result.value, nil: result.isNull };
}

/** CASE whose branches all lie in columns or literals as bytes: so does the result. Else null. */
function emitTextCase(context: EmitContext, scope: Scope, args: readonly Expr[]): Operand | null {
  const { source } = context;
  const joined = joinedLiterals(args);
  if (joined !== null) return emitChosenLiteral(context, scope, args, joined);
  const [bytes, start, end] = [source.name('y'), source.name('s'), source.name('e')];
  const [isNull, label] = [source.name('n'), source.name('l')];
  const body = new Scope(scope);
  const assignBytes = (branch: Scope, { nil, utf8 }: Operand): boolean => {
    if (nil === 'true') return true;
    if (utf8 === undefined) return false;
    const take =
      `${bytes} = ${utf8.bytes}; ${start} = ${utf8.start}; ${end} = ${utf8.end};` +
      ` ${isNull} = false;`;
    branch.add(nil === 'false' ? take : `if (!${nil}) { ${take} }`);
    return true;
  };
  for (let i = 0; i + 1 < args.length; i += 2) {
    const condition = emit(context, body, args[i]!);
    const branch = new Scope(body);
    if (!assignBytes(branch, emit(context, branch, args[i + 1]!))) return null;
    branch.add(`break ${label};`);
    body.add(`if (${isTrueCode(condition)}) ${branch.block()}`);
  }
  if (args.length % 2 === 1 && !assignBytes(body, emit(context, body, args.at(-1)!))) return null;
  scope.add(`let ${bytes} = null, ${start} = 0, ${end} = 0, ${isNull} = true;`);
  scope.add(`${label}: ${body.block()}`);
  const code = `(${source.perRow()} ??= dec(${bytes}, ${start}, ${end}))`;
  return { code, nil: isNull, utf8: { bytes, start, end, isOneArray: false } };
}

interface JoinedLiterals {
  readonly bytes: Uint8Array;
  /** By argument: where its text ends; it starts where the one before ends. null = NULL. */
  readonly ends: ReadonlyMap<number, number>;
}

/** The texts between which CASE chooses, one behind the other; null when one is no literal. */
function joinedLiterals(args: readonly Expr[]): JoinedLiterals | null {
  const parts: number[] = [];
  const ends = new Map<number, number>();
  for (const [i, arg] of args.entries()) {
    if (i % 2 === 0 && i + 1 < args.length) continue; // a condition
    if (arg.kind !== 'literal') return null;
    if (arg.value === null) continue;
    parts.push(...encodeUtf8(arg.value as string));
    ends.set(i, parts.length);
  }
  parts.push(0, 0, 0, 0); // so that the last one is copied by words, too
  return { bytes: Uint8Array.from(parts), ends };
}

function emitChosenLiteral(
  context: EmitContext,
  scope: Scope,
  args: readonly Expr[],
  { bytes, ends }: JoinedLiterals,
): Operand {
  const { source } = context;
  const [start, end, label] = [source.name('s'), source.name('e'), source.name('l')];
  const body = new Scope(scope);
  let from = 0;
  const choose = (i: number): string => {
    const to = ends.get(i);
    if (to === undefined) return '';
    const take = `${start} = ${from}; ${end} = ${to};`;
    from = to;
    return take;
  };
  for (let i = 0; i + 1 < args.length; i += 2) {
    const condition = emit(context, body, args[i]!);
    body.add(`if (${isTrueCode(condition)}) { ${choose(i + 1)} break ${label}; }`);
  }
  if (args.length % 2 === 1) body.add(choose(args.length - 1));
  scope.add(`let ${start} = -1, ${end} = 0;`);
  scope.add(`${label}: ${body.block()}`);
  const isNever = args.length % 2 === 1 && ends.size === (args.length + 1) / 2;
  const all = source.constant(bytes);
  const code = `(${source.perRow()} ??= dec(${all}, ${start}, ${end}))`;
  const nil = isNever ? 'false' : `(${start} < 0)`;
  return { code, nil, utf8: { bytes: all, start, end, isOneArray: true } };
}

function emitCoalesce(context: EmitContext, scope: Scope, expr: CallExpr): Operand {
  const result = declareResult(context, scope, expr);
  const body = new Scope(scope);
  for (const arg of expr.args) {
    const operand = emit(context, body, arg);
    if (operand.nil === 'true') continue;
    const set = `${result.value} = ${operand.code}; ${result.isNull} = false;`;
    const take = `${set} break ${result.label};`;
    body.add(operand.nil === 'false' ? take : `if (!${operand.nil}) { ${take} }`);
    if (operand.nil === 'false') break;
  }
  scope.add(`${result.label}: ${body.block()}`);
  return { code: result.value, nil: result.isNull };
}

interface Result {
  readonly value: string;
  readonly isNull: string;
  readonly label: string;
}

/** Variables that are NULL until a branch sets them. */
function declareResult(context: EmitContext, scope: Scope, expr: CallExpr): Result {
  const { source } = context;
  const result = { value: source.name('v'), isNull: source.name('n'), label: source.name('l') };
  scope.add(`let ${result.value} = ${idleCode(expr.type)}, ${result.isNull} = true;`);
  return result;
}

function assign(scope: Scope, result: Result, operand: Operand): void {
  if (operand.nil === 'true') return;
  const take = `${result.value} = ${operand.code}; ${result.isNull} = false;`;
  scope.add(operand.nil === 'false' ? take : `if (!${operand.nil}) { ${take} }`);
}
