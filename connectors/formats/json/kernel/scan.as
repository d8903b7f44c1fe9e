/**
 * Finds the wanted values of lines whatever the order of their keys. See ../wanted-keys.ts for the
 * tables of keys, ../value-spans.ts for the spans.
 */
import { isAt, LENGTH } from './same-text';
import { skipBlanks, valueEnd, wordEnd } from './nested';
import { numberEnd } from './number-bytes';
import { nextSpecial, stringEnd } from './string-bytes';

// Tables, by bytes.
const SLOTS: usize = 4;
// Keys, by bytes, behind LENGTH.
const CHILD: usize = 8;
const COLUMNS: usize = 12;
const BELOW: usize = 16;
const END: usize = 20;

const QUOTE: u32 = 34;
const LETTER_N: u32 = 110;
/** As in ../scan.ts. */
const DEPTH_MAX: i32 = 500;

// See ../value-spans.ts: between the spans of two columns, starts of values that are none.
const COLUMN_BYTES: usize = 1024;
const MISSING: u32 = 0xffffffff;
const NULL: u32 = 0xfffffffe;

/**
 * Makes rows of the lines from `start` on, as rows `row` to `rowsMax` of the spans at `starts` and
 * `ends`, with the keys of the table at `keys`. Stops at `limit` or at a line for ../row-scanner.ts:
 * no object, broken, an escape in a key, no object where one is wanted, or one of the spans from
 * `starts` to `required` is missing. Gives that place. Puts the start of each row's line into
 * `lineStarts`, and the count of rows at `rows`.
 */
export function scan(
  start: usize,
  limit: usize,
  keys: usize,
  starts: usize,
  ends: usize,
  lineStarts: usize,
  rows: usize,
  rowsMax: u32,
  required: usize,
): usize {
  let row = load<u32>(rows);
  let at = start;
  while (at < limit && row < rowsMax) {
    const first = skipBlanks(at);
    if (load<u8>(first) != 123) break;
    const slot = row << 2;
    const end = objectEnd(keys, first, 1, starts + slot, ends + slot);
    if (end == 0) break;
    const lineEnd = skipBlanks(end);
    if (load<u8>(lineEnd) != 10 || isMissing(starts + slot, required)) break;
    store<u32>(lineStarts + slot, <u32>at);
    at = lineEnd + 1;
    row++;
  }
  store<u32>(rows, row);
  return at;
}

/** Is one of a row's spans missing? `starts` is that of its first column. */
// @ts-ignore: decorator
@inline
function isMissing(starts: usize, required: usize): bool {
  for (let span = starts; span < required; span += COLUMN_BYTES)
    if (load<u32>(span) == MISSING) return true;
  return false;
}

/** Behind the object at `start`, or 0. `depth` counts it and the objects around it. */
function objectEnd(keys: usize, start: usize, depth: i32, starts: usize, ends: usize): usize {
  if (depth > DEPTH_MAX) return 0;
  let at = skipBlanks(start + 1);
  if (load<u8>(at) == 125) return at + 1;
  while (load<u8>(at) == QUOTE) {
    const keyEnd = nextSpecial(at + 1);
    if (load<u8>(keyEnd) != QUOTE) return 0;
    const key = find(keys, at + 1, keyEnd);
    at = skipBlanks(keyEnd + 1);
    if (load<u8>(at) != 58) return 0;
    const value = skipBlanks(at + 1);
    const c: u32 = load<u8>(value);
    let end: usize = 0;
    let mark: i32 = 0; // all bits when the string has escapes
    const child: usize = key == 0 ? 0 : load<u32>(key, CHILD);
    if (child != 0) {
      setBelow(key, starts, c == 123 ? MISSING : NULL);
      if (c == 123) end = objectEnd(child, value, depth + 1, starts, ends);
      else if (c == LETTER_N) end = wordEnd(value);
    } else if (c == QUOTE) {
      const string = stringEnd(value + 1);
      mark = string >> 31;
      end = <usize>(string ^ mark);
    } else if (c <= 57) {
      end = numberEnd(value);
    } else if (c == 123 || c == 91) {
      end = valueEnd(value, depth);
    } else {
      end = wordEnd(value);
    }
    if (end == 0) return 0;
    if (key != 0) setColumns(key, starts, ends, c == LETTER_N ? NULL : <u32>value, <u32>end ^ mark);
    at = skipBlanks(end);
    const next: u32 = load<u8>(at);
    if (next == 125) return at + 1;
    if (next != 44) return 0;
    at = skipBlanks(at + 1);
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function setColumns(key: usize, starts: usize, ends: usize, start: u32, end: u32): void {
  const to: usize = load<u32>(key, BELOW);
  for (let list: usize = load<u32>(key, COLUMNS); list < to; list += 4) {
    const offset: usize = load<u32>(list);
    store<u32>(starts + offset, start);
    store<u32>(ends + offset, end);
  }
}

/** What an equal key before gave is void. */
function setBelow(key: usize, starts: usize, nothing: u32): void {
  const to: usize = load<u32>(key, END);
  for (let list: usize = load<u32>(key, BELOW); list < to; list += 4)
    store<u32>(starts + load<u32>(list), nothing);
}

/** The wanted key with the text from `start` to `end`, or 0. */
// @ts-ignore: decorator
@inline
function find(keys: usize, start: usize, end: usize): usize {
  const slots: u32 = load<u32>(keys);
  let slot = hash(start, end) & slots;
  let key: usize = load<u32>(keys + (slot << 2), SLOTS);
  while (key != 0) {
    if (load<u32>(key, LENGTH) == <u32>(end - start) && isAt(key, end - start, start)) break;
    slot = (slot + 1) & slots;
    key = load<u32>(keys + (slot << 2), SLOTS);
  }
  return key;
}

/** As in ../wanted-keys.ts: of the first eight bytes, the last eight and the length. */
// @ts-ignore: decorator
@inline
function hash(start: usize, end: usize): u32 {
  const length = <u64>(end - start);
  let bits = load<u64>(start);
  if (length >= 8) bits ^= rotl(load<u64>(end - 8), 23);
  else bits &= (<u64>1 << (length << 3)) - 1;
  return <u32>(((bits ^ length) * 0x9e3779b97f4a7c15) >> 40);
}
