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
