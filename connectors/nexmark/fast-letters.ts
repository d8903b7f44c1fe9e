/** Texts of the fast mode that are made letter by letter. */
import { drawBits, drawScaled, scaleOf } from './fast-draws.js';

const tenThousand = scaleOf(10_000);
const two = scaleOf(2);
const four = scaleOf(4);

/** Like abc@xyz.com, at most 16 bytes from `at`; gives the end. `key`: the event's. */
export function writeEmail(key: number, target: Uint8Array, at: number): number {
  let to = writeLetters(drawBits(key, 2) >>> 0, 3 + drawScaled(key, 1, four), target, at);
  target[to++] = 64; // @
  to = writeLetters(drawBits(key, 4) >>> 0, 3 + drawScaled(key, 3, two), target, to);
  target[to] = 46; // .com
  target[to + 1] = 99;
  target[to + 2] = 111;
  target[to + 3] = 109;
  return to + 4;
}

function writeLetters(bits: number, count: number, target: Uint8Array, at: number): number {
  let rest = bits;
  for (let i = 0; i < count; i++) {
    target[at + i] = 97 + (rest % 26);
    rest = (rest / 26) >>> 0;
  }
  return at + count;
}

/** Four times four digits with blanks between, 19 bytes from `at`; gives the end. */
export function writeCard(key: number, target: Uint8Array, at: number): number {
  for (let group = 0; group < 4; group++) {
    let digits = drawScaled(key, 11 + group, tenThousand);
    const first = at + group * 5;
    for (let i = 3; i >= 0; i--) {
      target[first + i] = 48 + (digits % 10);
      digits = (digits / 10) | 0;
    }
    if (group < 3) target[first + 4] = 32;
  }
  return at + 19;
}
