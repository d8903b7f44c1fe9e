/** UNNEST of arrays, maps and multisets: known by its columns; the engine cannot run it yet. */
import type { DataType, Field } from '../../core/types.js';
import { formatType, intType, notNull, withNullable } from '../../core/types.js';
import type * as Ast from '../ast/query.js';
import type { LogicalNode } from '../logical/nodes.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid, unsupported } from './errors.js';
import { bindCondition, bindExpr } from './expression.js';
import type { From } from './from.js';
import { aliased, joinedScope } from './from.js';
import type { Scope } from './scope.js';

export function unnestJoin(
  left: From,
  ref: Ast.Join,
  unnest: Ast.UnnestTable,
  env: BindEnv,
  parent: Scope | null,
): From {
  if (unnest.operands.length !== 1) throw unsupported('UNNEST of several collections', unnest.span);
  const ctx = exprContext(env, { ...left.scope, parent }, 'UNNEST');
  const operand = bindExpr(unnest.operands[0]!, ctx);
  const fields = elementFields(operand.type, unnest);
  if (unnest.ordinality) fields.push({ name: 'ORDINALITY', type: notNull(intType) });
  const isLeft = ref.type === 'LEFT';
  const rows: LogicalNode = {
    kind: 'unsupported',
    input: null,
    what: 'UNNEST',
    span: unnest.span,
    output: { fields },
  };
  const right = aliased(rows, unnest.alias);
  const scope = joinedScope(left, right, isLeft ? 'left' : 'inner', parent, ref);
  if (ref.condition?.kind === 'on')
    bindCondition(ref.condition.expr, exprContext(env, scope, 'ON'));
  const padded = right.node.output.fields.map((f) => ({
    name: f.name,
    type: isLeft ? withNullable(f.type, true) : f.type,
  }));
  const output = { fields: [...left.node.output.fields, ...padded] };
  const relations = scope.relations.map((r) => ({
    ...r,
    columns: r.columns.map((c) => ({ ...c, type: output.fields[c.index]!.type })),
  }));
  const node: LogicalNode = {
    kind: 'unsupported',
    input: left.node,
    what: 'UNNEST',
    span: unnest.span,
    output,
  };
  return { node, scope: { ...scope, relations } };
}

function elementFields(type: DataType, unnest: Ast.UnnestTable): Field[] {
  switch (type.id) {
    case 'array':
    case 'multiset': {
      const { element } = type;
      return element.id === 'row' ? [...element.fields] : [{ name: 'EXPR$0', type: element }];
    }
    case 'map':
      return [
        { name: 'KEY', type: type.key },
        { name: 'VALUE', type: type.value },
      ];
    default:
      throw invalid(`UNNEST takes an ARRAY, MAP or MULTISET, not ${formatType(type)}`, unnest.span);
  }
}
