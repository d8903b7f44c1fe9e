/**
 * Models are async functions of the session, under names that SQL cannot write. Their arguments are
 * the model's inputs and, last, the settings of the call as a constant text (JSON).
 */

const PREFIX = '$MODEL ';

/**
 * Name of the function of the model with this full name. Function names know no case, names of
 * models do: their capitals are marked.
 */
export function modelFunction(fullName: string): string {
  return PREFIX + fullName.replace(/[A-Z^]/g, '^$&').toUpperCase();
}

/** Is it such a name? */
export function isModelFunction(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** What CONFIG of ML_PREDICT says; what it does not say is missing. */
export interface ModelCallSettings {
  /** Calls under way at a time. */
  readonly concurrency?: number;
  readonly timeoutMs?: number;
}
