/** SHA-1 (FIPS 180-4). */
import { hexOfWords, padded } from './blocks.js';

const ROUNDS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];

/** 40 hexadecimal digits. */
export function sha1(message: Uint8Array): string {
  const data = padded(message, 64, false);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Int32Array(80);
  for (let at = 0; at < data.byteLength; at += 64) addBlock(state, words, data, at);
  return hexOfWords(state);
}

function addBlock(state: Int32Array, words: Int32Array, data: DataView, at: number): void {
  for (let i = 0; i < 16; i++) words[i] = data.getInt32(at + 4 * i);
  for (let i = 16; i < 80; i++) {
    const mixed = words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!;
    words[i] = (mixed << 1) | (mixed >>> 31);
  }
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let i = 0; i < 80; i++) {
    const round = Math.floor(i / 20);
    const mixed = mix(round, b, c, d);
    const sum = (((a << 5) | (a >>> 27)) + mixed + e + ROUNDS[round]! + words[i]!) | 0;
    [e, d, c, b, a] = [d, c, (b << 30) | (b >>> 2), a, sum];
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  return round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
}
