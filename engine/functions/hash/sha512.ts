/** SHA-384 and SHA-512 (FIPS 180-4). 64-bit words are pairs of 32-bit halves: high, low. */
import { hexOfWords, padded } from './blocks.js';
import { highWords, lowWords, ROUND_CONSTANTS, SQUARE_ROOTS } from './constants.js';

const ROUNDS_HIGH = highWords(ROUND_CONSTANTS);
const ROUNDS_LOW = lowWords(ROUND_CONSTANTS);
const START_512 = pairs(SQUARE_ROOTS.slice(0, 8));
const START_384 = pairs(SQUARE_ROOTS.slice(8));
const TWO_32 = 4294967296;

/** 128 hexadecimal digits. */
export function sha512(message: Uint8Array): string {
  return hexOfWords(digest(message, START_512));
}

/** 96 hexadecimal digits. */
export function sha384(message: Uint8Array): string {
  return hexOfWords(digest(message, START_384).subarray(0, 12));
}

function pairs(words: readonly bigint[]): Int32Array {
  const [high, low] = [highWords(words), lowWords(words)];
  return Int32Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? high : low)[i >> 1]!);
}

function digest(message: Uint8Array, start: Int32Array): Int32Array {
  const data = padded(message, 128, false);
  const state = start.slice();
  const words = new Int32Array(160);
  for (let at = 0; at < data.byteLength; at += 128) addBlock(state, words, data, at);
  return state;
}

/** High half of (high, low) rotated right; called with the halves swapped it gives the low one. */
function rotated(high: number, low: number, by: number): number {
  if (by > 32) return rotated(low, high, by - 32);
  return (high >>> by) | (low << (32 - by));
}

function expand(words: Int32Array, data: DataView, at: number): void {
  for (let i = 0; i < 32; i++) words[i] = data.getInt32(at + 4 * i);
  for (let i = 32; i < 160; i += 2) {
    const [xh, xl, yh, yl] = [words[i - 30]!, words[i - 29]!, words[i - 4]!, words[i - 3]!];
    const s0h = rotated(xh, xl, 1) ^ rotated(xh, xl, 8) ^ (xh >>> 7);
    const s0l = rotated(xl, xh, 1) ^ rotated(xl, xh, 8) ^ ((xl >>> 7) | (xh << 25));
    const s1h = rotated(yh, yl, 19) ^ rotated(yh, yl, 61) ^ (yh >>> 6);
    const s1l = rotated(yl, yh, 19) ^ rotated(yl, yh, 61) ^ ((yl >>> 6) | (yh << 26));
    const low = (words[i - 31]! >>> 0) + (s0l >>> 0) + (words[i - 13]! >>> 0) + (s1l >>> 0);
    words[i + 1] = low;
    words[i] = words[i - 32]! + s0h + words[i - 14]! + s1h + Math.floor(low / TWO_32);
  }
}

function addBlock(state: Int32Array, words: Int32Array, data: DataView, at: number): void {
  expand(words, data, at);
  const v = state.slice();
  for (let i = 0; i < 80; i++) addRound(v, words, i);
  for (let i = 0; i < 16; i += 2) {
    const low = (state[i + 1]! >>> 0) + (v[i + 1]! >>> 0);
    state[i + 1] = low;
    state[i] = state[i]! + v[i]! + Math.floor(low / TWO_32);
  }
}

function addRound(v: Int32Array, words: Int32Array, i: number): void {
  const [ah, al, bh, bl, ch, cl] = [v[0]!, v[1]!, v[2]!, v[3]!, v[4]!, v[5]!];
  const [eh, el] = [v[8]!, v[9]!];
  const s1h = rotated(eh, el, 14) ^ rotated(eh, el, 18) ^ rotated(eh, el, 41);
  const s1l = rotated(el, eh, 14) ^ rotated(el, eh, 18) ^ rotated(el, eh, 41);
  const chooseH = (eh & v[10]!) ^ (~eh & v[12]!);
  const chooseL = (el & v[11]!) ^ (~el & v[13]!);
  const t1l =
    (v[15]! >>> 0) +
    (s1l >>> 0) +
    (chooseL >>> 0) +
    (ROUNDS_LOW[i]! >>> 0) +
    (words[2 * i + 1]! >>> 0);
  const t1h =
    (v[14]! + s1h + chooseH + ROUNDS_HIGH[i]! + words[2 * i]! + Math.floor(t1l / TWO_32)) | 0;
  const s0h = rotated(ah, al, 28) ^ rotated(ah, al, 34) ^ rotated(ah, al, 39);
  const s0l = rotated(al, ah, 28) ^ rotated(al, ah, 34) ^ rotated(al, ah, 39);
  const majorH = (ah & bh) ^ (ah & ch) ^ (bh & ch);
  const majorL = (al & bl) ^ (al & cl) ^ (bl & cl);
  v.copyWithin(2, 0, 14);
  const eLow = (v[9]! >>> 0) + ((t1l | 0) >>> 0);
  v[9] = eLow;
  v[8] = v[8]! + t1h + Math.floor(eLow / TWO_32);
  const aLow = ((t1l | 0) >>> 0) + (s0l >>> 0) + (majorL >>> 0);
  v[1] = aLow;
  v[0] = t1h + s0h + majorH + Math.floor(aLow / TWO_32);
}
