/** From SQL to the plan of a job, for the simulated machine. */
import { tableConnectors } from '../../connectors/registry.js';
import type { Env } from '../../core/env.js';
import { EngineBug } from '../../core/errors.js';
import type { PhysicalPlan } from '../../engine/nodes.js';
import { emptyCatalog } from '../../sql/catalog/state.js';
import { parseScript } from '../../sql/parser/parse.js';
import { planStatement } from '../../sql/plan-statement.js';

/** The plan of the last statement, an INSERT or a statement set. Throws what planning throws. */
export async function planJob(sql: string, env: Env): Promise<PhysicalPlan> {
  let catalog = emptyCatalog();
  let plan: PhysicalPlan | null = null;
  for (const statement of parseScript(sql)) {
    const result = await planStatement(statement, {
      catalog,
      connectors: tableConnectors(),
      env,
      baseDir: '/',
      sql,
      session: { options: new Map(), timeZone: 'UTC' },
    });
    if (result.kind === 'ddl') catalog = result.catalog;
    else if (result.kind === 'insert') plan = result.plan;
    else throw new EngineBug(`no ${result.kind} in a script of the simulator`);
  }
  if (plan === null) throw new EngineBug('the script inserts nothing');
  return plan;
}
