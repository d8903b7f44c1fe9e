/** Random rows of the simulated tables. */
import fc from 'fast-check';
import type { SimRow, SimTables } from './sim-connectors.js';

const row: fc.Arbitrary<Omit<SimRow, 'ts' | 'wm'> & { step: number; back: number; delay: number }> =
  fc.record({
    k: fc.constantFrom('a', 'b', 'c'),
    v: fc.integer({ min: 0, max: 9 }),
    step: fc.integer({ min: 0, max: 6 }),
    back: fc.integer({ min: 0, max: 25 }),
    delay: fc.integer({ min: 0, max: 12 }),
  });

/** 5 to 60 rows. Time rises on the whole; some rows are late. */
export const simRowsOf: fc.Arbitrary<SimRow[]> = fc
  .array(row, { minLength: 5, maxLength: 60, size: 'max' })
  .map((drafts) => {
    let now = 0;
    return drafts.map(({ k, v, step, back, delay }) => {
      now += step;
      return { k, v, ts: now - (back > 18 ? back : 0), wm: now - delay };
    });
  });

/** The tables `a` and `b`. */
export const simTables: fc.Arbitrary<SimTables> = fc.record({ a: simRowsOf, b: simRowsOf });

/** Lines of JSON, some keys and values null. */
export const simLines: fc.Arbitrary<string[]> = fc
  .tuple(simRowsOf, fc.array(fc.nat(11), { minLength: 60, maxLength: 60 }))
  .map(([rows, nulls]) =>
    rows.map(({ k, v, ts, wm }, i) =>
      JSON.stringify({
        k: nulls[i] === 0 ? null : k,
        v: nulls[i] === 1 ? null : v,
        ts: time(ts),
        wm: time(wm),
      }),
    ),
  );

function time(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}

const wish = fc.record({
  does: fc.constantFrom('add', 'remove', 'update'),
  pick: fc.nat(50),
  row: fc.record({ k: fc.constantFrom(null, 'a', 'b', 'c'), v: fc.constantFrom(null, 1, 2, 5, 7) }),
});

/**
 * Lines of debezium-json: rows are only taken away while they are there. Updates are two rows a
 * line.
 */
export const simChanges: fc.Arbitrary<string[]> = fc
  .array(wish, { minLength: 1, maxLength: 50, size: 'max' })
  .map((wishes) => {
    const there: { k: string | null; v: number | null }[] = [];
    return wishes.map(({ does, pick, row }) => {
      if (does === 'add' || there.length === 0) {
        there.push(row);
        return JSON.stringify({ before: null, after: row, op: 'c' });
      }
      const [before] = there.splice(pick % there.length, 1);
      if (does === 'remove') return JSON.stringify({ before, after: null, op: 'd' });
      there.push(row);
      return JSON.stringify({ before, after: row, op: 'u' });
    });
  });
