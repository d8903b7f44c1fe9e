/** UNION, INTERSECT, EXCEPT. NULL equals NULL in them. */
import { withoutAttribute } from '../../core/types.js';
import type { DataType } from '../../core/types.js';
import { commonType } from '../../engine/functions/common-type.js';
import type { SetOperation } from '../ast/query.js';
import { buildAggregate } from '../logical/build-aggregate.js';
import type { LogicalJoin, LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, join, union } from '../logical/nodes.js';
import { bagOperation } from './bag-operation.js';
import { castTo } from './call.js';
import type { BindEnv } from './context.js';
import { invalid } from './errors.js';
import { bindBodyNode } from './query.js';
import type { Scope } from './scope.js';

export function bindSetOperation(
  node: SetOperation,
  env: BindEnv,
  parent: Scope | null,
): LogicalNode {
  const sides = [bindBodyNode(node.left, env, parent), bindBodyNode(node.right, env, parent)];
  const [left, right] = withCommonTypes(sides, node, env);
  if (node.op === 'UNION')
    return node.all ? union([left!, right!]) : distinct(union([left!, right!]));
  if (node.all) return bagOperation(node.op, left!, right!, env.session, node.span);
  return distinct(matched(left!, right!, node.op === 'INTERSECT' ? 'semi' : 'anti'));
}

export function distinct(node: LogicalNode): LogicalNode {
  return buildAggregate(
    node,
    node.output.fields.map((_, i) => i),
    [],
    [],
  );
}

function matched(left: LogicalNode, right: LogicalNode, joinType: 'semi' | 'anti'): LogicalJoin {
  const keys = left.output.fields.map((_, i) => i);
  return {
    ...join(left, right, joinType, null),
    leftKeys: keys,
    rightKeys: keys,
    nullSafe: keys.map(() => true),
  };
}

function withCommonTypes(
  sides: readonly LogicalNode[],
  node: SetOperation,
  env: BindEnv,
): readonly LogicalNode[] {
  const [left, right] = sides.map((side) => side.output.fields);
  if (left!.length !== right!.length) {
    throw invalid(`${node.op} of ${left!.length} and ${right!.length} columns`, node.span);
  }
  const types = left!.map((field, i): DataType => {
    const common = commonType([withoutAttribute(field.type), withoutAttribute(right![i]!.type)]);
    if (common !== null) return common;
    throw invalid(
      `column ${i + 1} ("${field.name}") of ${node.op} has types that do not go together`,
      node.span,
    );
  });
  const names = left!.map((field) => field.name);
  return sides.map((side) =>
    calc(
      side,
      null,
      columnsOf(side.output).map((expr, i) => castTo(expr, types[i]!, env.session)),
      names,
    ),
  );
}
