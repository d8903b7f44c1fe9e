/** What the sources cost alone: JSON reading, and the generator of Nexmark events. */
import { readFileSync } from 'node:fs';
import { BATCH_ROWS } from '../../core/batch.js';
import { bigintType, stringType, type DataType, type Schema } from '../../core/types.js';
import { jsonFormat as json } from '../../connectors/formats/json/json.js';
import { nexmark } from '../../connectors/nexmark/nexmark.js';
import { nodeEnv } from '../../storage/node-env.js';
import { eventFile } from '../nexmark/event-file.js';
import type { Measured, MicroBench } from './micro-bench.js';

const events = 25 * BATCH_ROWS;
const paths = {
  numbers: ['bid.auction', 'bid.price'],
  full: ['bid.auction', 'bid.bidder', 'bid.price', 'bid.channel', 'bid.url', 'bid.extra'],
} as const;

export const sourceBenches: readonly MicroBench[] = [
  { name: 'json/bid ids+prices', rows: events, prepare: () => jsonReading(paths.numbers) },
  { name: 'json/bids', rows: events, prepare: () => jsonReading(paths.full) },
  { name: 'nexmark/bid ids+prices', rows: events, prepare: () => generating(paths.numbers) },
  { name: 'nexmark/full events', rows: events, prepare: () => generating(everything) },
];

const everything = [
  'event_type',
  'person.id',
  'person.name',
  'person.emailAddress',
  'person.creditCard',
  'person.city',
  'person.state',
  'person.dateTime',
  'person.extra',
  'auction.id',
  'auction.itemName',
  'auction.description',
  'auction.initialBid',
  'auction.reserve',
  'auction.dateTime',
  'auction.expires',
  'auction.seller',
  'auction.category',
  'auction.extra',
  ...paths.full,
  'bid.dateTime',
];

const textNames = /name|email|card|city|state|extra|description|channel|url/i;

function typeOf(path: string): DataType {
  if (path === 'event_type') return { id: 'int', nullable: true };
  if (textNames.test(path.split('.')[1]!)) return stringType;
  const isTime = /dateTime|expires/.test(path);
  return isTime ? { id: 'timestamp', precision: 3, nullable: true } : bigintType;
}

async function jsonReading(wanted: readonly string[]): Promise<Measured> {
  const bytes = new Uint8Array(readFileSync(await eventFile(events)));
  const projection = wanted.map((path) => path.split('.'));
  const types = wanted.map(typeOf);
  const bid = wanted.map((path, i) => ({ name: path.split('.')[1]!, type: types[i]! }));
  const columns: Schema = {
    fields: [{ name: 'bid', type: { id: 'row', nullable: true, fields: bid } }],
  };
  const context = { options: {}, columns, projection, types };
  const run = (): void => {
    const decoder = json.decoder!({ ...context, skipCorrupt: false });
    decoder.begin('events', 0);
    const step = { isLast: true, rowsMax: BATCH_ROWS, position: 0 };
    for (let at = 0; at < bytes.length;) {
      at = decoder.decode(bytes, at, bytes.length, step);
      decoder.take();
    }
  };
  return { run, notes: () => ({ 'file MB': (bytes.length / 1e6).toFixed(1) }) };
}

async function generating(wanted: readonly string[]): Promise<Measured> {
  const output = { fields: wanted.map((path) => ({ name: path, type: typeOf(path) })) };
  const projection = wanted.map((path) => path.split('.'));
  const context = {
    table: 'events',
    options: {},
    columns: output,
    output,
    projection,
    env: nodeEnv(),
    baseDir: '.',
  };
  const source = nexmark.source!(context as never); // endless
  const run = async (): Promise<void> => {
    for (let rows = 0; rows < events; rows += BATCH_ROWS) await source.poll(BATCH_ROWS);
  };
  return { run };
}
