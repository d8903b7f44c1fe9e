/** Digits of JSON numbers. */

/** Behind the number at `start`, 0 when there is none. What follows a leading zero is left. */
// @ts-ignore: decorator
@inline
export function numberEnd(start: usize): usize {
  let at = start;
  let c: u32 = load<u8>(at);
  if (c == 45) c = load<u8>(++at);
  if (c == 48) {
    at++;
  } else {
    if (c - 49 > 8) return 0;
    at = digitsEnd(at);
  }
  c = load<u8>(at);
  return c == 46 || (c | 32) == 101 ? fractionEnd(at) : at;
}

/** From the point or e of a number on. */
function fractionEnd(start: usize): usize {
  let at = start;
  if (load<u8>(at) == 46) {
    at = digitsEnd(start + 1);
    if (at == start + 1) return 0;
  }
  if ((load<u8>(at) | 32) == 101) {
    const sign: u32 = load<u8>(++at);
    if (sign == 43 || sign == 45) at++;
    const first = at;
    at = digitsEnd(first);
    if (at == first) return 0;
  }
  return at;
}

/** The first place at or behind `start` without a digit; most numbers are short. */
// @ts-ignore: decorator
@inline
export function digitsEnd(start: usize): usize {
  const others = nonDigits(start);
  return others != 0 ? start + <usize>ctz(others) : longDigitsEnd(start + 16);
}

function longDigitsEnd(start: usize): usize {
  let at = start;
  let others = nonDigits(at);
  while (others == 0) {
    at += 16;
    others = nonDigits(at);
  }
  return at + <usize>ctz(others);
}

// @ts-ignore: decorator
@inline
function nonDigits(at: usize): u32 {
  const values = i8x16.sub(v128.load(at), i8x16.splat(48));
  return i8x16.bitmask(i8x16.ge_u(values, i8x16.splat(10)));
}

/** Value of eight digits, the first in the lowest byte; bytes of 0 count as zeros. */
// @ts-ignore: decorator
@inline
export function eight(bytes: u64): u64 {
  let value = bytes & 0x0f0f0f0f0f0f0f0f;
  value = (value * 2561) >> 8;
  value = ((value & 0x00ff00ff00ff00ff) * 6553601) >> 16;
  return ((value & 0x0000ffff0000ffff) * 42949672960001) >> 32;
}
