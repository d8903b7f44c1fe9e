/** Table functions of the session: TABLE(f(1)), and LATERAL TABLE(f(x)) beside a table. */
import type { Span, SqlError } from '../../core/errors.js';
import type { Schema } from '../../core/types.js';
import { withNullable } from '../../core/types.js';
import { aggregateFunction } from '../../engine/aggregates/registry.js';
import type { Expr } from '../../engine/expr.js';
import { tableFunction } from '../../engine/functions/table/table-functions.js';
import { scalarFunction } from '../../engine/functions/user/user-functions.js';
import type * as AstExpr from '../ast/expr.js';
import type * as Ast from '../ast/query.js';
import { conjuncts, isLiteral } from '../logical/expr-tools.js';
import type { Correlate, LogicalNode } from '../logical/nodes.js';
import { filterOnly } from '../logical/nodes.js';
import { argumentFacts, castTo, refused } from './call.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid, unsupported } from './errors.js';
import { bindCondition } from './expression.js';
import type { From } from './from.js';
import { aliased, joinedScope } from './from.js';
import { bindArgument, unknownFunction } from './function-call.js';
import type { Scope } from './scope.js';
import { emptyScope } from './scope.js';

export function isTableFunction(call: AstExpr.CallExpr, env: BindEnv): boolean {
  return tableFunction(call.name.parts.at(-1)!.name.toUpperCase(), env.session) !== undefined;
}

/** SQL_INVALID for a function of another kind, else SQL_UNKNOWN_FUNCTION. */
export function noTableFunction(call: AstExpr.CallExpr, env: BindEnv): SqlError {
  const name = call.name.parts.at(-1)!.name.toUpperCase();
  const { session } = env;
  const isOther =
    scalarFunction(name, session) !== undefined ||
    aggregateFunction(name) !== undefined ||
    session.functions?.has(name) === true;
  if (isOther) return invalid(`${name} is no table function`, call.span);
  return unknownFunction(name, call.name.span, session);
}

/** The function's rows for constants (and columns of queries further out). */
export function standalone(
  call: AstExpr.CallExpr,
  env: BindEnv,
  parent: Scope | null,
): LogicalNode {
  const oneRow: LogicalNode = { kind: 'values', rows: [[]], output: { fields: [] } };
  return correlate(oneRow, boundCall(call, null, { ...emptyScope, parent }, env), false, env);
}

/** A call of a table function with its arguments bound over the left side. */
export interface BoundTableCall {
  readonly name: string;
  readonly args: readonly Expr[];
  readonly alias: Ast.TableAlias | null;
  readonly span: Span;
}

/** Throws SQL_UNSUPPORTED and what binding throws. `scope`: where arguments look for columns. */
export function boundCall(
  call: AstExpr.CallExpr,
  alias: Ast.TableAlias | null,
  scope: Scope,
  env: BindEnv,
): BoundTableCall {
  const name = call.name.parts.at(-1)!.name.toUpperCase();
  if (call.name.parts.length > 1) throw unsupported('a function with a qualified name', call.span);
  const ctx = exprContext(env, scope, `the arguments of ${name}`);
  const args = call.args.map((arg) => bindArgument(arg, name, ctx));
  return { name, args, alias, span: call.span };
}

/** `left` JOIN LATERAL TABLE(f(columns of left)), or UNNEST: its time attributes stay. */
export function correlateJoin(
  left: From,
  ref: Ast.Join,
  table: BoundTableCall,
  env: BindEnv,
  parent: Scope | null,
): From {
  if (ref.type === 'RIGHT' || ref.type === 'FULL')
    throw unsupported(`${ref.type} JOIN with a table function`, ref.span);
  if (ref.natural || ref.condition?.kind === 'using')
    throw unsupported('NATURAL JOIN and USING with a table function', ref.span);
  const isLeft = ref.type === 'LEFT';
  const node = correlate(left.node, table, isLeft, env);
  const own: Schema = { fields: node.output.fields.slice(-node.width) };
  const right = aliased({ kind: 'values', rows: [], output: own }, table.alias);
  const joined = joinedScope(left, right, isLeft ? 'left' : 'inner', parent, ref);
  const relations = joined.relations.map((relation) => ({
    ...relation,
    columns: relation.columns.map((c) => ({ ...c, type: node.output.fields[c.index]!.type })),
  }));
  const scope = { ...joined, relations };
  if (ref.condition === null) return { node, scope };
  const on = bindCondition(ref.condition.expr, exprContext(env, scope, 'ON'));
  if (conjuncts(on).every((term) => isLiteral(term, true))) return { node, scope };
  return { node: isLeft ? { ...node, condition: on } : filterOnly(node, on), scope };
}

function correlate(
  input: LogicalNode,
  { name, args, span }: BoundTableCall,
  isLeft: boolean,
  env: BindEnv,
): Correlate {
  const found = tableFunction(name, env.session);
  if (found === undefined) throw unsupported(name, span);
  const signature = found.resolve(argumentFacts(args));
  if ('refused' in signature) throw refused(name, args, signature.refused, span);
  const fields = signature.fields.map((field) => ({
    name: field.name,
    type: isLeft ? withNullable(field.type, true) : field.type,
  }));
  return {
    kind: 'correlate',
    input,
    function: name,
    args: args.map((arg, i) => castTo(arg, signature.args[i]!, env.session)),
    width: fields.length,
    isLeft,
    condition: null,
    output: { fields: [...input.output.fields, ...fields] },
  };
}
