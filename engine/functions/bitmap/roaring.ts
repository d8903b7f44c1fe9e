/**
 * BITMAP values: sets of 32-bit integers as bytes of the portable Roaring format, so that they are
 * the same wherever they go. Members are in unsigned order: 0, 1, ..., -2, -1.
 */
import { DataError } from '../../../core/errors.js';

const COOKIE = 12346;
const COOKIE_WITH_RUNS = 12347;
/** Containers of up to this many members are lists, larger ones 8 KB of bits. */
const LIST_MAX = 4096;
const BITS_BYTES = 8192;
/** With runs, fewer containers than this have no offsets. */
const OFFSETS_FROM = 4;

/** Bytes of the set of `members`, which may repeat and come in any order. */
export function encodeBitmap(members: Iterable<number>): Uint8Array {
  const sorted = [...new Set(Uint32Array.from(members))].sort((a, b) => a - b);
  const containers = new Map<number, number[]>();
  for (const member of sorted) {
    const key = member >>> 16;
    const lows = containers.get(key);
    if (lows === undefined) containers.set(key, [member & 0xffff]);
    else lows.push(member & 0xffff);
  }
  return encodeContainers(containers);
}

function encodeContainers(containers: ReadonlyMap<number, readonly number[]>): Uint8Array {
  const header = 8 + 8 * containers.size;
  const sizes = [...containers.values()].map((lows) =>
    lows.length > LIST_MAX ? BITS_BYTES : 2 * lows.length,
  );
  const bytes = new Uint8Array(sizes.reduce((total, size) => total + size, header));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, COOKIE, true);
  view.setUint32(4, containers.size, true);
  let at = header;
  for (const [i, [key, lows]] of [...containers].entries()) {
    view.setUint16(8 + 4 * i, key, true);
    view.setUint16(10 + 4 * i, lows.length - 1, true);
    view.setUint32(8 + 4 * containers.size + 4 * i, at, true);
    if (lows.length > LIST_MAX) for (const low of lows) bytes[at + (low >> 3)]! |= 1 << (low & 7);
    else for (const [j, low] of lows.entries()) view.setUint16(at + 2 * j, low, true);
    at += sizes[i]!;
  }
  return bytes;
}

/** Members in unsigned order. Throws DataError BITMAP_INVALID for other bytes. */
export function decodeBitmap(bytes: Uint8Array): Uint32Array {
  try {
    return new BitmapReader(bytes).members();
  } catch (error) {
    if (error instanceof RangeError) throw invalidBitmap();
    throw error;
  }
}

function invalidBitmap(): DataError {
  return new DataError('BITMAP_INVALID', {
    message: 'bytes are no bitmap of the portable Roaring format',
    hint: 'make bitmaps with BITMAP_BUILD or BITMAP_BUILD_AGG',
  });
}

class BitmapReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  members(): Uint32Array {
    const cookie = this.#u32();
    const hasRuns = (cookie & 0xffff) === COOKIE_WITH_RUNS;
    if (!hasRuns && cookie !== COOKIE) throw invalidBitmap();
    const count = hasRuns ? (cookie >>> 16) + 1 : this.#u32();
    const runFlagsAt = this.#at;
    if (hasRuns) this.#at += Math.ceil(count / 8);
    const heads = Array.from({ length: count }, () => [this.#u16(), this.#u16() + 1] as const);
    if (!hasRuns || count >= OFFSETS_FROM) this.#at += 4 * count;
    const members: number[] = [];
    for (const [i, [key, size]] of heads.entries()) {
      const isRun = hasRuns && (this.#view.getUint8(runFlagsAt + (i >> 3)) & (1 << (i & 7))) !== 0;
      this.#container(key * 65536, size, isRun, members);
    }
    return Uint32Array.from(members);
  }

  #container(base: number, size: number, isRun: boolean, members: number[]): void {
    if (isRun) {
      for (let runs = this.#u16(); runs > 0; runs--) {
        const start = this.#u16();
        const more = this.#u16();
        for (let low = start; low <= start + more; low++) members.push(base + low);
      }
    } else if (size > LIST_MAX) {
      for (let low = 0; low < 65536; low++)
        if ((this.#view.getUint8(this.#at + (low >> 3)) & (1 << (low & 7))) !== 0)
          members.push(base + low);
      this.#at += BITS_BYTES;
    } else {
      for (let i = 0; i < size; i++) members.push(base + this.#u16());
    }
  }

  #u16(): number {
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2, true);
  }

  #u32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }
}
