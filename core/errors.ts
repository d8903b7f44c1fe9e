/**
 * Every error a caller can meet. `code` is public API (SQL_UNKNOWN_COLUMN, ...), the message may
 * change;
 * `blame` says whether to fix the input (user), to retry or repair (environment), or to report
 * (bug).
 */
import { withoutSecretsInPlace } from './secrets.js';

export type Blame = 'user' | 'environment' | 'bug';

/** Half-open range of UTF-16 offsets into one SQL text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ErrorParts {
  readonly message: string;
  /** What to do about it: one sentence, or "Did you mean ...?". */
  readonly hint?: string | undefined;
  readonly span?: Span | undefined;
  readonly blame?: Blame | undefined;
  readonly cause?: unknown;
}

/** Base of all errors that reach a caller. */
export class MillraceError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly blame: Blame;
  /** Position in the SQL text; null when the error has none. */
  span: Span | null;
  /** Text that `span` points into; filled in by whoever knows it (see `locate`). */
  sql: string | null = null;

  constructor(code: string, parts: ErrorParts, blame: Blame) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = parts.hint;
    this.blame = parts.blame ?? blame;
    this.span = parts.span ?? null;
  }
}

/** The SQL text does not parse or bind. */
export class SqlError extends MillraceError {
  constructor(code: string, parts: ErrorParts) {
    super(code, parts, 'user');
  }
}
/** The statement is understood but cannot be planned or run as asked. */
export class PlanError extends MillraceError {
  constructor(code: string, parts: ErrorParts) {
    super(code, parts, 'user');
  }
}
/** A row cannot be read, converted or computed. */
export class DataError extends MillraceError {
  constructor(code: string, parts: ErrorParts) {
    super(code, parts, 'user');
  }
}
/** A connector's options or its outside world. */
export class ConnectorError extends MillraceError {
  constructor(code: string, parts: ErrorParts) {
    super(code, parts, 'environment');
  }
}
/** Keyed state or its backend. */
export class StateError extends MillraceError {
  constructor(code: string, parts: ErrorParts) {
    super(code, parts, 'environment');
  }
}
/** Taking, publishing, verifying or restoring a checkpoint; the job directory. */
export class CheckpointError extends MillraceError {
  constructor(code: string, parts: ErrorParts) {
    super(code, parts, 'environment');
  }
}
/** A broken invariant of ours. */
export class EngineBug extends MillraceError {
  constructor(message: string) {
    super('BUG', { message: `invariant broken: ${message}`, hint: 'please report this' }, 'bug');
  }
}

/** Nearest of `candidates` by edit distance as a hint, or undefined when nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const best = nearestName(name, candidates);
  return best === undefined ? undefined : `Did you mean "${best}"?`;
}

const LISTED_MAX = 20;

/**
 * `names` for a message, with commas: all of them, or of a great many the nearest to `wanted`, the
 * nearest first (the first ones when `wanted` is empty), and how many others there are.
 */
export function listedNames(names: Iterable<string>, wanted: string): string {
  const all = [...names];
  if (all.length <= LISTED_MAX) return all.join(', ');
  const cut = wanted.slice(0, SUGGESTION_CHARS_MAX).toLowerCase();
  const near = all
    .map((name) => ({ name, distance: editDistance(cut, name.toLowerCase().slice(0, 200)) }))
    .sort((a, b) => (cut === '' ? 0 : a.distance - b.distance))
    .slice(0, LISTED_MAX / 2);
  const others = all.length - near.length;
  return `${near.map(({ name }) => name).join(', ')} and ${others} others`;
}

/** A longer name is no slip of the keys, and comparing costs its length times the candidate's. */
const SUGGESTION_CHARS_MAX = 100;

/** Candidate within a third of the name's length (case ignored), or undefined. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > SUGGESTION_CHARS_MAX) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

/** Optimal string alignment distance (swaps of neighbours count one); O(|a| * |b|). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(
        previous[j]! + 1,
        row[j - 1]! + 1,
        previous[j - 1]! + cost,
        swap ? before[j - 2]! + 1 : Infinity,
      );
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}

/** 1-based line and column of a UTF-16 offset. */
export function lineAndColumn(sql: string, offset: number): { line: number; column: number } {
  const before = sql.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/** Message, the source line with a caret under the culprit (where known), and the hint. */
export function formatError(error: MillraceError): string {
  const lines = [`${error.code}: ${error.message}`];
  if (error.sql !== null && error.span !== null) {
    const { line, column } = lineAndColumn(error.sql, error.span.start);
    const text = withoutSecretsInPlace(error.sql).split('\n')[line - 1] ?? '';
    const width = Math.max(
      1,
      Math.min(error.span.end - error.span.start, text.length - column + 1),
    );
    const gutter = `${line} | `;
    lines.push(
      gutter + text,
      ' '.repeat(gutter.length - 2) + '| ' + ' '.repeat(column - 1) + '^'.repeat(width),
    );
  }
  if (error.hint !== undefined) lines.push(error.hint);
  return lines.join('\n');
}
