/**
 * Text functions on UTF-8 as it lies in a column, without making strings. Each gives null where the
 * literals ask for something that only the kernel does.
 */
import { decodeUtf8, encodeUtf8, equalBytes } from '../../../core/utf8.js';
import type { CallSite, TextSlicer, Utf8Kernel } from '../function.js';

/** Text as bytes; null when it has lone surrogates, which bytes cannot say. */
function plainBytes(text: unknown): Uint8Array | null {
  if (typeof text !== 'string') return null;
  const bytes = encodeUtf8(text);
  return decodeUtf8(bytes, 0, bytes.length) === text ? bytes : null;
}

/** Where `part` first lies in bytes[start..end), -1 when it does not. */
function indexOfBytes(bytes: Uint8Array, start: number, end: number, part: Uint8Array): number {
  const first = part[0]!;
  const last = end - part.length;
  for (let at = start; at <= last; at++) {
    if (bytes[at] !== first) continue;
    let same = 1;
    while (same < part.length && bytes[at + same] === part[same]) same++;
    if (same === part.length) return at;
  }
  return -1;
}

/** Is bytes[at..) at least as long as `part`, and does it begin with it? */
function liesAt(bytes: Uint8Array, at: number, end: number, part: Uint8Array): boolean {
  if (end - at < part.length) return false;
  for (let i = 0; i < part.length; i++) if (bytes[at + i] !== part[i]) return false;
  return true;
}

/** First byte behind `points` characters from `start` on, at most `end`. */
function skipPoints(bytes: Uint8Array, start: number, end: number, points: number): number {
  const ascii = Math.min(end, start + points);
  let at = start;
  while (at < ascii && bytes[at]! < 0x80) at++;
  if (at === ascii) return at;
  for (let left = points - (at - start); left > 0 && at < end; left--) {
    const lead = bytes[at]!;
    at += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  }
  return at > end ? end : at;
}

/** Piece `index` between the marks. */
class PieceSlicer implements TextSlicer {
  start = 0;
  end = 0;
  readonly #mark: Uint8Array;
  readonly #index: number;

  constructor(mark: Uint8Array, index: number) {
    this.#mark = mark;
    this.#index = index;
  }

  find(bytes: Uint8Array, start: number, end: number): boolean {
    if (start === end) return false;
    const mark = this.#mark;
    let from = start;
    for (let i = this.#index; i > 0; i--) {
      const at = indexOfBytes(bytes, from, end, mark);
      if (at < 0) return false;
      from = at + mark.length;
    }
    const to = indexOfBytes(bytes, from, end, mark);
    this.start = from;
    this.end = to < 0 ? end : to;
    return true;
  }

  /** The rest begins with a mark, so that the piece behind it is piece 1, or it is empty. */
  behind(earlier: TextSlicer): TextSlicer | null {
    if (!(earlier instanceof PieceSlicer) || earlier.#index >= this.#index) return null;
    const [a, b] = [earlier.#mark, this.#mark];
    if (!equalBytes(a, 0, a.length, b, 0, b.length)) return null;
    return new PieceSlicer(this.#mark, this.#index - earlier.#index);
  }
}

/** The same for a mark of one byte. */
class BytePieceSlicer implements TextSlicer {
  start = 0;
  end = 0;
  readonly #mark: number;
  readonly #index: number;

  constructor(mark: number, index: number) {
    this.#mark = mark;
    this.#index = index;
  }

  find(bytes: Uint8Array, start: number, end: number): boolean {
    if (start === end) return false;
    const mark = this.#mark;
    let left = this.#index;
    let from = start;
    let at = start;
    for (; at < end; at++) {
      if (bytes[at] !== mark) continue;
      if (left === 0) break;
      left -= 1;
      from = at + 1;
    }
    if (left > 0) return false;
    this.start = from;
    this.end = at;
    return true;
  }

  /** As PieceSlicer's. */
  behind(earlier: TextSlicer): TextSlicer | null {
    if (!(earlier instanceof BytePieceSlicer) || earlier.#mark !== this.#mark) return null;
    const more = this.#index - earlier.#index;
    return more > 0 ? new BytePieceSlicer(this.#mark, more) : null;
  }
}

/** SPLIT_INDEX with a literal mark (a text, or the code of a character) and index. */
export function splitIndexSlicer({ literals }: CallSite): TextSlicer | null {
  const [, given, index] = literals;
  if (typeof given === 'number' && (given < 1 || given > 255)) return null;
  const mark = plainBytes(typeof given === 'number' ? String.fromCharCode(given) : given);
  if (mark === null || mark.length === 0 || typeof index !== 'number' || index < 0) return null;
  return mark.length === 1 ? new BytePieceSlicer(mark[0]!, index) : new PieceSlicer(mark, index);
}

/** `length` characters behind the first `skip`. */
class PointSlicer implements TextSlicer {
  start = 0;
  end = 0;
  readonly #skip: number;
  readonly #length: number;

  constructor(skip: number, length: number) {
    this.#skip = skip;
    this.#length = length;
  }

  find(bytes: Uint8Array, start: number, end: number): boolean {
    this.start = skipPoints(bytes, start, end, this.#skip);
    this.end = this.#length === Infinity ? end : skipPoints(bytes, this.start, end, this.#length);
    return true;
  }
}

/** SUBSTRING from a literal position above 0, with a literal length or none. */
export function substringSlicer({ args, literals }: CallSite): TextSlicer | null {
  const [, position, length] = literals;
  if (typeof position !== 'number' || position <= 0) return null;
  if (args.length === 2) return new PointSlicer(position - 1, Infinity);
  return typeof length === 'number' && length >= 0 ? new PointSlicer(position - 1, length) : null;
}

/** LEFT with a literal count. */
export function leftSlicer({ literals }: CallSite): TextSlicer | null {
  const [, count] = literals;
  return typeof count === 'number' ? new PointSlicer(0, Math.max(0, count)) : null;
}

/** Characters: every byte but those that go on with one. */
export function countPoints(bytes: Uint8Array, start: number, end: number): number {
  let more = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    more += (byte >> 7) & ~(byte >> 6); // 1 for 10xxxxxx
  }
  return end - start - more;
}

/**
 * LIKE by its texts in order; `fromStart` and `toEnd`: no % before the first, behind the last one.
 * null when a text cannot be bytes. Searching from the left is enough: what lies between is free.
 */
export function likeUtf8(
  texts: readonly string[],
  fromStart: boolean,
  toEnd: boolean,
): Utf8Kernel | null {
  const parts = texts.map(plainBytes);
  if (parts.length === 0 || parts.some((part) => part === null || part.length === 0)) return null;
  const all = parts as readonly Uint8Array[];
  const [first] = all as readonly [Uint8Array];
  if (all.length === 1 && !fromStart && !toEnd)
    return (bytes, start, end) => indexOfBytes(bytes, start, end, first) >= 0;
  if (all.length === 1 && !toEnd) return (bytes, start, end) => liesAt(bytes, start, end, first);
  return (bytes, start, end) => likeParts(bytes, start, end, all, fromStart, toEnd);
}

function likeParts(
  bytes: Uint8Array,
  start: number,
  end: number,
  parts: readonly Uint8Array[],
  fromStart: boolean,
  toEnd: boolean,
): boolean {
  let from = start;
  let to = end;
  let next = 0;
  let last = parts.length;
  if (fromStart) {
    if (!liesAt(bytes, from, to, parts[0]!)) return false;
    from += parts[0]!.length;
    next = 1;
    if (last === 1 && toEnd) return from === to;
  }
  if (toEnd) {
    last -= 1;
    to -= parts[last]!.length;
    if (to < from || !liesAt(bytes, to, end, parts[last]!)) return false;
  }
  for (; next < last; next++) {
    const at = indexOfBytes(bytes, from, to, parts[next]!);
    if (at < 0) return false;
    from = at + parts[next]!.length;
  }
  return true;
}
