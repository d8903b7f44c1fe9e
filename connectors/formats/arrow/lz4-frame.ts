/** LZ4 frames, as compressed Arrow files hold them: blocks that may look back into those before. */
import { corruptArrow } from './arrow-read.js';

const MAGIC = 0x184d2204;
const STORED = 0x80000000;
const MATCH_MIN = 4;

/** Content of one frame. Checksums are not looked at. Throws DataError CORRUPT_FILE. */
export function decompressLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = bytes[4];
  if (flags === undefined || view.getUint32(0, true) !== MAGIC || flags >> 6 !== 1) throw damaged();
  const has = (bit: number): boolean => ((flags >> bit) & 1) === 1;
  let at = 7 + (has(3) ? 8 : 0) + (has(0) ? 4 : 0);
  const out = new Output(bytes.length * 4);
  while (true) {
    if (at + 4 > bytes.length) throw damaged();
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return out.bytes();
    const end = at + (size & ~STORED);
    if (end > bytes.length) throw damaged();
    if ((size & STORED) !== 0) out.literals(bytes, at, end);
    else decompressBlock(bytes, at, end, out);
    at = end + (has(4) ? 4 : 0);
  }
}

function decompressBlock(bytes: Uint8Array, start: number, end: number, out: Output): void {
  let at = start;
  /** The four bits of a length, and the bytes that go on with it. */
  const lengthOf = (bits: number): number => {
    let length = bits;
    if (bits !== 15) return length;
    let more = 255;
    while (more === 255) {
      if (at >= end) throw damaged();
      more = bytes[at++]!;
      length += more;
    }
    return length;
  };
  while (at < end) {
    const token = bytes[at++]!;
    const literals = lengthOf(token >> 4);
    if (at + literals > end) throw damaged();
    out.literals(bytes, at, at + literals);
    at += literals;
    if (at === end) return;
    if (at + 2 > end) throw damaged();
    const distance = bytes[at]! | (bytes[at + 1]! << 8);
    at += 2;
    out.match(distance, lengthOf(token & 15) + MATCH_MIN);
  }
}

/** Bytes that grow. */
class Output {
  #bytes: Uint8Array;
  #length = 0;

  constructor(room: number) {
    this.#bytes = new Uint8Array(room);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  literals(from: Uint8Array, start: number, end: number): void {
    this.#makeRoom(end - start);
    this.#bytes.set(from.subarray(start, end), this.#length);
    this.#length += end - start;
  }

  /** Copies what lies `distance` back; it may run into what it writes. */
  match(distance: number, length: number): void {
    if (distance === 0 || distance > this.#length) throw damaged();
    this.#makeRoom(length);
    const bytes = this.#bytes;
    const end = this.#length + length;
    for (let to = this.#length; to < end; to++) bytes[to] = bytes[to - distance]!;
    this.#length = end;
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const wider = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    wider.set(this.#bytes);
    this.#bytes = wider;
  }
}

function damaged(): Error {
  return corruptArrow('LZ4 data that is damaged');
}
