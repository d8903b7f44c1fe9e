/** SHA-224 and SHA-256 (FIPS 180-4). */
import { hexOfWords, padded } from './blocks.js';
import { highWords, lowWords, ROUND_CONSTANTS, SQUARE_ROOTS } from './constants.js';

const ROUNDS = highWords(ROUND_CONSTANTS.slice(0, 64));
const START_256 = highWords(SQUARE_ROOTS.slice(0, 8));
const START_224 = lowWords(SQUARE_ROOTS.slice(8));

/** 64 hexadecimal digits. */
export function sha256(message: Uint8Array): string {
  return hexOfWords(digest(message, START_256));
}

/** 56 hexadecimal digits. */
export function sha224(message: Uint8Array): string {
  return hexOfWords(digest(message, START_224).subarray(0, 7));
}

function digest(message: Uint8Array, start: Int32Array): Int32Array {
  const data = padded(message, 64, false);
  const state = start.slice();
  const words = new Int32Array(64);
  for (let at = 0; at < data.byteLength; at += 64) addBlock(state, words, data, at);
  return state;
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function expand(words: Int32Array, data: DataView, at: number): void {
  for (let i = 0; i < 16; i++) words[i] = data.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const [x, y] = [words[i - 15]!, words[i - 2]!];
    const s0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
    const s1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10);
    words[i] = words[i - 16]! + s0 + words[i - 7]! + s1;
  }
}

function addBlock(state: Int32Array, words: Int32Array, data: DataView, at: number): void {
  expand(words, data, at);
  const v = state.slice();
  for (let i = 0; i < 64; i++) {
    const [a, b, c, e] = [v[0]!, v[1]!, v[2]!, v[4]!];
    const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const t1 = (v[7]! + s1 + ((e & v[5]!) ^ (~e & v[6]!)) + ROUNDS[i]! + words[i]!) | 0;
    const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    v.copyWithin(1, 0, 7);
    v[4]! += t1;
    v[0] = t1 + t2;
  }
  for (let i = 0; i < 8; i++) state[i]! += v[i]!;
}
