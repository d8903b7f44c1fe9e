/** The embedded engine: run SQL, hold jobs, push rows in and take results out. */
import { MillraceError, PlanError } from '../core/errors.js';
import type { PhysicalPlan } from '../engine/nodes.js';
import type { Statement } from '../sql/ast/statement.js';
import { findRelation, relationNames } from '../sql/catalog/state.js';
import { explainPlan } from '../sql/explain.js';
import { parseScript } from '../sql/parser/parse.js';
import type { StatementResult } from '../sql/planner.js';
import type { FunctionDefinition } from './functions/definition.js';
import type { JobHandle } from './job-handle.js';
import { JobStarter, type StartOptions } from './job-starter.js';
import type { JsRow } from './js-value.js';
import type { Outcome } from './outcome.js';
import { Query } from './query.js';
import { ResultQueue } from './result-queue.js';
import type { Session } from './session.js';

const bufferedRowsMax = 65_536;

export class Database {
  readonly session: Session;
  readonly #starter: JobStarter;
  readonly #jobs = new Set<JobHandle>();

  /** Made by `open`. */
  constructor(session: Session, starter: JobStarter) {
    this.session = session;
    this.#starter = starter;
  }

  /** Statements one by one; each is started only when the consumer asks for the next outcome. */
  async *run(sql: string, start: StartOptions = {}): AsyncGenerator<Outcome> {
    const statements = located(sql, () => parseScript(sql));
    for (const statement of statements) yield await this.#runStatement(statement, sql, start);
  }

  /**
   * Runs a script. Waits for INSERTs whose input is bounded; others go on running (their job is in the outcome).
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
   * await db.createFunction('double', { args: ['BIGINT'], returns: 'BIGINT', call: (x) => x * 2n });
   */
  createFunction(name: string, definition: FunctionDefinition): Promise<void> {
    return this.session.createFunction(name, definition);
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
    for (const statement of located(sql, () => parseScript(sql))) {
      const result = await this.#plan(statement, sql);
      if (result.kind === 'query' || result.kind === 'insert') plans.push(explainPlan(result.plan));
    }
    return plans;
  }

  /** Stops every job with a checkpoint where it has a directory, else cancels it. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#jobs].map((job) => job.cancel()));
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
        return { kind: 'ok', message: `${result.key} = ${result.value}` };
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

function located<T>(sql: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw withText(error, sql);
  }
}

/** Lets an error with a position show the text it points into. */
function withText(error: unknown, sql: string): unknown {
  if (error instanceof MillraceError && error.span !== null) error.sql ??= sql;
  return error;
}
