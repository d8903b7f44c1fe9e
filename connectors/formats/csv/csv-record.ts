/** Cuts one CSV record into fields, without decoding them. */
import type { CsvOptions } from './csv-options.js';

const NEWLINE = 10;
const RETURN = 13;

export class CsvRecord {
  /** Of the record scanned last: field i is bytes [starts[i], ends[i]). */
  fieldCount = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** 1 = has doubled quotes or escapes within: `unescape` it. */
  escaped = new Uint8Array(64);
  /** Newlines inside quotes. */
  lineBreaks = 0;
  /** Why `scan` gave less than -1, whose place is `~result - 1`. */
  reason = '';
  readonly #options: CsvOptions;

  constructor(options: CsvOptions) {
    this.#options = options;
  }

  /**
   * The record at `start`: its end behind the newline, -1 when it does not end before `end`, else
   * an error.
   */
  scan(bytes: Uint8Array, start: number, end: number): number {
    this.fieldCount = 0;
    this.lineBreaks = 0;
    const { delimiter, quote, trimsSpaces } = this.#options;
    for (let at = start; at < end;) {
      let first = at;
      if (trimsSpaces) while (bytes[first] === 32) first++;
      const next =
        bytes[first] === quote ? this.#quoted(bytes, first, end) : this.#plain(bytes, at, end);
      if (next < 0) return next;
      if (next >= end) return -1;
      if (bytes[next] === NEWLINE) return next + 1;
      if (bytes[next] !== delimiter) return this.#error(next, 'text behind a closing quote');
      at = next + 1;
      if (at >= end) return -1;
    }
    return -1;
  }

  #error(at: number, reason: string): number {
    this.reason = reason;
    return ~(at + 1);
  }

  /** Up to the delimiter or newline. */
  #plain(bytes: Uint8Array, start: number, end: number): number {
    const { delimiter, escape, trimsSpaces } = this.#options;
    let at = start;
    let isEscaped = 0;
    for (; at < end; at++) {
      const c = bytes[at]!;
      if (c === delimiter || c === NEWLINE) break;
      if (c === escape && at + 1 < end) {
        isEscaped = 1;
        at++;
      }
    }
    let [from, to] = [start, at];
    if (bytes[at] === NEWLINE && to > from && bytes[to - 1] === RETURN) to--;
    if (trimsSpaces) {
      while (from < to && bytes[from] === 32) from++;
      while (to > from && bytes[to - 1] === 32) to--;
    }
    this.#add(from, to, isEscaped);
    return at;
  }

  /** From the opening quote to the delimiter or newline behind the closing one. */
  #quoted(bytes: Uint8Array, start: number, end: number): number {
    const { quote, escape } = this.#options;
    let isEscaped = 0;
    let at = start + 1;
    for (; at < end; at++) {
      const c = bytes[at]!;
      if (c === quote) {
        if (at + 1 < end && bytes[at + 1] !== quote) break;
        isEscaped = 1;
        at++;
      } else if (c === escape) {
        isEscaped = 1;
        at++;
      } else if (c === NEWLINE) {
        this.lineBreaks++;
      }
    }
    if (at >= end) return -1;
    this.#add(start + 1, at, isEscaped);
    at++;
    while (at < end && (bytes[at] === 32 || bytes[at] === RETURN)) at++;
    return at;
  }

  #add(start: number, end: number, isEscaped: number): void {
    const i = this.fieldCount++;
    if (i >= this.starts.length) this.#grow();
    this.starts[i] = start;
    this.ends[i] = end;
    this.escaped[i] = isEscaped;
  }

  #grow(): void {
    const rows = this.starts.length * 2;
    const [starts, ends, escaped] = [
      new Int32Array(rows),
      new Int32Array(rows),
      new Uint8Array(rows),
    ];
    starts.set(this.starts);
    ends.set(this.ends);
    escaped.set(this.escaped);
    [this.starts, this.ends, this.escaped] = [starts, ends, escaped];
  }

  /**
   * Field content without doubled quotes and escapes into `target` (as long); gives the bytes
   * written.
   */
  unescape(bytes: Uint8Array, start: number, end: number, target: Uint8Array): number {
    const { quote, escape } = this.#options;
    const isQuoted = start > 0 && bytes[start - 1] === quote;
    let to = 0;
    for (let at = start; at < end; at++) {
      let c = bytes[at]!;
      if (c === escape && at + 1 < end) c = escapeValue(bytes[++at]!);
      else if (isQuoted && c === quote) at++;
      target[to++] = c;
    }
    return to;
  }
}

function escapeValue(letter: number): number {
  switch (letter) {
    case 48:
      return 0;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    default:
      return letter;
  }
}
