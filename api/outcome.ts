/** What a statement gave. */
import type { Value } from '../core/batch.js';
import type { Schema } from '../core/types.js';
import type { JobHandle } from './job-handle.js';
import type { Query } from './query.js';

export type Outcome =
  /** DDL, SET, USE: done. */
  | { readonly kind: 'ok'; readonly message: string }
  /** SHOW, DESCRIBE, EXPLAIN: rows of boxed values (core/batch.ts). */
  | { readonly kind: 'rows'; readonly schema: Schema; readonly rows: readonly (readonly Value[])[] }
  /** SELECT: iterate it. */
  | { readonly kind: 'query'; readonly query: Query; readonly bounded: boolean }
  /** INSERT, CREATE TABLE AS, statement set: the job has started. */
  | {
      readonly kind: 'insert';
      readonly job: JobHandle;
      readonly tables: readonly string[];
      readonly bounded: boolean;
    };
