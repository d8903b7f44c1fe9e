import test from 'ava';
import type { ScheduledSource } from './source-schedule.js';
import { QUANTUM_ROWS, SourceSchedule } from './source-schedule.js';

interface Fake extends ScheduledSource {
  hasEnded: boolean;
  isIdle: boolean;
  next: number;
}

function fake(id: number, rows: number, more: Partial<Fake> & { step?: number } = {}): Fake {
  const source: Fake = {
    id,
    isBounded: true,
    hasWatermark: true,
    estimatedBytes: null,
    hasEnded: false,
    isIdle: false,
    next: 0,
    watermark: () => (source.next === 0 ? -Infinity : source.next * (more.step ?? 1)),
    ...more,
  };
  return Object.assign(source, { rows });
}

/** Reads everything in polls of `batchRows`; gives one entry per run of rows of one source. */
function trace(sources: readonly Fake[], batchRows: number): string {
  const schedule = new SourceSchedule(sources);
  const runs: { id: number; rows: number }[] = [];
  for (let turn = schedule.next(); turn !== null; turn = schedule.next()) {
    const source = turn.source as Fake & { rows: number };
    const rows = Math.min(batchRows, turn.rowsMax, source.rows - source.next);
    if (rows === 0) {
      source.hasEnded = true;
      continue;
    }
    source.next += rows;
    schedule.read(source, rows);
    if (runs.at(-1)?.id === source.id) runs.at(-1)!.rows += rows;
    else runs.push({ id: source.id, rows });
  }
  return runs.map(({ id, rows }) => `${id}:${rows}`).join(' ');
}

const mixed = (): Fake[] => [
  fake(1, 20_000, { step: 3 }),
  fake(2, 9000, { step: 1 }),
  fake(3, 50, { hasWatermark: false, estimatedBytes: 900 }),
  fake(4, 70, { hasWatermark: false, estimatedBytes: 10 }),
  fake(5, 10, { hasWatermark: false }),
];

test('the order of rows does not depend on the batch size', (t) => {
  const expected = trace(mixed(), 4096);
  for (const batchRows of [1, 7, 100, 1024])
    t.is(trace(mixed(), batchRows), expected, String(batchRows));
  t.regex(expected, /^4:70 3:50 5:10 1:4096 2:9000 1:15904$/);
});

test('the source that is furthest behind in event time goes next', (t) => {
  t.is(
    trace([fake(1, 3 * QUANTUM_ROWS, { step: 1 }), fake(2, 3 * QUANTUM_ROWS, { step: 10 })], 4096),
    `1:${QUANTUM_ROWS} 2:${QUANTUM_ROWS} 1:${2 * QUANTUM_ROWS} 2:${2 * QUANTUM_ROWS}`,
  );
});

test('unbounded sources without a watermark take turns', (t) => {
  const sources = [fake(1, 8192, { isBounded: false, hasWatermark: false }), fake(2, 8192)];
  t.is(trace(sources, 512), '2:4096 1:4096 2:4096 1:4096');
});

test('an idle unbounded source is passed over, a bounded one is waited for', (t) => {
  const live = fake(1, 10, { isBounded: false, isIdle: true });
  t.is(new SourceSchedule([live, fake(2, 10)]).next()?.source.id, 2);
  t.is(new SourceSchedule([fake(1, 10, { isIdle: true }), fake(2, 10)]).next(), null);
  t.is(
    new SourceSchedule([fake(1, 10, { isIdle: true, hasWatermark: false }), fake(2, 10)]).next(),
    null,
  );
});

test('a restored schedule goes on in the middle of the quantum', (t) => {
  const sources = [fake(1, 9999, { step: 9 }), fake(2, 9999)];
  const before = new SourceSchedule(sources);
  before.next();
  before.read(sources[0]!, 1000);
  sources[0]!.next = 1000;
  const after = new SourceSchedule(sources);
  t.is(after.next()?.source.id, 2, 'without the saved state it would turn to the other source');
  after.load(JSON.parse(JSON.stringify(before.save())) as ReturnType<SourceSchedule['save']>);
  t.like(after.next(), { rowsMax: QUANTUM_ROWS - 1000, source: { id: 1 } });
});
