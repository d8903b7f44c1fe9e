/** EXPLAIN of a query, an INSERT or a statement set: logical tree, physical plan, delivery. */
import type { ExplainStatement } from './ast/statement.js';
import { stringType } from '../core/types.js';
import type { BindEnv } from './binder/context.js';
import { unsupported } from './binder/errors.js';
import { bindInsert } from './binder/insert.js';
import { bindQuery } from './binder/query.js';
import { bindTable } from './create-table-as.js';
import { deliveryText, explainPlan } from './explain.js';
import { executionPlanJson } from './explain-json.js';
import { estimateText, rowEstimate } from './logical/row-estimate.js';
import { logicalText } from './logical/text.js';
import { atPlace, sourceFacts, tableContext } from './lower/source-facts.js';
import type { LogicalNode, Scan } from './logical/nodes.js';
import { inputsOf } from './logical/nodes.js';
import { scanKey } from './logical/changelog.js';
import type { InsertPlan, QueryPlan } from './plan-query.js';
import { planInserts, planQuery } from './plan-query.js';
import type { PlannerContext, StatementResult } from './planner.js';

export async function explainStatement(
  node: ExplainStatement,
  env: BindEnv,
  context: PlannerContext,
): Promise<StatementResult> {
  if (node.details.includes('PLAN_ADVICE')) throw unsupported('EXPLAIN PLAN_ADVICE', node.span);
  const planned = await plannedOf(node, env, context);
  const logical = planned.kind === 'query' ? [planned.logical] : planned.logical;
  const optimized = planned.kind === 'query' ? [planned.optimized] : planned.optimized;
  const text = [
    '== Logical Plan ==',
    ...logical.map((root) => logicalText(root)),
    '',
    '== Optimized Logical Plan ==',
    ...(await optimizedTexts(node, optimized, context)),
    '',
    '== Physical Plan ==',
    explainPlan(planned.plan),
    '',
    '== Delivery ==',
    await delivery(planned, logical, context),
    '',
    ...(node.details.includes('JSON_EXECUTION_PLAN')
      ? ['== Physical Execution Plan ==', executionPlanJson(planned.plan), '']
      : []),
  ].join('\n');
  return {
    kind: 'rows',
    schema: { fields: [{ name: 'result', type: stringType }] },
    rows: [[text]],
  };
}

/** With ESTIMATED_COST every node says how many rows it gives, where that is known. */
async function optimizedTexts(
  node: ExplainStatement,
  roots: readonly LogicalNode[],
  context: PlannerContext,
): Promise<readonly string[]> {
  if (!node.details.includes('ESTIMATED_COST')) return roots.map((root) => logicalText(root));
  const rows = new Map<string, number | null>();
  const scans = roots.flatMap(scansOf);
  for (const { table } of scans) {
    const { name, options, physical, span } = table;
    const spec = context.connectors.get(table.connector);
    const known = await atPlace(span, () =>
      spec?.estimatedRows?.(tableContext(name, options, context), physical),
    );
    rows.set(scanKey(table), known ?? null);
  }
  const ofScan = (scan: Scan): number | null => rows.get(scanKey(scan.table)) ?? null;
  return roots.map((root) =>
    logicalText(root, (one) => `: ${estimateText(rowEstimate(one, ofScan))}`),
  );
}

function scansOf(node: LogicalNode): readonly Scan[] {
  return node.kind === 'scan' ? [node] : inputsOf(node).flatMap(scansOf);
}

async function plannedOf(
  node: ExplainStatement,
  env: BindEnv,
  context: PlannerContext,
): Promise<QueryPlan | InsertPlan> {
  const { statement } = node;
  switch (statement.kind) {
    case 'query-statement':
      return planQuery(bindQuery(statement.query, env, null, true), context);
    case 'insert':
      return planInserts([bindInsert(statement, env)], context);
    case 'statement-set':
      return planInserts(
        statement.inserts.map((insert) => bindInsert(insert, env)),
        context,
      );
    case 'create-table': {
      const { catalog, insert } = bindTable(statement, env);
      if (catalog !== null && insert !== null)
        return planInserts([insert], { ...context, catalog });
      throw unsupported('EXPLAIN of CREATE TABLE without AS', statement.span);
    }
    default:
      throw unsupported(`EXPLAIN of ${statement.kind}`, statement.span);
  }
}

async function delivery(
  planned: QueryPlan | InsertPlan,
  logical: readonly LogicalNode[],
  context: PlannerContext,
): Promise<string> {
  const facts = await sourceFacts(logical, context);
  const byTable = new Map<string, { replayable: boolean; bounded: boolean }>();
  const visit = (node: LogicalNode): void => {
    const fact = node.kind === 'scan' ? facts.get(scanKey(node.table)) : undefined;
    if (node.kind === 'scan' && fact !== undefined) byTable.set(node.table.name, fact);
    inputsOf(node).forEach(visit);
  };
  logical.forEach(visit);
  const deliveries = new Map(
    planned.plan.nodes.flatMap((node) => {
      if (node.kind !== 'sink') return [];
      const found = context.connectors
        .get(node.connector)
        ?.sinkFacts?.(tableContext(node.table, node.options, context));
      return [[node.id, found?.delivery ?? 'at-least-once'] as const];
    }),
  );
  return deliveryText(planned.plan, byTable, deliveries);
}
