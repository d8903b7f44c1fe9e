/** The embedded engine: run SQL, hold jobs, push rows in and take results out. */
import { MillraceError, PlanError } from '../core/errors.js';
import { shownOption } from '../core/secrets.js';
import type { Field } from '../core/types.js';
import type { PhysicalPlan } from '../engine/nodes.js';
import type { Statement } from '../sql/ast/statement.js';
import { findRelation, relationNames } from '../sql/catalog/state.js';
import { parseDialectScript } from '../sql/dialect/parse-script.js';
import { explainPlan } from '../sql/explain.js';
import type { StatementResult } from '../sql/planner.js';
import { quoteName } from '../sql/printer/name.js';
import type { FunctionDefinition } from './functions/definition.js';
import type { JobHandle } from './job-handle.js';
import { JobStarter, type StartOptions } from './job-starter.js';
import type { JsRow } from './js-value.js';
import type { ModelProvider } from './models/model-provider.js';
import type { Outcome } from './outcome.js';
import { InputTable, type ProgramRegistry } from './program-tables.js';
import { Query } from './query.js';
import { ResultQueue } from './result-queue.js';
import type { ChangeRow } from './result-table.js';
import type { Session } from './session.js';

const bufferedRowsMax = 65_536;

export class Database {
  readonly session: Session;
  readonly #starter: JobStarter;
  readonly #program: ProgramRegistry;
  readonly #jobs = new Set<JobHandle>();

  /** Made by `open`. */
  constructor(session: Session, starter: JobStarter, program: ProgramRegistry) {
    this.session = session;
    this.#starter = starter;
    this.#program = program;
  }

  /** Statements one by one; each is started only when the consumer asks for the next outcome. */
  async *run(sql: string, start: StartOptions = {}): AsyncGenerator<Outcome> {
    const statements = await this.#parse(sql);
    for (const statement of statements) yield await this.#runStatement(statement, sql, start);
  }

  /**
   * Runs a script. Waits for INSERTs whose input is bounded; others go on running (their job is in
   * the outcome).
   * Throws the first error, with its position.
   */
  async execute(sql: string, start: StartOptions = {}): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for await (const outcome of this.run(sql, start)) {
      if (outcome.kind === 'insert' && outcome.bounded) await outcome.job.finished;
      outcomes.push(outcome);
    }
    return outcomes;
  }

  /** Runs one SELECT and gives its rows as they come. */
  async query<Row = JsRow>(sql: string, start: StartOptions = {}): Promise<Query<Row>> {
    const outcomes = this.run(sql, start);
    const { value } = await outcomes.next();
    if (value?.kind === 'query') return value.query as unknown as Query<Row>;
    if (value?.kind === 'insert') await value.job.cancel();
    throw new PlanError('NOT_A_QUERY', {
      message: 'query() takes one SELECT',
      hint: 'use execute()',
    });
  }

  /**
   * Adds a function that SQL can call from now on: scalar, vectorised, async, aggregate or table
   * function, see FunctionDefinition. Throws PlanError FUNCTION_EXISTS, FUNCTION_INVALID.
   *
   * @example
   * await db.createFunction('double', { args: ['BIGINT'], returns: 'BIGINT', call: (x) => x * 2n
   * });
   */
  createFunction(name: string, definition: FunctionDefinition): Promise<void> {
    return this.session.createFunction(name, definition);
  }

  /**
   * Adds a provider of models: `CREATE MODEL m INPUT (...) OUTPUT (...) WITH ('provider' = name)`,
   * asked by ML_PREDICT. 'openai' is there already. Throws PlanError MODEL_PROVIDER.
   */
  async createModelProvider(name: string, provider: ModelProvider): Promise<void> {
    this.session.createModelProvider(name, provider);
  }

  /**
   * Creates a table that this program pushes rows into. `columns` as in CREATE TABLE, a WATERMARK
   * included.
   * Rows live in this process: a job that reads them cannot be resumed in another one.
   *
   * @example const bids = await db.createInput('bids', 'auction BIGINT, price BIGINT');
   * await bids.push({ auction: 1n, price: 7n });
   */
  async createInput<Row extends object = Record<string, unknown>>(
    name: string,
    columns: string,
  ): Promise<InputTable<Row>> {
    await this.execute(
      `CREATE TABLE ${quoteName(name)} (${columns}) WITH ('connector' = 'program')`,
    );
    return new InputTable(name, this.#physicalFields(name), this.#program.addInput(name));
  }

  /**
   * Creates a table whose rows, as INSERTs write them, go to `take`; a promise it returns is
   * back-pressure.
   */
  async createOutput(
    name: string,
    columns: string,
    take: (changes: readonly ChangeRow[]) => void | Promise<void>,
  ): Promise<void> {
    await this.execute(
      `CREATE TABLE ${quoteName(name)} (${columns}) WITH ('connector' = 'program')`,
    );
    this.#program.addOutput(name, take);
  }

  /** Tables and views of the current database with their columns, for completion. */
  relations(): { readonly name: string; readonly columns: readonly string[] }[] {
    const { catalog } = this.session;
    return relationNames(catalog, catalog.currentCatalog, catalog.currentDatabase).map((name) => {
      const path = [catalog.currentCatalog, catalog.currentDatabase, name] as const;
      const relation = findRelation(catalog, path)!;
      const columns = relation.kind === 'view' ? relation.schema.fields : relation.columns;
      return { name, columns: columns.map((column) => column.name) };
    });
  }

  /** Plans of the script's queries and INSERTs as text; its DDL is applied, nothing is started. */
  async explain(sql: string): Promise<string[]> {
    const plans: string[] = [];
    for (const statement of await this.#parse(sql)) {
      const result = await this.#plan(statement, sql);
      if (result.kind === 'query' || result.kind === 'insert') plans.push(explainPlan(result.plan));
    }
    return plans;
  }

  /** Cancels every job that still runs; `stop` those that are to go on later. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#jobs].map((job) => job.cancel()));
  }

  #physicalFields(name: string): readonly Field[] {
    const { catalog } = this.session;
    const path = [catalog.currentCatalog, catalog.currentDatabase, name] as const;
    const relation = findRelation(catalog, path)!;
    return relation.kind === 'view'
      ? []
      : relation.columns.filter((column) => column.kind === 'physical');
  }

  async #runStatement(statement: Statement, sql: string, start: StartOptions): Promise<Outcome> {
    const result = await this.#plan(statement, sql);
    switch (result.kind) {
      case 'rows':
        return { kind: 'rows', schema: result.schema, rows: result.rows };
      case 'query':
        return {
          kind: 'query',
          query: await this.#startQuery(result, start),
          bounded: result.boundedInput,
        };
      case 'insert': {
        const tables = result.sinks.map((sink) => sink.table);
        const job = await this.#start(result.plan, this.#starter.jobName(tables), start);
        return { kind: 'insert', job, tables, bounded: result.boundedInput };
      }
      case 'ddl':
        return { kind: 'ok', message: result.message };
      case 'set':
        return { kind: 'ok', message: `${result.key} = ${shownOption(result.key, result.value)}` };
      case 'reset':
        return {
          kind: 'ok',
          message: result.key === null ? 'all options reset' : `${result.key} reset`,
        };
      case 'create-function':
        return { kind: 'ok', message: `created function ${result.name}` };
      case 'drop-function':
        return { kind: 'ok', message: result.name === null ? 'nothing to do' : 'dropped' };
      case 'client':
        return { kind: 'ok', message: '' };
    }
  }

  /** Reads the whole script before anything of it runs. */
  #parse(sql: string): Promise<readonly Statement[]> {
    return parseDialectScript(sql, this.session.dialects).catch((error: unknown) => {
      throw withText(error, sql);
    });
  }

  #plan(statement: Statement, sql: string): Promise<StatementResult> {
    return this.session.plan(statement, sql).catch((error: unknown) => {
      throw withText(error, sql);
    });
  }

  async #startQuery(result: PlannedQuery, start: StartOptions): Promise<Query> {
    const queue = new ResultQueue(bufferedRowsMax);
    const handle = await this.#start(result.plan, 'query', {
      ...start,
      collect: start.collect ?? queue,
    });
    handle.finished.then(
      () => queue.end(),
      (error: unknown) => queue.end(error),
    );
    return new Query(result.schema, result.changelog, handle, queue);
  }

  async #start(plan: PhysicalPlan, name: string, start: StartOptions): Promise<JobHandle> {
    const handle = await this.#starter.start(plan, name, this.session, start);
    this.#jobs.add(handle);
    const forget = (): void => void this.#jobs.delete(handle);
    handle.finished.then(forget, forget);
    return handle;
  }
}

type PlannedQuery = Extract<StatementResult, { kind: 'query' }>;

/** Lets an error with a position show the text it points into. */
function withText(error: unknown, sql: string): unknown {
  if (error instanceof MillraceError && error.span !== null) error.sql ??= sql;
  return error;
}
