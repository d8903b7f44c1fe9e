/** MD5 (RFC 1321). */
import { hexOfWords, padded } from './blocks.js';

const SINES = Int32Array.from(
  { length: 64 },
  (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0,
);
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** 32 hexadecimal digits. */
export function md5(message: Uint8Array): string {
  const data = padded(message, 64, true);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < data.byteLength; at += 64) addBlock(state, data, at);
  return hexOfWords(Array.from(state, swapped));
}

function addBlock(state: Int32Array, data: DataView, at: number): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mixed = mix(round, b, c, d);
    const word = data.getInt32(at + 4 * wordOf(round, i), true);
    const sum = (a + mixed + SINES[i]! + word) | 0;
    const shift = SHIFTS[4 * round + (i & 3)]!;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

function wordOf(round: number, i: number): number {
  if (round === 0) return i;
  if (round === 1) return (5 * i + 1) & 15;
  return round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
}

function swapped(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >> 8) & 0xff00) | (word >>> 24);
}
