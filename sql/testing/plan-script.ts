/** Plans a script statement by statement, as a session would, without running anything. */
import type { CatalogState } from '../catalog/state.js';
import { emptyCatalog } from '../catalog/state.js';
import { parseScript } from '../parser/parse.js';
import { planStatement } from '../plan-statement.js';
import type { PlannerContext, StatementResult } from '../planner.js';
import { fakeConnectors, noEnv } from './fake-connectors.js';

/** Results of all statements. Throws what the first refused statement throws. */
export async function planScript(sql: string): Promise<readonly StatementResult[]> {
  let catalog: CatalogState = emptyCatalog();
  const options = new Map<string, string>();
  const results: StatementResult[] = [];
  for (const statement of parseScript(sql)) {
    const context: PlannerContext = {
      catalog,
      connectors: fakeConnectors,
      env: noEnv,
      baseDir: '.',
      sql,
      session: { options, timeZone: options.get('table.local-time-zone') ?? 'UTC' },
    };
    const result = await planStatement(statement, context);
    if (result.kind === 'ddl') catalog = result.catalog;
    if (result.kind === 'insert' && result.catalog !== null) catalog = result.catalog;
    if (result.kind === 'set') options.set(result.key, result.value);
    if (result.kind === 'reset') {
      if (result.key === null) options.clear();
      else options.delete(result.key);
    }
    results.push(result);
  }
  return results;
}

/** The last statement's result. */
export async function planLast(sql: string): Promise<StatementResult> {
  return (await planScript(sql)).at(-1)!;
}
