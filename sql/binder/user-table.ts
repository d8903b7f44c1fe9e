/** Table functions of the session: TABLE(f(1)), and LATERAL TABLE(f(x)) beside a table. */
import type { Schema } from '../../core/types.js';
import { withNullable } from '../../core/types.js';
import { userFunction } from '../../engine/functions/user/user-functions.js';
import type * as AstExpr from '../ast/expr.js';
import type * as Ast from '../ast/query.js';
import { conjuncts, isLiteral } from '../logical/expr-tools.js';
import type { Correlate, LogicalNode } from '../logical/nodes.js';
import { filterOnly } from '../logical/nodes.js';
import { argumentFacts, castTo, refused } from './call.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { unsupported } from './errors.js';
import { bindCondition } from './expression.js';
import type { From } from './from.js';
import { aliased, joinedScope } from './from.js';
import { bindArgument } from './function-call.js';
import type { Scope } from './scope.js';
import { emptyScope } from './scope.js';

export function isTableFunction(call: AstExpr.CallExpr, env: BindEnv): boolean {
  return userFunction(call.name.parts.at(-1)!.name, env.session)?.kind === 'table';
}

/** The function's rows for constants (and columns of queries further out). */
export function standalone(
  call: AstExpr.CallExpr,
  env: BindEnv,
  parent: Scope | null,
): LogicalNode {
  const oneRow: LogicalNode = { kind: 'values', rows: [[]], output: { fields: [] } };
  return correlate(oneRow, { call, scope: { ...emptyScope, parent }, isLeft: false }, env);
}

/** `left` JOIN LATERAL TABLE(f(columns of left)): time attributes of the left side stay. */
export function correlateJoin(
  left: From,
  ref: Ast.Join,
  table: Ast.FunctionTable,
  env: BindEnv,
  parent: Scope | null,
): From {
  if (ref.type === 'RIGHT' || ref.type === 'FULL')
    throw unsupported(`${ref.type} JOIN with a table function`, ref.span);
  if (ref.natural || ref.condition?.kind === 'using')
    throw unsupported('NATURAL JOIN and USING with a table function', ref.span);
  const isLeft = ref.type === 'LEFT';
  const node = correlate(
    left.node,
    { call: table.call, scope: { ...left.scope, parent }, isLeft },
    env,
  );
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
  if (isLeft) throw unsupported('LEFT JOIN with a table function ON other than TRUE', ref.span);
  return { node: filterOnly(node, on), scope };
}

interface FunctionCall {
  readonly call: AstExpr.CallExpr;
  /** Where its arguments look for columns. */
  readonly scope: Scope;
  readonly isLeft: boolean;
}

function correlate(input: LogicalNode, at: FunctionCall, env: BindEnv): Correlate {
  const { call, scope, isLeft } = at;
  const name = call.name.parts.at(-1)!.name.toUpperCase();
  const found = userFunction(name, env.session);
  if (found?.kind !== 'table' || call.name.parts.length > 1)
    throw unsupported('a function with a qualified name', call.span);
  const ctx = exprContext(env, scope, `the arguments of ${name}`);
  const args = call.args.map((arg) => bindArgument(arg, name, ctx));
  const signature = found.resolve(argumentFacts(args));
  if ('refused' in signature) throw refused(name, args, signature.refused, call.span);
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
    output: { fields: [...input.output.fields, ...fields] },
  };
}
