/**
 * What hand-written loops over the same columns do, as the limit of the queries in
 * expression-queries.ts: they know the columns, check no nulls where there are none, and write into
 * arrays that are there already. `limit/NAME` goes with `expr/NAME`.
 */
import { BATCH_ROWS } from '../../core/batch.js';
import type { MicroBench } from './micro-bench.js';

const parts = 4;

interface Columns {
  readonly id: BigInt64Array;
  readonly price: BigInt64Array;
  /** Of `price`: low word, high word. */
  readonly priceWords: Int32Array;
  readonly qty: Int32Array;
  readonly amount: Float64Array;
  readonly rate: BigInt64Array;
  readonly discount: Float64Array;
  readonly discountBits: Uint8Array;
  readonly ts: Float64Array;
}

/** Rows of part `n`, as those of the queries. */
function columnsOf(n: number): Columns {
  const rows = Array.from({ length: BATCH_ROWS }, (_, i) => n * BATCH_ROWS + i);
  const price = BigInt64Array.from(rows, (row) => BigInt((row * 37) % 1000));
  return {
    id: BigInt64Array.from(rows, BigInt),
    price,
    priceWords: new Int32Array(price.buffer),
    qty: Int32Array.from(rows, (row) => (row * 7) % 10),
    amount: Float64Array.from(rows, (row) => ((row * 31) % 1000) + 0.25),
    rate: BigInt64Array.from(rows, (row) => BigInt((row * 13) % 5000)),
    discount: Float64Array.from(rows, (row) => (row % 4 === 0 ? 0 : (row % 10) / 10)),
    discountBits: new Uint8Array(BATCH_ROWS >> 3).fill(0xee),
    ts: Float64Array.from(rows, (row) => Date.UTC(2026, 0, 1) + ((row * 7919) % 86_400) * 1000),
  };
}

/** Where the loops write. */
const makeOut = () => ({
  rows: new Int32Array(BATCH_ROWS),
  ints: [new Int32Array(BATCH_ROWS), new Int32Array(BATCH_ROWS)] as const,
  longs: [new BigInt64Array(BATCH_ROWS), new BigInt64Array(BATCH_ROWS)] as const,
  words: new Int32Array(4 * BATCH_ROWS),
  doubles: [new Float64Array(BATCH_ROWS), new Float64Array(BATCH_ROWS)] as const,
});
type Out = ReturnType<typeof makeOut>;

const loops: Readonly<Record<string, (columns: Columns, out: Out) => void>> = {
  integers({ id, price, priceWords, qty }, { rows, ints: [a], longs: [b] }) {
    let count = 0;
    for (let r = 0; r < BATCH_ROWS; r++) {
      if (priceWords[2 * r]! % 100 >= 50 || qty[r] === 7) continue;
      rows[count++] = r;
      a[r] = Math.imul(qty[r]!, 2) + 1;
      b[r] = BigInt.asIntN(64, price[r]! + BigInt.asIntN(64, id[r]! * 3n));
    }
  },
  doubles({ amount }, { rows, doubles: [a, b] }) {
    let count = 0;
    for (let r = 0; r < BATCH_ROWS; r++) {
      const value = amount[r]!;
      if (value <= 100 || value >= 900) continue;
      rows[count++] = r;
      a[r] = value * 1.08 - 2;
      b[r] = Math.sqrt(value);
    }
  },
  range({ priceWords, qty }, { rows }) {
    let count = 0;
    for (let r = 0; r < BATCH_ROWS; r++) {
      const value = priceWords[2 * r]!;
      if (value < 200 || value > 800) continue;
      const n = qty[r]!;
      if (n === 1 || n === 2 || n === 3 || n === 5 || n === 8) rows[count++] = r;
    }
  },
  case({ priceWords, qty }, { ints: [a, b] }) {
    for (let r = 0; r < BATCH_ROWS; r++) {
      const value = priceWords[2 * r]!;
      a[r] = value < 300 ? 1 : value < 600 ? 2 : 3;
      b[r] = qty[r]! > 5 ? 0x796e616d : 0x776566; // "many", "few"
    }
  },
  nulls({ discount, discountBits, qty, amount }, { rows, doubles: [a] }) {
    let count = 0;
    for (let r = 0; r < BATCH_ROWS; r++) {
      const isNull = (discountBits[r >> 3]! & (1 << (r & 7))) === 0;
      if (isNull && qty[r]! <= 3) continue;
      rows[count++] = r;
      a[r] = isNull ? 0 * amount[r]! : discount[r]! * amount[r]!;
    }
  },
  decimals({ rate, priceWords }, { rows, longs: [a, b], words }) {
    let count = 0;
    for (let r = 0; r < BATCH_ROWS; r++) {
      const value = rate[r]!;
      if (value <= 1250n) continue;
      rows[count++] = r;
      a[r] = BigInt.asIntN(64, value * 15n);
      b[r] = BigInt.asIntN(64, value + 1000n);
      words[4 * r] = priceWords[2 * r]! * 908;
      words[4 * r + 1] = words[4 * r + 2] = words[4 * r + 3] = 0;
    }
  },
  casts({ priceWords, qty, amount }, { doubles: [a], words, ints: [b, c] }) {
    for (let r = 0; r < BATCH_ROWS; r++) {
      a[r] = priceWords[2 * r + 1]! * 4294967296 + (priceWords[2 * r]! >>> 0);
      words[2 * r] = qty[r]!;
      words[2 * r + 1] = qty[r]! >> 31;
      b[r] = amount[r]!;
      c[r] = priceWords[2 * r]!;
    }
  },
  times({ ts }, { rows, ints: [a, b] }) {
    let count = 0;
    for (let r = 0; r < BATCH_ROWS; r++) {
      const ms = ts[r]!;
      if (ms < 1767247200000) continue;
      rows[count++] = r;
      const day = Math.floor(ms / 86_400_000);
      a[r] = (ms - day * 86_400_000) / 3_600_000;
      b[r] = day - 20453; // all of one month
    }
  },
};

/** limit/NAME: rows in per second. */
export const expressionLimitBenches: readonly MicroBench[] = Object.entries(loops).map(
  ([name, loop]) => ({
    name: `limit/${name}`,
    rows: parts * BATCH_ROWS,
    prepare: async () => {
      const batches = Array.from({ length: parts }, (_, n) => columnsOf(n));
      const out = makeOut();
      const run = (): void => {
        for (const columns of batches) loop(columns, out);
      };
      for (let n = 0; n < 200; n++) run();
      return { run };
    },
  }),
);
