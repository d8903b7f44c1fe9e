/** What a plan asks of user functions that they cannot do. */
import { PlanError } from '../../core/errors.js';
import type { Expr, SessionFacts } from '../../engine/expr.js';
import { userCall } from '../../engine/functions/user/user-call.js';
import { tableFunction } from '../../engine/functions/table/table-functions.js';
import { userFunction } from '../../engine/functions/user/user-functions.js';
import type { AggregateCall, PhysicalNode, PhysicalPlan } from '../../engine/nodes.js';
import { someExpr } from '../logical/expr-tools.js';

/**
 * Throws PLAN_FUNCTION_CANNOT_RETRACT and PLAN_FUNCTION_CANNOT_MERGE for aggregates without
 * `retract` or `merge`, PLAN_FUNCTION_NOT_DETERMINISTIC for functions over a stream of changes that
 * may compute another row when they take one away.
 */
export function checkUserFunctions(plan: PhysicalPlan, session: SessionFacts): void {
  if (session.functions === undefined) return;
  for (const node of plan.nodes) {
    const isRetracting = node.inputs.some((id) => plan.nodes[id]!.changelog !== 'insert-only');
    if (node.kind === 'groupAggregate' || node.kind === 'windowAggregate') {
      for (const call of node.calls) checkAggregate(call, node, isRetracting, session);
    }
    if (isRetracting) checkDeterministic(node, session);
  }
}

function checkAggregate(
  call: AggregateCall,
  node: PhysicalNode,
  isRetracting: boolean,
  session: SessionFacts,
): void {
  const found = userFunction(call.name, session);
  if (found?.kind !== 'aggregate') return;
  if (isRetracting && found.aggregate.retractable === false) {
    throw new PlanError('PLAN_FUNCTION_CANNOT_RETRACT', {
      message: `${call.name} has no "retract", and its input takes rows away again`,
      hint: 'Give the function a "retract", or aggregate a stream that only adds rows.',
    });
  }
  const merges =
    node.kind === 'windowAggregate' && (node.window.kind !== 'tumble' || node.attached !== null);
  if (merges && !found.isMergeable) {
    throw new PlanError('PLAN_FUNCTION_CANNOT_MERGE', {
      message: `${call.name} has no "merge", which this window needs`,
      hint: 'Give the function a "merge", or use a tumbling window.',
    });
  }
}

function checkDeterministic(node: PhysicalNode, session: SessionFacts): void {
  const found = exprsOf(node).find((expr) =>
    someExpr(expr, (e) => {
      if (e.kind !== 'call' || userCall(e) === null) return false;
      const user = userFunction(e.name, session);
      return (
        (user?.kind === 'scalar' || user?.kind === 'async') && user.scalar.deterministic === false
      );
    }),
  );
  const table = node.kind === 'correlate' ? tableFunction(node.function, session) : undefined;
  if (found === undefined && table?.isDeterministic !== false) return;
  throw new PlanError('PLAN_FUNCTION_NOT_DETERMINISTIC', {
    message:
      'a function that is not deterministic stands over rows that may be taken away again, and ' +
      'would compute another row then',
    hint: 'Call it before the aggregate or join that updates its rows.',
  });
}

function exprsOf(node: PhysicalNode): readonly Expr[] {
  switch (node.kind) {
    case 'calc':
      return node.filter === null ? node.projections : [node.filter, ...node.projections];
    case 'asyncCalls':
      return node.calls.flatMap(({ name, args, type }) => [
        { kind: 'call', name, args, type, options: { user: 'async', volatile: true } },
      ]);
    case 'correlate':
      return node.condition === undefined ? node.args : [...node.args, node.condition];
    case 'join':
      return node.condition === null ? [] : [node.condition];
    default:
      return [];
  }
}
