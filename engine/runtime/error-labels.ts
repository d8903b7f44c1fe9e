/** Tells where in the plan an error happened: operator, uid, epoch. */
import { ConnectorError, MillraceError } from '../../core/errors.js';

export interface Place {
  readonly id: number;
  readonly kind: string;
  readonly uid: string;
  /** Table of a source or sink. */
  readonly table: string | null;
}

/** Labels each error once, at the innermost place. One instance a job. */
export class ErrorLabels {
  readonly #labelled = new WeakSet<Error>();

  /** The error to throw instead: the same one with a label where it is ours, else wrapped. */
  label(error: unknown, place: Place, epoch: number): MillraceError {
    if (error instanceof MillraceError && this.#labelled.has(error)) return error;
    const named = error instanceof MillraceError ? error : wrapped(error, place);
    named.message += ` [${describePlace(place)}, epoch ${epoch}]`;
    this.#labelled.add(named);
    return named;
  }
}

/** 'windowAggregate 4 (uid 1f3a)', 'sink 7 of table out (uid 99)'. */
export function describePlace(place: Place): string {
  const table = place.table === null ? '' : ` of table ${place.table}`;
  return `${place.kind} ${place.id}${table} (uid ${place.uid})`;
}

function wrapped(error: unknown, place: Place): MillraceError {
  const message = error instanceof Error ? error.message : String(error);
  const isConnector = place.table !== null;
  if (isConnector && !isProgrammingError(error)) {
    return new ConnectorError('CONNECTOR_FAILED', { message, cause: error });
  }
  return new MillraceError('BUG', { message, cause: error, hint: 'please report this' }, 'bug');
}

function isProgrammingError(error: unknown): boolean {
  return (
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  );
}
