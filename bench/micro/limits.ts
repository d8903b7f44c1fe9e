/**
 * What a hand-written loop over the same bytes does, as the limit of what reading Nexmark's file
 * may cost: it knows that every line is written by our own encoder, checks nothing, and makes no
 * batches.
 */
import { readFileSync } from 'node:fs';
import { eventFile } from '../nexmark/event-file.js';
import type { Measured, MicroBench } from './micro-bench.js';

const events = 100_000;
const prefix = '{"event_type":2,"person":null,"auction":null,"bid":{"auction":';
const newline = 10;

export const limitBenches: readonly MicroBench[] = [
  { name: 'limit/bid ids+prices', rows: events, prepare: () => limit(readNumbers) },
  { name: 'limit/bids', rows: events, prepare: () => limit(readAll) },
];

async function limit(read: (bytes: Buffer, out: Out) => void): Promise<Measured> {
  const bytes = readFileSync(await eventFile(events));
  const numbers = new Float64Array(3 * events);
  const out = { numbers, texts: new Uint8Array(bytes.length), rows: 0, at: 0 };
  const run = (): void => {
    out.rows = 0;
    out.at = 0;
    read(bytes, out);
  };
  return { run };
}

interface Out {
  readonly numbers: Float64Array;
  readonly texts: Uint8Array;
  rows: number;
  /** End of the texts. */
  at: number;
}

function readNumbers(bytes: Buffer, out: Out): void {
  for (let line = 0; line < bytes.length;) {
    if (bytes[line + 14] === 50) putNumbers(bytes, line, out);
    line = bytes.indexOf(newline, line) + 1;
  }
}

/** Also every text behind the numbers, with its quotes and escapes. */
function readAll(bytes: Buffer, out: Out): void {
  for (let line = 0; line < bytes.length;) {
    const end = bytes.indexOf(newline, line);
    if (bytes[line + 14] === 50) {
      const from = putNumbers(bytes, line, out);
      bytes.copy(out.texts, out.at, from, end);
      out.at += end - from;
    }
    line = end + 1;
  }
}

/** auction, bidder, price; gives the place behind the last. */
function putNumbers(bytes: Buffer, line: number, out: Out): number {
  let at = line + prefix.length;
  for (let field = 0; field < 3; field++) {
    let value = 0;
    for (let c = bytes[at]!; c >= 48 && c <= 57; c = bytes[++at]!) value = value * 10 + c - 48;
    out.numbers[3 * out.rows + field] = value;
    at += field === 0 ? ',"bidder":'.length : ',"price":'.length;
  }
  out.rows++;
  return at;
}
