/** Asks the connectors of all scans what they know: once a table. */
import { MillraceError, type Span } from '../../core/errors.js';
import type { SourceFacts, TableContext } from '../../engine/connector.js';
import type { Facts } from '../logical/changelog.js';
import { scanKey } from '../logical/changelog.js';
import type { LogicalNode, ScanTable } from '../logical/nodes.js';
import { inputsOf } from '../logical/nodes.js';
import type { PlannerContext } from '../planner.js';

const NOTHING_KNOWN: SourceFacts = {
  bounded: false,
  replayable: false,
  changelog: 'insert-only',
  estimatedBytes: null,
};

export async function sourceFacts(
  roots: readonly LogicalNode[],
  context: PlannerContext,
): Promise<Facts> {
  const tables = new Map<string, ScanTable>();
  const visit = (node: LogicalNode): void => {
    if (node.kind === 'scan') tables.set(scanKey(node.table), node.table);
    inputsOf(node).forEach(visit);
  };
  roots.forEach(visit);
  const facts = new Map<string, SourceFacts>();
  for (const [key, table] of tables) {
    const spec = context.connectors.get(table.connector);
    const found = await atPlace(table.span, () =>
      spec?.sourceFacts?.(tableContext(table.name, table.options, context), table.physical),
    );
    facts.set(key, found ?? NOTHING_KNOWN);
  }
  return facts;
}

/** What a connector says against a table points at `span`, where the statement names it. */
export async function atPlace<T>(span: Span, ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MillraceError) error.span ??= span;
    throw error;
  }
}

export function tableContext(
  table: string,
  options: Readonly<Record<string, string>>,
  context: PlannerContext,
): TableContext {
  return {
    env: context.env,
    table,
    options,
    baseDir: context.baseDir,
    sessionTimeZone: context.session.timeZone,
  };
}
