/** Where models come from: what a program (or this package) registers as `'provider' = name`. */
import type { JsRow } from '../js-value.js';

/**
 * Makes models of one provider.
 *
 * @example
 * await db.createModelProvider('scores', {
 *   options: ['weight'],
 *   open: ({ options }) => ({ predict: (row) => ({ score: Number(options.weight) * row.x }) }),
 * });
 */
export interface ModelProvider {
  /** Names of the options it takes beside 'provider'; others are refused. */
  readonly options: readonly string[];
  /** Those of them that must be given. */
  readonly required?: readonly string[];
  /** Called by CREATE MODEL and ALTER MODEL; what it throws refuses the statement. */
  open(model: ModelSettings): Model | Promise<Model>;
}

/** What CREATE MODEL said; types are SQL texts. */
export interface ModelSettings {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly options: Readonly<Record<string, string>>;
}

/** Answers rows. */
export interface Model {
  /**
   * The outputs for a row of inputs, by column name; values as in api/js-value.ts. `signal`: nobody
   * waits for the answer any more.
   */
  predict(inputs: JsRow, signal: AbortSignal): unknown;
  /** Calls under way at a time unless the query says otherwise. Default 10. */
  readonly concurrency?: number;
  /** A try that takes longer fails, unless the query says otherwise. Default 180000. */
  readonly timeoutMs?: number;
  /** Further tries of a call that failed. Default 0. */
  readonly retries?: number;
  /** Pause before another try; doubles each time, up to a minute. Default 100. */
  readonly retryDelayMs?: number;
  /** May another try of a call that failed with `error` succeed? Default: yes. */
  mayRetry?(error: unknown): boolean;
  /** Outputs for a row whose last try failed with `error`. Default: the job fails. */
  fallback?(error: unknown): unknown;
}
