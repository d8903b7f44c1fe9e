/** Escapes of JSON strings, bytes to bytes. */
const HIGH = 0xd800;
const LOW = 0xdc00;
const BACKSLASHES = 0x5c5c5c5c;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;

/**
 * Writes the content `bytes[start..end)` of a well-formed JSON string without its escapes to
 * `target[first..]` (where at least end - start bytes are) and gives the place behind the last
 * byte written. Lone surrogates become U+FFFD.
 */
export function unescapeInto(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  target: DataView,
  first: number,
): number {
  let to = first;
  for (let at = start; at < end;) {
    while (at + 4 <= end) {
      const four = view.getInt32(at, true);
      const other = four ^ BACKSLASHES; // has a zero byte where there is a backslash
      if (((other - ONES) & ~other & HIGH_BITS) !== 0) break;
      target.setInt32(to, four, true);
      at += 4;
      to += 4;
    }
    if (at === end) break;
    const byte = bytes[at]!;
    if (byte !== 92) {
      target.setUint8(to++, byte);
      at++;
    } else if (bytes[at + 1] !== 117) {
      target.setUint8(to++, simpleEscape(bytes[at + 1]!));
      at += 2;
    } else {
      let code = hexUnit(bytes, at + 2);
      at += 6;
      if (
        code >= HIGH &&
        code < LOW &&
        at + 6 <= end &&
        bytes[at] === 92 &&
        bytes[at + 1] === 117
      ) {
        const low = hexUnit(bytes, at + 2);
        if (low >= LOW && low < 0xe000) {
          code = 0x10000 + ((code - HIGH) << 10) + (low - LOW);
          at += 6;
        }
      }
      to = putCodePoint(code >= HIGH && code < 0xe000 ? 0xfffd : code, target, to);
    }
  }
  return to;
}

function simpleEscape(letter: number): number {
  switch (letter) {
    case 98:
      return 8;
    case 102:
      return 12;
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

/** Value of four hex digits. */
function hexUnit(bytes: Uint8Array, at: number): number {
  let unit = 0;
  for (let i = at; i < at + 4; i++) {
    const c = bytes[i]!;
    unit = unit * 16 + (c <= 57 ? c - 48 : (c | 32) - 87);
  }
  return unit;
}

function putCodePoint(code: number, target: DataView, to: number): number {
  if (code < 0x80) {
    target.setUint8(to, code);
    return to + 1;
  }
  if (code < 0x800) {
    target.setUint8(to, 0xc0 | (code >> 6));
  } else if (code < 0x10000) {
    target.setUint8(to, 0xe0 | (code >> 12));
  } else {
    target.setUint8(to, 0xf0 | (code >> 18));
    target.setUint8(++to, 0x80 | ((code >> 12) & 63));
  }
  if (code >= 0x800) target.setUint8(++to, 0x80 | ((code >> 6) & 63));
  target.setUint8(to + 1, 0x80 | (code & 63));
  return to + 2;
}
