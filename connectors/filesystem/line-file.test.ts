import test from 'ava';
import type { Decoder } from '../formats/format.js';
import type { ByteStream } from './byte-stream.js';
import { FILE_START, LineFile } from './line-file.js';

const CHUNK = 100;

/** Chunks of `bytes` in two buffers that take turns, as of a file. */
function streamOf(bytes: Uint8Array): ByteStream {
  const buffers = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)];
  let at = 0;
  return {
    next: () => {
      const part = bytes.subarray(at, at + CHUNK);
      if (part.length === 0) return Promise.resolve(null);
      buffers.reverse();
      buffers[0]!.set(part);
      at += part.length;
      return Promise.resolve({ buffer: buffers[0]!, start: 0, end: part.length });
    },
    close: () => Promise.resolve(),
  };
}

/** A record ends with a newline; counts the bytes that are looked at. */
class Lines implements Decoder {
  readonly skipsMark = false;
  rowCount = 0;
  line = 0;
  skippedCount = 0;
  readonly lastRecord = { position: 0, line: 0, rows: 1 };
  readonly found: string[] = [];
  seen = 0;

  begin(): void {
    this.line = 0;
  }

  decode(bytes: Uint8Array, start: number, end: number): number {
    this.seen += end - start;
    let at = start;
    for (;;) {
      const next = bytes.subarray(0, end).indexOf(10, at);
      if (next < 0) return at;
      this.found.push(Buffer.from(bytes.subarray(at, next)).toString());
      this.rowCount++;
      at = next + 1;
    }
  }

  take(): { columns: []; kinds: null; rowCount: number } {
    const { rowCount } = this;
    this.rowCount = 0;
    return { columns: [], kinds: null, rowCount };
  }
}

test('a record of very many chunks is looked at a few times', async (t) => {
  const wide = 'x'.repeat(100_000);
  const records = ['a', 'b'.repeat(250), wide, 'c', '', wide, 'the end'];
  const lines = new Lines();
  const file = new LineFile(streamOf(Buffer.from(records.join('\n'))), lines, 'f', FILE_START);
  while ((await file.read(1000)) !== null);
  t.deepEqual(lines.found, records);
  t.true(lines.seen < 10 * wide.length, `${lines.seen}`);
});
