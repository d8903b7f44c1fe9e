/**
 * Statements that compute one expression for row `r`. Each distinct subexpression becomes one
 * local per
 * scope, so the text grows linearly with the tree; lazy branches are blocks of their own.
 */
import { assert } from '../../core/assert.js';
import type { Value } from '../../core/batch.js';
import { DataError } from '../../core/errors.js';
import { encodeUtf8 } from '../../core/utf8.js';
import { Layout, layoutOf } from '../../core/layout.js';
import type { CallExpr, Expr, SessionFacts } from '../expr.js';
import { constantMembership, membershipJs } from '../functions/comparison/in.js';
import type { CallSite, ScalarFunction } from '../functions/function.js';
import { scalarFunction } from '../functions/user/user-functions.js';
import { callSite } from './call-site.js';
import { emitLazy } from './emit-lazy.js';
import { emitUtf8Call } from './emit-utf8.js';
import { emitWordCall } from './emit-words.js';
import type { ExprIds } from './expr-ids.js';
import { inputPath } from './inputs.js';
import type { Operand, Scope, Source } from './source.js';
import { emitInput, idleCode, isPrimitive, literalCode } from './source.js';

export interface EmitContext {
  readonly source: Source;
  readonly ids: ExprIds;
  readonly session: SessionFacts;
}

/** Operand holding the value of `expr`; its statements are added to `scope`. */
export function emit(context: EmitContext, scope: Scope, expr: Expr): Operand {
  const id = context.ids.of(expr);
  const known = scope.find(id);
  if (known !== undefined) return known;
  const operand = emitNew(context, scope, expr);
  scope.remember(id, operand);
  return operand;
}

function emitNew(context: EmitContext, scope: Scope, expr: Expr): Operand {
  if (expr.kind === 'literal') return emitLiteral(context.source, expr.value, expr.type);
  const input = inputPath(expr);
  if (input !== null) return emitInput(context.source, scope, input);
  assert(expr.kind === 'call', 'columns are inputs');
  const fn = scalarFunction(expr.name, context.session);
  assert(fn !== undefined, `no function ${expr.name}`);
  if (fn.nulls === 'lazy') return emitLazy(context, scope, expr);
  const operands = expr.args.map((arg) => emit(context, scope, arg));
  return (
    emitNullTest(expr.name, operands) ??
    emitTextComparison(context, scope, expr, operands) ??
    emitMembership(context, scope, expr, operands) ??
    (fn.nulls === 'handled'
      ? emitHandled(context, scope, expr, fn, operands)
      : emitStrict(context, scope, expr, fn, operands))
  );
}

function emitLiteral(source: Source, value: Value, type: Expr['type']): Operand {
  if (value === null) return { code: idleCode(type), nil: 'true' };
  const code = literalCode(source, value);
  if (typeof value === 'bigint' && BigInt.asIntN(32, value) === value)
    return { code, nil: 'false', int32: String(value) };
  if (layoutOf(type) !== Layout.Text) return { code, nil: 'false' };
  const bytes = encodeUtf8(value as string);
  return {
    code,
    nil: 'false',
    utf8: {
      bytes: source.constant(bytes),
      start: '0',
      end: String(bytes.length),
      isOneArray: true,
    },
  };
}

/** Disjunction of null tests; 'false' when none of the operands can be null. */
export function anyNil(operands: readonly Operand[]): string {
  const nils = [...new Set(operands.map((operand) => operand.nil))].filter(
    (nil) => nil !== 'false',
  );
  if (nils.includes('true')) return 'true';
  return nils.length === 0 ? 'false' : nils.length === 1 ? nils[0]! : `(${nils.join(' || ')})`;
}

function not(condition: string): string {
  return condition === 'false' ? 'true' : condition === 'true' ? 'false' : `!${condition}`;
}

/** Condition under which a boolean operand is TRUE. */
export function isTrueCode(operand: Operand): string {
  return operand.nil === 'false' ? operand.code : `(!${operand.nil} && ${operand.code})`;
}

function emitNullTest(name: string, operands: readonly Operand[]): Operand | null {
  const operand = operands[0]!;
  const never = (code: string): Operand => ({ code, nil: 'false' });
  switch (name) {
    case 'IS NULL':
    case 'IS UNKNOWN':
      return never(operand.nil);
    case 'IS NOT NULL':
    case 'IS NOT UNKNOWN':
      return never(not(operand.nil));
    case 'IS TRUE':
      return never(isTrueCode(operand));
    case 'IS NOT TRUE':
      return never(`!(${isTrueCode(operand)})`);
    case 'IS FALSE':
      return never(`(!${operand.nil} && !${operand.code})`);
    case 'IS NOT FALSE':
      return never(`(${operand.nil} || ${operand.code})`);
    default:
      return null;
  }
}

const TEXT_COMPARISONS: ReadonlyMap<string, string> = new Map([
  ['=', 'eqb'],
  ['<>', '!eqb'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

/** Texts that lie in columns or literals are compared as bytes. */
function emitTextComparison(
  context: EmitContext,
  scope: Scope,
  expr: CallExpr,
  operands: readonly Operand[],
): Operand | null {
  const operator = TEXT_COMPARISONS.get(expr.name);
  const [a, b] = [operands[0]?.utf8, operands[1]?.utf8];
  if (operator === undefined || a === undefined || b === undefined) return null;
  const ranges = `(${byteRange(a)}, ${byteRange(b)})`;
  const test = operator.endsWith('eqb') ? `${operator}${ranges}` : `cmpb${ranges} ${operator} 0`;
  return guarded(context.source, scope, expr, anyNil(operands), test);
}

/** Local that holds `code` where `nil` is false. */
function guarded(source: Source, scope: Scope, expr: CallExpr, nil: string, code: string): Operand {
  const value = source.name('v');
  if (nil === 'false') {
    scope.add(`const ${value} = ${code};`);
  } else {
    scope.add(`let ${value} = ${idleCode(expr.type)}; if (!${nil}) ${value} = ${code};`);
  }
  return { code: value, nil };
}

/** Longer lists of texts are faster in a set. */
const TEXTS_IN_LINE_MAX = 9;

type Utf8 = NonNullable<Operand['utf8']>;

function byteRange({ bytes, start, end }: Utf8): string {
  return `${bytes}, ${start}, ${end}`;
}

/** Are all members of the list literals, none of them NULL? */
function onlyLiterals(expr: CallExpr): boolean {
  return expr.args.every((arg, i) => i === 0 || (arg.kind === 'literal' && arg.value !== null));
}

/** IN over a list of constants is a few comparisons of bytes, or one look-up in a set. */
function emitMembership(
  context: EmitContext,
  scope: Scope,
  expr: CallExpr,
  operands: readonly Operand[],
): Operand | null {
  if (expr.name !== 'IN') return null;
  const texts = operands.map((operand) => operand.utf8);
  if (
    operands.length <= TEXTS_IN_LINE_MAX &&
    texts.every((utf8) => utf8 !== undefined) &&
    onlyLiterals(expr)
  ) {
    const tests = texts.slice(1).map((utf8) => `eqb(${byteRange(texts[0]!)}, ${byteRange(utf8!)})`);
    return guarded(context.source, scope, expr, operands[0]!.nil, `(${tests.join(' || ')})`);
  }
  const site = callSite(expr, context.session);
  const inline = isPrimitive(layoutOf(expr.args[0]!.type))
    ? operands[0]!.int32 === undefined
      ? membershipJs(operands[0]!.code, site, 'n')
      : membershipJs(operands[0]!.int32, site, '')
    : null;
  if (inline !== null) return guarded(context.source, scope, expr, operands[0]!.nil, inline);
  const member = constantMembership(site);
  return member === null
    ? null
    : emitKernel(context.source, scope, expr, member, operands[0]!.nil, operands[0]!.code);
}

function emitHandled(
  context: EmitContext,
  scope: Scope,
  expr: CallExpr,
  fn: ScalarFunction,
  operands: readonly Operand[],
): Operand {
  const kernel = makeKernel(fn, callSite(expr, context.session));
  const args = operands.map(({ code, nil }) =>
    nil === 'false' ? code : `(${nil} ? null : ${code})`,
  );
  if (fn.takesRow === true) args.push('i');
  return emitKernel(context.source, scope, expr, kernel, 'false', args.join(', '));
}

function emitStrict(
  context: EmitContext,
  scope: Scope,
  expr: CallExpr,
  fn: ScalarFunction,
  operands: readonly Operand[],
): Operand {
  const { source } = context;
  const nil = anyNil(operands);
  if (nil === 'true') return { code: idleCode(expr.type), nil };
  const onBytes = emitUtf8Call(source, scope, expr, fn, operands, context.session);
  if (onBytes !== null) return onBytes;
  const site = callSite(expr, context.session);
  const byWords = emitWordCall(source, scope, expr, fn, operands, site);
  if (byWords !== null) return { ...byWords, nil };
  const inline =
    fn.js?.(
      operands.map((operand) => operand.code),
      site,
    ) ?? null;
  if (inline === null) {
    return emitKernel(
      source,
      scope,
      expr,
      makeKernel(fn, site),
      nil,
      operands.map((operand) => operand.code).join(', '),
    );
  }
  if (inline === operands[0]!.code) return operands[0]!; // a cast that changes nothing
  const isSafe = expr.args.every((arg) => isPrimitive(layoutOf(arg.type)));
  if (!isSafe) return guarded(source, scope, expr, nil, inline);
  const value = source.name('v');
  scope.add(`const ${value} = ${inline};`);
  return { code: value, nil };
}

/**
 * A kernel that cannot be made (a broken literal pattern) fails when a row needs it, not before.
 */
function makeKernel(fn: ScalarFunction, site: CallSite): unknown {
  try {
    return fn.kernel!(site);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return () => {
      throw error;
    };
  }
}

/** Calls a kernel where `nil` is false; what it returns may be null, too. */
function emitKernel(
  source: Source,
  scope: Scope,
  expr: CallExpr,
  kernel: unknown,
  nil: string,
  args: string,
): Operand {
  if (nil === 'true') return { code: idleCode(expr.type), nil };
  const [value, isNull, result] = [source.name('v'), source.name('n'), source.name('x')];
  const call =
    `const ${result} = ${source.constant(kernel)}(${args});` +
    ` if (${result} === null) ${isNull} = true; else ${value} = ${result};`;
  scope.add(`let ${value} = ${idleCode(expr.type)}, ${isNull} = ${nil};`);
  scope.add(nil === 'false' ? call : `if (!${isNull}) { ${call} }`);
  return { code: value, nil: isNull };
}
