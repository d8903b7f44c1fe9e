/**
 * LevelDB's log format: blocks of 32 KiB; a record is one fragment, or a first, some middle and a
 * last one; each fragment has a header of masked CRC-32C (4 bytes), length (2) and type (1). A
 * block's tail too short for a header is left zero. Format: leveldb/doc/log_format.md.
 */
import { joinedBytes } from '../core/joined-bytes.js';

const blockBytes = 32768;
const headerBytes = 7;
const fragmentType = { zero: 0, full: 1, first: 2, middle: 3, last: 4 } as const;

/**
 * Hands each whole record of `bytes` to `take`. `bytes` begin at byte `position` of the log, which
 * is where an earlier read stopped. Gives the position behind the last whole record.
 */
export function readRecords(
  bytes: Uint8Array, position: number, take: (record: Uint8Array) => void,
): number {
  let done = 0;
  let fragments: Uint8Array[] = [];
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const blockLeft = blockBytes - ((position + at) % blockBytes);
    if (blockLeft < headerBytes) { at += blockLeft; continue; }
    const length = bytes[at + 4]! | (bytes[at + 5]! << 8);
    const type = bytes[at + 6]!;
    const end = at + headerBytes + length;
    if (type === fragmentType.zero || end > bytes.length) break;
    fragments.push(bytes.subarray(at + headerBytes, end));
    at = end;
    if (type !== fragmentType.full && type !== fragmentType.last) continue;
    take(fragments.length === 1 ? fragments[0]! : joinedBytes(fragments));
    fragments = [];
    done = at;
  }
  return position + done;
}

/** A log that holds `record` alone. */
export function encodeRecord(record: Uint8Array): Uint8Array {
  const room = blockBytes - headerBytes;
  const count = Math.max(1, Math.ceil(record.length / room));
  const log = new Uint8Array(record.length + count * headerBytes);
  for (let index = 0; index < count; index++) {
    const part = record.subarray(index * room, (index + 1) * room);
    const isFirst = index === 0;
    const isLast = index === count - 1;
    const type = isFirst && isLast ? fragmentType.full
      : isFirst ? fragmentType.first : isLast ? fragmentType.last : fragmentType.middle;
    const at = index * blockBytes;
    log[at + 6] = type;
    log.set(part, at + headerBytes);
    const checksum = maskedCrc32c(log.subarray(at + 6, at + headerBytes + part.length));
    const header = new DataView(log.buffer, at);
    header.setUint32(0, checksum, true);
    header.setUint16(4, part.length, true);
  }
  return log;
}

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** CRC-32C, rotated and offset as in leveldb/util/crc32c.h. */
function maskedCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
