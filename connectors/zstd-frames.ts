/**
 * Where the frames of zstandard bytes end, and how much they can hold (RFC 8878). Files may consist
 * of many frames, and frames written from a pipe do not say how long their content is.
 */
import { DataError } from '../core/errors.js';

/** One frame with content. */
export interface ZstdFrame {
  readonly bytes: Uint8Array;
  /** Bytes of content at most. */
  readonly contentMax: number;
}

const MAGIC = 0xfd2fb528;
const BLOCK_BYTES_MAX = 1 << 17;

/** Frames of `bytes` in order, skippable ones left out. Throws DataError CORRUPT_FILE. */
export function* splitFrames(bytes: Uint8Array): Generator<ZstdFrame> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let start = 0; start < bytes.length;) {
    if (start + 8 > bytes.length) throw cutOff();
    const magic = view.getUint32(start, true);
    if (magic >>> 4 === 0x184d2a5) {
      start += 8 + view.getUint32(start + 4, true);
      if (start > bytes.length) throw cutOff();
      continue;
    }
    if (magic !== MAGIC) throw corrupt('it is not zstandard');
    const { end, contentMax } = frameAt(view, start);
    yield { bytes: bytes.subarray(start, end), contentMax };
    start = end;
  }
}

/** Frame header, then blocks up to the last one, then a checksum where the header says so. */
function frameAt(view: DataView, start: number): { end: number; contentMax: number } {
  const descriptor = view.getUint8(start + 4);
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? Number(isSingle) : 1 << sizeFlag;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const sizeAt = start + 5 + Number(!isSingle) + dictionaryBytes;
  let at = sizeAt + sizeBytes;
  let contentMax = 0;
  for (let isLast = false; !isLast;) {
    if (at + 3 > view.byteLength) throw cutOff();
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const [type, size] = [(header >> 1) & 3, header >> 3];
    isLast = (header & 1) === 1;
    contentMax += type === 2 ? BLOCK_BYTES_MAX : size;
    at += 3 + (type === 1 ? 1 : size);
  }
  const end = at + ((descriptor & 4) === 0 ? 0 : 4);
  if (end > view.byteLength) throw cutOff();
  // The library makes room for what is announced: no more than the blocks can hold.
  if (sizeBytes > 0 && announced(view, sizeAt, sizeBytes) > contentMax)
    throw corrupt('it announces more content than it has');
  return { end, contentMax };
}

function announced(view: DataView, at: number, bytes: number): number {
  switch (bytes) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}

function cutOff(): DataError {
  return corrupt('its last zstandard frame is cut off');
}

function corrupt(message: string): DataError {
  return new DataError('CORRUPT_FILE', { message, hint: 'compress it again' });
}
