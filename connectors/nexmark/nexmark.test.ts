import test from 'ava';
import { createHash } from 'node:crypto';
import { readRow } from '../../core/column-read.js';
import {
  bigintType,
  intType,
  stringType,
  timestampType,
  type Field,
  type Schema,
} from '../../core/types.js';
import type { JsonValue } from '../../core/json.js';
import type { Source, SourceContext } from '../../engine/connector.js';
import { nodeEnv } from '../../storage/node-env.js';
import { ExactEvents, type NexmarkEvent } from './exact-events.js';
import { fieldKinds, rowNames } from './layout.js';
import { nexmark } from './nexmark.js';
import { Kind, type NexmarkMode } from './timeline.js';

const base = 1436918400000;

/** One JSON line as the golden hashes were made (keys in this order). */
function goldenLine(event: NexmarkEvent, wm: number): string {
  const { kind, dateTime: ts, extra } = event;
  const head = { t: kind };
  if (event.kind === Kind.Person) {
    const { id, name, emailAddress: email, creditCard: cc, city, state } = event;
    return JSON.stringify({ ...head, id, name, email, cc, city, state, ts, extra, wm });
  }
  if (event.kind === Kind.Auction) {
    const {
      id,
      itemName: item,
      description: desc,
      initialBid,
      reserve,
      expires,
      seller,
      category,
    } = event;
    return JSON.stringify({
      ...head,
      id,
      item,
      desc,
      initialBid,
      reserve,
      ts,
      expires,
      seller,
      category,
      extra,
      wm,
    });
  }
  const { auction, bidder, price, channel, url } = event;
  const more = channel === null ? {} : { channel, url };
  return JSON.stringify({ ...head, auction, bidder, price, ...more, ts, extra, wm });
}

function hashOf(
  mode: NexmarkMode,
  count: number,
  ratePerSecond: number,
  group: number,
  first: number,
): string {
  const options = {
    mode,
    baseMs: base,
    ratePerSecond,
    outOfOrderGroup: group,
    firstEventId: first,
    firstEventNumber: first,
    generators: 1,
  };
  const events = new ExactEvents(options, { events: 42, texts: 1, urls: 2 });
  const hash = createHash('sha256');
  for (let k = 0; k < count; k++) {
    hash.update(`${goldenLine(events.event(k), events.timeline.watermarkMs(k))}\n`);
  }
  return hash.digest('hex');
}

// Hashes of the events that the Java generators make.
test('beam mode equals Beam, byte for byte', (t) => {
  t.is(
    hashOf('beam', 200, 10000, 1, 0),
    '0c0b0afbb9bdf1d93590a5d9daaa453dfbd71499ba45c04acafb2f607efe8b5a',
  );
  t.is(
    hashOf('beam', 100000, 10000, 1000, 0),
    'b4f29ae9f21b1234524ba7e9a3f11504e8e4022d4a9f3cb06802dea89d9a5081',
  );
});
test('flink mode equals nexmark-flink with seeds 42, 1, 2, byte for byte', (t) => {
  t.is(
    hashOf('flink', 200, 10000, 1, 1),
    '75f996b405bda587b63377e487dcfb239577c91fee05e8c73ee2bf437a93742e',
  );
  t.is(
    hashOf('flink', 300000, 7777, 50, 1),
    '5f65750cdf8de3f84e78f4d81072b0083188e4bf8e4a8979f03dd8bcd7471c4a',
  );
});

const fieldType = { bigint: bigintType, text: stringType, time: timestampType(3) } as const;
const rowFields: Field[] = rowNames.map((name, kind) => {
  const kinds = Object.entries(fieldKinds[kind as Kind]);
  const fields = kinds.map(([field, type]) => ({ name: field, type: fieldType[type] }));
  return { name, type: { id: 'row', fields, nullable: true } };
});
const physical: Schema = { fields: [{ name: 'event_type', type: intType }, ...rowFields] };

async function source(
  options: Record<string, string>,
  paths: string[][],
  offset: JsonValue | null,
): Promise<Source> {
  const fields = paths.map((path) => {
    const outer = physical.fields.find((f) => f.name === path[0])!;
    if (path.length === 1 || outer.type.id !== 'row') return outer;
    return outer.type.fields.find((f) => f.name === path[1])!;
  });
  const context: SourceContext = {
    env: nodeEnv(),
    table: 'events',
    options,
    baseDir: '.',
    sessionTimeZone: 'UTC',
    physical,
    projection: paths,
    output: { fields },
    metadata: [],
    partitionKeys: [],
  };
  const made = nexmark.source!(context);
  await made.restore(offset);
  return made;
}

async function rows(from: Source, batchRows: number, max = Infinity): Promise<unknown[]> {
  const all: unknown[] = [];
  while (all.length < max) {
    const poll = await from.poll(Math.min(batchRows, max - all.length));
    if (poll.kind !== 'batch') break;
    for (let i = 0; i < poll.batch.rowCount; i++) all.push(readRow(poll.batch, i));
  }
  return all;
}

const wholeRows = [['event_type'], ['person'], ['auction'], ['bid']];

for (const mode of ['fast', 'flink', 'beam']) {
  test(`${mode}: the offset continues exactly, whatever the batch size`, async (t) => {
    const options = { mode, 'events.num': '500', 'out-of-order-group-size': '7' };
    const expected = await rows(await source(options, wholeRows, null), 64);
    t.is(expected.length, 500);
    const first = await source(options, wholeRows, null);
    const head = await rows(first, 1, 137);
    const tail = await rows(await source(options, wholeRows, first.offset()), 4096);
    t.deepEqual([...head, ...tail], expected);
  });
}
test('a projected field equals the same field of the whole row', async (t) => {
  const options = { 'events.num': '2000' };
  const whole = (await rows(
    await source(options, [['bid'], ['auction']], null),
    512,
  )) as unknown[][][];
  const some = await rows(
    await source(
      options,
      [
        ['bid', 'price'],
        ['bid', 'url'],
        ['auction', 'expires'],
      ],
      null,
    ),
    100,
  );
  t.deepEqual(
    some,
    whole.map(([bid, auction]) => [bid?.[2] ?? null, bid?.[4] ?? null, auction?.[6] ?? null]),
  );
});
test('fast mode gives the same events in every version', async (t) => {
  const hash = async (options: Record<string, string>): Promise<string> => {
    const from = await source({ 'events.num': '3000', ...options }, wholeRows, null);
    const text = JSON.stringify(await rows(from, 1000), (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    return createHash('sha256').update(text).digest('hex').slice(0, 16);
  };
  t.is(await hash({}), 'f1d84edd4ce96702');
  const shuffled = { 'out-of-order-group-size': '50', 'first-event.rate': '7777' };
  t.is(await hash(shuffled), 'daff6a57d9e7a10b');
  // The first id is twice the option: ids of events, then those of auctions, cross 2^32.
  t.is(await hash({ 'first-event-id': '2147483148', seed: '7' }), 'a116303766af5a28');
  t.is(await hash({ 'first-event-id': '35791386200' }), '25a33aaa8db3ad7c');
});
test('fast mode keeps the proportions and the skew', async (t) => {
  const paths = [['event_type'], ['bid', 'auction'], ['bid', 'bidder'], ['bid', 'price']];
  const all = (await rows(await source({ 'events.num': '50000' }, paths, null), 4096)) as [
    number,
    bigint | null,
    bigint | null,
    bigint | null,
  ][];
  const count = (kind: number): number => all.filter(([type]) => type === kind).length;
  t.deepEqual([count(0), count(1), count(2)], [1000, 3000, 46000]);
  const bids = all.filter(([type]) => type === 2);
  const share = (is: (row: (typeof bids)[number]) => boolean): number =>
    bids.filter(is).length / bids.length;
  t.true(
    Math.abs(share(([, auction]) => (auction! - 1000n) % 100n === 0n) - 0.505) < 0.02,
    'hot auctions',
  );
  t.true(Math.abs(share(([, , bidder]) => bidder! % 100n === 1n) - 0.755) < 0.02, 'hot bidders');
  t.true(
    Math.abs(share(([, , , price]) => price! < 100_000n) - 0.5) < 0.02,
    'prices over orders of magnitude',
  );
});
test('splits share the events without overlap', async (t) => {
  const ids: unknown[] = [];
  for (const index of ['0', '1', '2']) {
    const options = { 'events.num': '100', 'split.count': '3', 'split.index': index };
    ids.push(...(await rows(await source(options, [['event_type']], null), 10)));
  }
  t.is(ids.length, 100);
});
test('wrong columns and options are refused by name', (t) => {
  const context = {
    env: nodeEnv(),
    table: 'events',
    options: {},
    baseDir: '.',
    sessionTimeZone: 'UTC',
  };
  const wrong: Schema = { fields: [{ name: 'bidd', type: intType }] };
  t.throws(() => nexmark.sourceFacts!(context, wrong), { code: 'NEXMARK_SCHEMA' });
  const split = { ...context, options: { 'split.index': '1' } };
  t.throws(() => nexmark.sourceFacts!(split, physical), { code: 'OPTION_VALUE' });
});
