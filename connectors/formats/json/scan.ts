/**
 * Walks lines of JSON in bytes without making values. Every line ends with a newline, which no
 * loop passes, so that no loop needs the end of the buffer. A result below 0 is an error;
 * `~result` is its place.
 */
import { firstByte, skipEscape, specialBits } from './string-bytes.js';

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
/** Objects and arrays within each other. */
export const DEPTH_MAX = 500;

/** First place that is no blank, tab or carriage return. */
export function skipBlanks(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let c = bytes[at]!; c === 32 || c === 9 || c === 13; c = bytes[at]!) at++;
  return at;
}

/** Holds the bytes under way; methods give places in them. */
export class JsonScan {
  bytes: Buffer = Buffer.alloc(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** The newline of the line under way. */
  lineEnd = 0;
  /** Set by `skipString` when the string has an escape; the caller clears it. */
  sawEscape = false;
  /** Last place of which four bytes can be read. */
  #lastWord = -1;

  /** The places of all calls are in `bytes`, which does not change. */
  load(bytes: Uint8Array): void {
    if (
      bytes.buffer === this.bytes.buffer &&
      bytes.byteOffset === this.bytes.byteOffset &&
      bytes.length === this.bytes.length
    )
      return;
    this.bytes = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#lastWord = bytes.length - 4;
  }

  /** Starts on the line of `start`; gives its newline, which must be there. */
  startLine(start: number): number {
    this.lineEnd = this.bytes.indexOf(NEWLINE, start);
    return this.lineEnd;
  }

  /** From the opening quote to behind the closing one. */
  skipString(start: number): number {
    const bytes = this.bytes;
    for (let at = start + 1; ;) {
      at = at <= this.#lastWord ? this.#findSpecial(at) : at;
      const c = bytes[at]!;
      if (c === QUOTE) return at + 1;
      if (c === NEWLINE) return ~start;
      if (c === BACKSLASH) {
        this.sawEscape = true;
        at = skipEscape(bytes, at);
        if (at < 0) return ~start;
      } else {
        at++;
      }
    }
  }

  /** The next quote, backslash or newline; perhaps another byte; perhaps one of the last three. */
  #findSpecial(start: number): number {
    const view = this.view;
    const last = this.#lastWord;
    let at = start;
    for (; at <= last; at += 4) {
      const found = specialBits(view.getInt32(at, true));
      if (found !== 0) return at + firstByte(found);
    }
    return at;
  }

  /** A number, strictly by the grammar. */
  skipNumber(start: number): number {
    const bytes = this.bytes;
    let at = bytes[start] === 45 ? start + 1 : start;
    let c = bytes[at]!;
    if (c === 48) c = bytes[++at]!;
    else if (c >= 49 && c <= 57)
      do c = bytes[++at]!;
      while (c >= 48 && c <= 57);
    else return ~start;
    if (c === 46 || c === 101 || c === 69) return skipFraction(bytes, at, start);
    return c >= 48 && c <= 57 ? ~start : at;
  }

  /** `true`, `false` or `null`. */
  skipWord(start: number): number {
    const bytes = this.bytes;
    switch (bytes[start]) {
      case 110: // null
        return bytes[start + 1] === 117 && bytes[start + 2] === 108 && bytes[start + 3] === 108
          ? start + 4
          : ~start;
      case 116: // true
        return bytes[start + 1] === 114 && bytes[start + 2] === 117 && bytes[start + 3] === 101
          ? start + 4
          : ~start;
      case 102: // false
        return bytes[start + 1] === 97 &&
          bytes[start + 2] === 108 &&
          bytes[start + 3] === 115 &&
          bytes[start + 4] === 101
          ? start + 5
          : ~start;
      default:
        return ~start;
    }
  }

  /** A value of any kind. `depth` counts the objects and arrays around it. */
  skipValue(start: number, depth: number): number {
    const c = this.bytes[start]!;
    if (c === QUOTE) return this.skipString(start);
    if (c === 123) return depth < DEPTH_MAX ? this.#skipObject(start, depth + 1) : ~start;
    if (c === 91) return depth < DEPTH_MAX ? this.#skipArray(start, depth + 1) : ~start;
    if (c >= 97) return this.skipWord(start);
    return this.skipNumber(start);
  }

  #skipObject(start: number, depth: number): number {
    const bytes = this.bytes;
    let at = skipBlanks(bytes, start + 1);
    if (bytes[at] === 125) return at + 1;
    for (;;) {
      if (bytes[at] !== QUOTE) return ~at;
      at = this.skipString(at);
      if (at < 0) return at;
      if (bytes[at] !== 58) at = skipBlanks(bytes, at);
      if (bytes[at] !== 58) return ~at;
      at++;
      if (bytes[at]! <= 32) at = skipBlanks(bytes, at);
      at = this.skipValue(at, depth);
      if (at < 0) return at;
      if (bytes[at]! <= 32) at = skipBlanks(bytes, at);
      const c = bytes[at]!;
      if (c === 125) return at + 1;
      if (c !== 44) return ~at;
      at = skipBlanks(bytes, at + 1);
    }
  }

  #skipArray(start: number, depth: number): number {
    const bytes = this.bytes;
    let at = skipBlanks(bytes, start + 1);
    if (bytes[at] === 93) return at + 1;
    for (;;) {
      at = this.skipValue(at, depth);
      if (at < 0) return at;
      if (bytes[at]! <= 32) at = skipBlanks(bytes, at);
      const c = bytes[at]!;
      if (c === 93) return at + 1;
      if (c !== 44) return ~at;
      at = skipBlanks(bytes, at + 1);
    }
  }
}

/** The rest of a number that starts at `start`, from its point or e on. */
function skipFraction(bytes: Uint8Array, from: number, start: number): number {
  let at = from;
  let c = bytes[at]!;
  if (c === 46) {
    const first = at + 1;
    do c = bytes[++at]!;
    while (c >= 48 && c <= 57);
    if (at === first) return ~start;
  }
  if (c === 101 || c === 69) {
    c = bytes[++at]!;
    if (c === 43 || c === 45) c = bytes[++at]!;
    if (!(c >= 48 && c <= 57)) return ~start;
    do c = bytes[++at]!;
    while (c >= 48 && c <= 57);
  }
  return at;
}
