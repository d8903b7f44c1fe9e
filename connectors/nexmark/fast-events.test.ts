import test from 'ava';
import { FastEvents } from './fast-events.js';
import { Kind, kindOf, Timeline } from './timeline.js';

const kinds = [Kind.Person, Kind.Auction, Kind.Bid];

function timeline(outOfOrderGroup: number, firstEventId: number): Timeline {
  return new Timeline({
    mode: 'fast',
    baseMs: 0,
    ratePerSecond: 10_000,
    outOfOrderGroup,
    firstEventId,
    firstEventNumber: 1,
    generators: 1,
  });
}

/** [first event's id, group, k, rows]; 2^32 is within an epoch. */
const cases = [
  [1, 1, 0, 4096],
  [1, 1, 49, 1],
  [1, 1, 3, 52],
  [0, 1, 1_000_003, 777],
  [2 ** 32 - 60, 1, 0, 200],
  [2 ** 40, 1, 17, 100],
  [1, 7, 3, 400],
  [1, 50, 1_000_020, 1000],
  [2 ** 32 - 60, 1000, 990, 300],
] as const;

for (const [firstId, group, first, count] of cases) {
  test(`runs hold every event once: id ${firstId}, group ${group}, k ${first}, ${count}`, (t) => {
    const line = timeline(group, firstId);
    const events = new FastEvents(line, first, count);
    const ids = Array.from({ length: count }, () => -1);
    for (const kind of kinds) {
      const runs = events.of(kind);
      let inRuns = 0;
      for (let r = 0; r < runs.count; r++) {
        const [id, length] = [runs.ids[r]!, runs.lengths[r]!];
        inRuns += length;
        t.is(Math.floor(id / 2 ** 32), Math.floor((id + length - 1) / 2 ** 32), 'one high word');
        t.is(Math.floor(id / 50), Math.floor((id + length - 1) / 50), 'one epoch');
        for (let i = 0; i < length; i++) {
          t.is(ids[runs.rows[r]! + i], -1);
          ids[runs.rows[r]! + i] = id + i;
          t.is(kindOf(id + i), kind);
        }
      }
      t.is(runs.events, inRuns);
      const bits = Array.from({ length: count }, (_, i) => (runs.validity[i >> 3]! >> (i & 7)) & 1);
      t.deepEqual(
        bits,
        ids.map((id) => (id >= 0 && kindOf(id) === kind ? 1 : 0)),
      );
    }
    const expected = ids.map((_, i) => line.eventId(line.adjusted(first + i)));
    t.deepEqual(ids, expected);
  });
}

test('times in a loop equal times one by one', (t) => {
  for (const ratePerSecond of [1, 7777, 10_000, 3_000_000]) {
    const line = new Timeline({
      mode: 'fast',
      baseMs: 1436918400000,
      ratePerSecond,
      outOfOrderGroup: 1,
      firstEventId: 5,
      firstEventNumber: 1,
      generators: 3,
    });
    const out = new Float64Array(501);
    line.writeTimes(123_456_789, 500, out, 1);
    const expected = Array.from({ length: 500 }, (_, i) => line.timeOfId(123_456_789 + i));
    t.deepEqual([...out], [0, ...expected]);
  }
});
