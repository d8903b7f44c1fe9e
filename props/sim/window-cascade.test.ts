/**
 * Windows over windows: what the outer ones make of the inner ones' rows does not depend on how the
 * rows of the source are cut into batches, or on rows that a filter takes out in between.
 */
import test from 'ava';
import { foldVisible, inputTable } from './file-tables.js';
import { outFolder, runFileJob } from './file-world.js';
import { calm } from './sim-job.js';

const script = (from: string): string => `${inputTable('a')}
  CREATE TABLE made (k STRING, v INT) WITH ('connector' = 'filesystem',
  'path' = '${outFolder}/made', 'format' = 'debezium-json');
  CREATE VIEW kept AS SELECT * FROM a WHERE k <> 'out';
  CREATE VIEW tens AS SELECT k, MAX(v) AS v, window_time AS ts
    FROM TABLE(TUMBLE(TABLE ${from}, DESCRIPTOR(ts), INTERVAL '0.010' SECOND))
    GROUP BY k, window_start, window_end, window_time;
  INSERT INTO made SELECT k, CAST(COUNT(*) AS INT) AS v
    FROM TABLE(SESSION(TABLE tens PARTITION BY k, DESCRIPTOR(ts), INTERVAL '0.010' SECOND))
    GROUP BY k, window_start, window_end;`;

const time = (ms: number): string => `1970-01-01 00:00:00.${String(ms).padStart(3, '0')}`;

/** [key, time, watermark behind the row]; ms. */
function lines(rows: readonly (readonly [string, number, number])[]): string[] {
  return rows.map(([k, ts, wm]) => JSON.stringify({ k, v: 1, ts: time(ts), wm: time(wm) }));
}

// Windows end at 10, 20, 30 and 40; their rows are at 9, 19, 29 and 39, and touch. A watermark of
// 18 or 28 would close the session in front of the next row; one of 20 comes with the row.
const rows = lines([
  ['a', 6, 6],
  ['a', 12, 12],
  ['a', 18, 18],
  ['a', 20, 20],
  ['a', 27, 27],
  ['out', 28, 28],
  ['out', 32, 28],
  ['a', 32, 32],
  ['a', 33, 33],
]);

for (const from of ['a', 'kept']) {
  test(`sessions of windows of ${from} are the same for any batch size`, async (t) => {
    for (const batchRows of [1, 2, 3, 4, 5, 6, 7, 8, 4096]) {
      const { visible } = await runFileJob(
        {
          script: script(from),
          tables: { a: rows },
          batchRows,
          intervalMs: 1000,
          readBytesMax: 1e6,
        },
        1,
        calm,
      );
      const made = foldVisible(visible).filter((each) => each.includes('"a"'));
      t.deepEqual(made, ['made {"k":"a","v":4} x1'], `${batchRows} rows a batch`);
    }
  });
}
