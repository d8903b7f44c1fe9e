/** One session: the catalog and the options that SET changes; plans statements. */
import type { Env } from '../core/env.js';
import { MillraceError, PlanError } from '../core/errors.js';
import type { ConnectorRegistry } from '../engine/connector.js';
import type { SessionFacts } from '../engine/expr.js';
import type { UserAsync, UserFunctions } from '../engine/functions/user/user-functions.js';
import type { Statement } from '../sql/ast/statement.js';
import { emptyCatalog, type CatalogState, type ModelDef } from '../sql/catalog/state.js';
import type { ScriptDialects } from '../sql/dialect/parse-script.js';
import { planStatement } from '../sql/plan-statement.js';
import type { StatementResult } from '../sql/planner.js';
import type { FunctionDefinition } from './functions/definition.js';
import { loadDefinition } from './functions/load-definition.js';
import { checkedName, makeFunction } from './functions/make-function.js';
import { makeModel } from './models/make-model.js';
import type { ModelProvider } from './models/model-provider.js';
import { openaiProvider } from './models/openai-provider.js';

type CreateFunctionResult = Extract<StatementResult, { kind: 'create-function' }>;

export class Session {
  readonly env: Env;
  readonly connectors: ConnectorRegistry;
  readonly baseDir: string;
  readonly #options: Map<string, string>;
  readonly #initial: ReadonlyMap<string, string>;
  #catalog: CatalogState = emptyCatalog();
  #functions: UserFunctions = new Map();
  /** Functions of the catalog's models, by the model. */
  #models: ReadonlyMap<ModelDef, UserAsync> = new Map();
  #providers: ReadonlyMap<string, ModelProvider> = new Map([['openai', openaiProvider]]);

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

  /** The SQL dialect in force, and the one after RESET. */
  get dialects(): ScriptDialects {
    const key = 'table.sql-dialect';
    return { current: this.#options.get(key), initial: this.#initial.get(key) };
  }

  /** What a job that starts now is to know. */
  get facts(): SessionFacts & { readonly functions: UserFunctions } {
    const models = [...this.#models.values()].map((one) => [one.name, one] as const);
    const functions = models.length === 0 ? this.#functions : [...this.#functions, ...models];
    return { timeZone: this.timeZone, functions: new Map(functions) };
  }

  /** Adds a provider for models to come. Throws PlanError MODEL_PROVIDER. */
  createModelProvider(name: string, provider: ModelProvider): void {
    const isMade = Array.isArray(provider?.options) && typeof provider.open === 'function';
    if (!isMade || this.#providers.has(name)) {
      throw new PlanError('MODEL_PROVIDER', {
        message: isMade
          ? `there is a model provider '${name}' already`
          : `model provider '${name}' needs "options" (a list of names) and "open" (a function)`,
      });
    }
    this.#providers = new Map(this.#providers).set(name, provider);
  }

  /** Takes the catalog once the models that are new in it were opened. */
  async #takeCatalog(catalog: CatalogState): Promise<void> {
    const models = new Map<ModelDef, UserAsync>();
    for (const model of catalog.models.values())
      models.set(model, this.#models.get(model) ?? (await makeModel(model, this.#providers)));
    this.#models = models;
    this.#catalog = catalog;
  }

  /**
   * Adds a function for the statements to come; jobs that run keep theirs. Throws PlanError
   * FUNCTION_EXISTS, FUNCTION_INVALID and what types in `definition` are refused with.
   */
  async createFunction(name: string, definition: FunctionDefinition): Promise<void> {
    const made = await makeFunction(checkedName(name), definition);
    if (this.#functions.has(made.name)) {
      throw new PlanError('FUNCTION_EXISTS', {
        message: `there is a function ${made.name} already`,
        hint: 'Drop it first: DROP FUNCTION name.',
      });
    }
    this.#functions = new Map(this.#functions).set(made.name, made);
  }

  async #loadFunction(statement: CreateFunctionResult): Promise<void> {
    try {
      const definition = await loadDefinition(statement.implementation, this.baseDir);
      await this.createFunction(statement.name, definition);
    } catch (error) {
      if (error instanceof MillraceError) error.span ??= statement.span;
      throw error;
    }
  }

  #forget(name: string): void {
    const functions = new Map(this.#functions);
    functions.delete(name);
    this.#functions = functions;
  }

  /**
   * Plans one statement and keeps what it changes of the session. `sql` is the text its spans point
   * into.
   */
  async plan(statement: Statement, sql: string): Promise<StatementResult> {
    const result = await planStatement(statement, {
      catalog: this.#catalog,
      connectors: this.connectors,
      session: { options: this.#options, ...this.facts },
      env: this.env,
      baseDir: this.baseDir,
      sql,
    });
    if (result.kind === 'ddl') await this.#takeCatalog(result.catalog);
    if (result.kind === 'insert' && result.catalog !== null)
      await this.#takeCatalog(result.catalog);
    if (result.kind === 'create-function') await this.#loadFunction(result);
    if (result.kind === 'drop-function' && result.name !== null) this.#forget(result.name);
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
