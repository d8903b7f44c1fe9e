/** One session: the catalog and the options that SET changes; plans statements. */
import type { Env } from '../core/env.js';
import type { ConnectorRegistry } from '../engine/connector.js';
import type { Statement } from '../sql/ast/statement.js';
import { emptyCatalog, type CatalogState } from '../sql/catalog/state.js';
import { planStatement } from '../sql/plan-statement.js';
import type { StatementResult } from '../sql/planner.js';

export class Session {
  readonly env: Env;
  readonly connectors: ConnectorRegistry;
  readonly baseDir: string;
  readonly #options: Map<string, string>;
  readonly #initial: ReadonlyMap<string, string>;
  #catalog: CatalogState = emptyCatalog();

  /** `options`: as if SET first; RESET returns to them. */
  constructor(
    env: Env,
    connectors: ConnectorRegistry,
    baseDir: string,
    options: ReadonlyMap<string, string>,
  ) {
    this.env = env;
    this.connectors = connectors;
    this.baseDir = baseDir;
    this.#initial = options;
    this.#options = new Map(options);
  }

  get options(): ReadonlyMap<string, string> {
    return this.#options;
  }
  get catalog(): CatalogState {
    return this.#catalog;
  }
  get timeZone(): string {
    return this.#options.get('table.local-time-zone') ?? 'UTC';
  }

  /** Plans one statement and keeps what it changes of the session. `sql` is the text its spans point into. */
  async plan(statement: Statement, sql: string): Promise<StatementResult> {
    const result = await planStatement(statement, {
      catalog: this.#catalog,
      connectors: this.connectors,
      session: { options: this.#options, timeZone: this.timeZone },
      env: this.env,
      baseDir: this.baseDir,
      sql,
    });
    if (result.kind === 'ddl') this.#catalog = result.catalog;
    if (result.kind === 'insert' && result.catalog !== null) this.#catalog = result.catalog;
    if (result.kind === 'set') this.#options.set(result.key, result.value);
    if (result.kind === 'reset') this.#reset(result.key);
    return result;
  }

  #reset(key: string | null): void {
    if (key === null) {
      this.#options.clear();
      for (const [name, value] of this.#initial) this.#options.set(name, value);
      return;
    }
    const initial = this.#initial.get(key);
    if (initial === undefined) this.#options.delete(key);
    else this.#options.set(key, initial);
  }
}
