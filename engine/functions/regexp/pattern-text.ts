/** A pattern being read: position, flags, and the errors that name it. */
import type { DataError } from '../../../core/errors.js';
import { invalidPattern, unsupportedPattern } from './pattern-error.js';

/** Flags in force: i, s (dot matches all), m (lines), x (comments), d (only \n ends lines). */
export interface PatternFlags {
  readonly i: boolean;
  readonly s: boolean;
  readonly m: boolean;
  readonly x: boolean;
  readonly d: boolean;
}

/** A pattern and the place where reading stands. */
/** A pattern being read, character by character. */
export class PatternText {
  readonly pattern: string;
  at = 0;
  flags: PatternFlags = { i: false, s: false, m: false, x: false, d: false };

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.at >= this.pattern.length;
  }

  /** The next code point without taking it; '' at the end. */
  get next(): string {
    const code = this.pattern.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  take(): string {
    const { next } = this;
    if (next === '') throw this.invalid('it ends too early');
    this.at += next.length;
    return next;
  }

  accept(part: string): boolean {
    if (!this.pattern.startsWith(part, this.at)) return false;
    this.at += part.length;
    return true;
  }

  /** Takes what `sticky` (flag y) matches here; null when it does not. */
  match(sticky: RegExp): RegExpExecArray | null {
    const own = new RegExp(sticky.source, 'yu');
    own.lastIndex = this.at;
    const match = own.exec(this.pattern);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  /** Blanks and comments, when flag x is in force. */
  skipIgnored(): void {
    if (this.flags.x) this.match(/(?:[ \t\n\v\f\r]|#[^\n\r\u0085\u2028\u2029]*)*/);
  }

  invalid(why: string): DataError {
    return invalidPattern(this.pattern, why);
  }

  unsupported(what: string): DataError {
    return unsupportedPattern(this.pattern, what);
  }
}

/** One character as itself. */
export function literal(point: string): string {
  if (/^[A-Za-z0-9]$/.test(point)) return point;
  return `\\u{${point.codePointAt(0)!.toString(16)}}`;
}

/** The character, in both cases when case is ignored (ASCII letters, as Java does by default). */
export function caseForms(point: string, ignoreCase: boolean): string {
  if (!ignoreCase || !/^[a-zA-Z]$/.test(point)) return literal(point);
  return point.toLowerCase() + point.toUpperCase();
}
