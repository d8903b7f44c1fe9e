/** What whoever runs statements gives to the planner and gets from it; see plan-statement.ts. */
import type { Env } from '../core/env.js';
import type { Value } from '../core/batch.js';
import type { Span } from '../core/errors.js';
import type { Schema } from '../core/types.js';
import type { ConnectorRegistry } from '../engine/connector.js';
import type { UserFunctions } from '../engine/functions/user/user-functions.js';
import type { ChangelogMode, PhysicalPlan } from '../engine/nodes.js';
import type { Statement } from './ast/statement.js';
import type { CatalogState } from './catalog/state.js';

export interface PlannerContext {
  /** Holds the current catalog and database, too (USE changes it). */
  readonly catalog: CatalogState;
  readonly connectors: ConnectorRegistry;
  readonly session: {
    /** What SET gave; keys not set are absent. */
    readonly options: ReadonlyMap<string, string>;
    /** IANA zone of `table.local-time-zone`. */
    readonly timeZone: string;
    /** Functions of the program, by upper-case name; absent = none. */
    readonly functions?: UserFunctions;
  };
  /** What connectors need to look at files and clocks while planning. */
  readonly env: Env;
  /** Relative paths of tables are below this folder. */
  readonly baseDir: string;
  /** Text the statement was parsed from: put into errors that have a span. */
  readonly sql: string;
}

/** What one sink of an INSERT writes to. `node` is the id of the SinkNode in the plan. */
export interface PlannedSink {
  readonly table: string;
  readonly node: number;
}

export type StatementResult =
  /** The catalog changed: keep `catalog`. */
  | { readonly kind: 'ddl'; readonly catalog: CatalogState; readonly message: string }
  | { readonly kind: 'rows'; readonly schema: Schema; readonly rows: readonly (readonly Value[])[] }
  | {
      readonly kind: 'query';
      readonly plan: PhysicalPlan;
      readonly schema: Schema;
      readonly changelog: ChangelogMode;
      readonly boundedInput: boolean;
    }
  /** CREATE TABLE AS gives a new `catalog`, too; else null. */
  | {
      readonly kind: 'insert';
      readonly plan: PhysicalPlan;
      readonly sinks: readonly PlannedSink[];
      readonly boundedInput: boolean;
      readonly catalog: CatalogState | null;
    }
  /** Store the option; name and value were checked. */
  | { readonly kind: 'set'; readonly key: string; readonly value: string }
  /** Forget the option; null (RESET alone) forgets all. */
  | { readonly kind: 'reset'; readonly key: string | null }
  /** Load `implementation` ('module#export') as function `name` (checked to be free). */
  | {
      readonly kind: 'create-function';
      readonly name: string;
      readonly implementation: string;
      readonly span: Span;
    }
  /** Forget the function; null: there is none, and IF EXISTS was written. */
  | { readonly kind: 'drop-function'; readonly name: string | null }
  /** QUIT, CLEAR, HELP and other words for a client. */
  | { readonly kind: 'client'; readonly statement: Statement };
