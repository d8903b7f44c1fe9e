/** Where JSON values of any kind end, objects and arrays too. */
import { numberEnd } from './number-bytes';
import { stringEnd } from './string-bytes';

const QUOTE: u32 = 34;
const COMMA: u32 = 44;
const NULL_WORD: u32 = 0x6c6c756e;
const TRUE_WORD: u32 = 0x65757274;
const FALS_WORD: u32 = 0x736c6166;
/** Objects and arrays within each other, as in ../scan.ts. */
const DEPTH_MAX: i32 = 500;

/** Behind the value at `start`, 0 when it is broken. `depth` counts the objects around it. */
export function valueEnd(start: usize, depth: i32): usize {
  const c: u32 = load<u8>(start);
  if (c == QUOTE) return unreadString(start);
  if (c == 123) return depth < DEPTH_MAX ? objectEnd(start, depth + 1) : 0;
  if (c == 91) return depth < DEPTH_MAX ? arrayEnd(start, depth + 1) : 0;
  return c <= 57 ? numberEnd(start) : wordEnd(start);
}

function objectEnd(start: usize, depth: i32): usize {
  let at = skipBlanks(start + 1);
  if (load<u8>(at) == 125) return at + 1;
  while (load<u8>(at) == QUOTE) {
    at = unreadString(at);
    if (at == 0) return 0;
    at = skipBlanks(at);
    if (load<u8>(at) != 58) return 0;
    at = skipBlanks(at + 1);
    const first: u32 = load<u8>(at);
    if (first == QUOTE) at = unreadString(at);
    else if (first <= 57) at = numberEnd(at);
    else at = valueEnd(at, depth);
    if (at == 0) return 0;
    at = skipBlanks(at);
    const c: u32 = load<u8>(at);
    if (c == 125) return at + 1;
    if (c != COMMA) return 0;
    at = skipBlanks(at + 1);
  }
  return 0;
}

function arrayEnd(start: usize, depth: i32): usize {
  let at = skipBlanks(start + 1);
  if (load<u8>(at) == 93) return at + 1;
  let c = COMMA;
  while (c == COMMA) {
    at = valueEnd(at, depth);
    if (at == 0) return 0;
    at = skipBlanks(at);
    c = load<u8>(at);
    if (c == 93) return at + 1;
    at = skipBlanks(at + 1);
  }
  return 0;
}

/** First place that is no blank, tab or carriage return; mostly `start`. */
// @ts-ignore: decorator
@inline
export function skipBlanks(start: usize): usize {
  return load<u8>(start) > 32 ? start : skipSome(start);
}

function skipSome(start: usize): usize {
  let at = start;
  let c: u32 = load<u8>(at);
  while (c == 32 || c == 9 || c == 13) c = load<u8>(++at);
  return at;
}

// @ts-ignore: decorator
@inline
function unreadString(start: usize): usize {
  const end = stringEnd(start + 1);
  return <usize>(end ^ (end >> 31));
}

/** Behind `true`, `false` or `null`, else 0. */
// @ts-ignore: decorator
@inline
export function wordEnd(at: usize): usize {
  const word = load<u32>(at);
  if (word == NULL_WORD || word == TRUE_WORD) return at + 4;
  return word == FALS_WORD && load<u8>(at, 4) == 101 ? at + 5 : 0;
}
