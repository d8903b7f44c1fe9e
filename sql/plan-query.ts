/** Bound queries and inserts -> physical plans. */
import { MillraceError, PlanError } from '../core/errors.js';
import type { Span } from '../core/errors.js';
import type { Schema } from '../core/types.js';
import type { ConnectorSpec, SinkFacts, TableContext } from '../engine/connector.js';
import type { ChangelogMode, PhysicalPlan } from '../engine/nodes.js';
import type { BoundInsert } from './binder/insert.js';
import type { Facts } from './logical/changelog.js';
import { changelogOf, isBounded, updatingNode } from './logical/changelog.js';
import type { LogicalNode } from './logical/nodes.js';
import { checkPlanSize } from './logical/plan-size.js';
import { PlanBuilder } from './lower/builder.js';
import { checkUserFunctions } from './lower/check-user-functions.js';
import { Lowering, plainSchema } from './lower/lower.js';
import { sourceFacts, tableContext } from './lower/source-facts.js';
import type { PlannedSink, PlannerContext } from './planner.js';
import { optimize } from './rewrite/index.js';

export interface QueryPlan {
  readonly kind: 'query';
  readonly logical: LogicalNode;
  readonly optimized: LogicalNode;
  readonly plan: PhysicalPlan;
  readonly schema: Schema;
  readonly changelog: ChangelogMode;
  readonly boundedInput: boolean;
}
export interface InsertPlan {
  readonly kind: 'insert';
  readonly logical: readonly LogicalNode[];
  readonly optimized: readonly LogicalNode[];
  readonly plan: PhysicalPlan;
  readonly sinks: readonly PlannedSink[];
  readonly boundedInput: boolean;
}

async function optimized(
  roots: readonly LogicalNode[],
  context: PlannerContext,
  keepsWatermarks: boolean,
): Promise<{ readonly nodes: readonly LogicalNode[]; readonly facts: Facts }> {
  checkPlanSize(roots, undefined);
  const facts = await sourceFacts(roots, context);
  return {
    nodes: optimize(roots, {
      facts,
      keepsWatermarks,
      session: { timeZone: context.session.timeZone },
    }),
    facts,
  };
}

export async function planQuery(bound: LogicalNode, context: PlannerContext): Promise<QueryPlan> {
  const { nodes, facts } = await optimized([bound], context, false);
  const node = nodes[0]!;
  const builder = new PlanBuilder();
  const input = new Lowering(builder, facts).lower(node);
  const schema = plainSchema(bound.output);
  const changelog = changelogOf(node, facts);
  builder.addEnd(
    { kind: 'collect' },
    { inputs: [input], exchanges: [{ kind: 'single' }], output: schema, changelog },
  );
  const plan = builder.build();
  checkUserFunctions(plan, context.session);
  return {
    kind: 'query',
    logical: bound,
    optimized: node,
    plan,
    schema,
    changelog,
    boundedInput: isBounded(node, facts),
  };
}

export async function planInserts(
  inserts: readonly BoundInsert[],
  context: PlannerContext,
): Promise<InsertPlan> {
  const keepsWatermarks = inserts.some(
    ({ table }) => table.options['sink.partition-commit.trigger'] === 'partition-time',
  );
  const roots = inserts.map((insert) => insert.node);
  const { nodes, facts } = await optimized(roots, context, keepsWatermarks);
  const builder = new PlanBuilder();
  const lowering = new Lowering(builder, facts);
  const sinks = inserts.map((insert, i) =>
    lowerSink(insert, nodes[i]!, { builder, lowering, facts, context }),
  );
  const plan = builder.build();
  checkUserFunctions(plan, context.session);
  return {
    kind: 'insert',
    logical: inserts.map((insert) => insert.node),
    optimized: nodes,
    plan,
    sinks,
    boundedInput: nodes.every((node) => isBounded(node, facts)),
  };
}

interface SinkContext {
  readonly builder: PlanBuilder;
  readonly lowering: Lowering;
  readonly facts: Facts;
  readonly context: PlannerContext;
}

function lowerSink(insert: BoundInsert, node: LogicalNode, at: SinkContext): PlannedSink {
  const { table, span } = insert;
  const { builder, lowering, facts, context } = at;
  const name = table.path.join('.');
  const spec = context.connectors.get(table.options['connector']!)!;
  const sink = sinkFacts(spec, tableContext(name, table.options, context), span);
  const updating = updatingNode(node, facts);
  if (updating !== null && !sink.acceptsRetractions) {
    throw new PlanError('PLAN_APPEND_ONLY_SINK', {
      message:
        `table ${table.path[2]} (connector '${spec.name}') takes new rows ` +
        `only, and the query changes rows it gave before: ${describe(updating)}`,
      span,
      hint: 'Use a window over event time, or a sink that takes updates.',
    });
  }
  refuseWeakDelivery(sink.delivery, name, span, context);
  if (insert.overwrite !== null)
    checkOverwrite(insert, sink.overwrites === true, isBounded(node, facts));
  const input = lowering.lower(node);
  const fields = table.columns
    .filter((c) => c.kind === 'physical')
    .map((c) => ({ name: c.name, type: c.type }));
  const changelog = changelogOf(node, facts);
  if (changelog === 'retract' && sink.recordsChanges !== false) builder.sendEveryChange();
  const id = builder.addEnd(
    {
      kind: 'sink',
      table: name,
      connector: spec.name,
      options: table.options,
      partitionKeys: table.partitionKeys,
      primaryKey: table.primaryKey?.columns ?? [],
      ...(insert.overwrite === null ? {} : { overwrite: insert.overwrite }),
    },
    {
      inputs: [input],
      exchanges: [{ kind: 'forward' }],
      output: { fields },
      changelog,
    },
  );
  return { table: name, node: id };
}

function sinkFacts(spec: ConnectorSpec, table: TableContext, span: Span): SinkFacts {
  try {
    const unknown: SinkFacts = { delivery: 'at-least-once', acceptsRetractions: false };
    return spec.sinkFacts?.(table) ?? unknown;
  } catch (error) {
    if (error instanceof MillraceError) error.span ??= span;
    throw error;
  }
}

/** What is replaced goes when the input has ended: one that never ends would replace nothing. */
function checkOverwrite({ table, span }: BoundInsert, canOverwrite: boolean, ends: boolean): void {
  const name = table.path[2];
  if (!canOverwrite) {
    throw new PlanError('PLAN_CANNOT_OVERWRITE', {
      message:
        `INSERT OVERWRITE: the connector '${table.options['connector']!}' of ${name} ` +
        `cannot replace what is there`,
      span,
      hint: 'Use INSERT INTO, or a table of files.',
    });
  }
  if (!ends) {
    throw new PlanError('PLAN_OVERWRITE_UNBOUNDED', {
      message: `INSERT OVERWRITE of ${name} needs an input that ends, and this one does not`,
      span,
      hint: 'Use INSERT INTO, or bounded sources.',
    });
  }
}

function refuseWeakDelivery(
  delivery: string,
  table: string,
  span: Span,
  context: PlannerContext,
): void {
  const asked = context.session.options.get('execution.checkpointing.mode')?.toUpperCase();
  if (asked !== 'EXACTLY_ONCE' || delivery === 'exactly-once') return;
  throw new PlanError('PLAN_NOT_EXACTLY_ONCE', {
    message: `exactly once was asked for, and the sink ${table} gives ${delivery}`,
    span,
    hint: "SET 'execution.checkpointing.mode' = 'AT_LEAST_ONCE', or use a transactional sink.",
  });
}

/** The node in words of SQL. */
function describe(node: LogicalNode): string {
  switch (node.kind) {
    case 'scan':
      return `table ${node.table.name} is a stream of changes`;
    case 'aggregate':
      return node.keys.length === 0
        ? 'an aggregate over all rows'
        : `GROUP BY ${node.keys.map((key) => node.input.output.fields[key]!.name).join(', ')} ` +
            `without a window`;
    case 'join':
      return `${node.joinType.toUpperCase()} JOIN without a window`;
    case 'topN':
      return 'a top-N (ROW_NUMBER, or ORDER BY with LIMIT)';
    case 'deduplicate':
      return 'keeping the last row per key';
    default:
      return node.kind;
  }
}
