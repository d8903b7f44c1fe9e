/**
 * Sessions over rows of windows close later than other windows do: what reads their rows must not
 * take them for late.
 */
import test from 'ava';
import { foldVisible, inputTable } from './file-tables.js';
import { outFolder, runFileJob } from './file-world.js';
import { calm } from './sim-job.js';

const views = `CREATE VIEW tens AS SELECT k, MAX(v) AS v, window_time AS ts
    FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '0.010' SECOND))
    GROUP BY k, window_start, window_end, window_time;
  CREATE VIEW chains AS SELECT k, v, ts, window_start, window_end, window_time
    FROM TABLE(SESSION(TABLE tens PARTITION BY k, DESCRIPTOR(ts), INTERVAL '0.010' SECOND));`;

/** What reads the rows of sessions: by the session's own window, and by its time. */
const readers = {
  'a top-N of the session': `SELECT k, v FROM (SELECT k, v, ROW_NUMBER() OVER (
    PARTITION BY window_start, window_end, k ORDER BY v DESC) AS rn FROM chains) WHERE rn <= 2`,
  'an aggregate of the session': `SELECT k, MAX(v) AS v FROM chains
    GROUP BY k, window_start, window_end`,
  'a window by the time of the session': `SELECT k, MAX(v) AS v FROM TABLE(TUMBLE(
    TABLE (SELECT k, v, window_time AS t FROM chains), DESCRIPTOR(t), INTERVAL '0.001' SECOND))
    GROUP BY k, window_start, window_end`,
};

const time = (ms: number): string => `1970-01-01 00:00:00.${String(ms).padStart(3, '0')}`;

// A session ends at 19: every watermark on the way from 17 to 21 is announced.
const rows = [0, 17, 18, 19, 20, 21, 40, 57, 58, 59, 60, 61].map((ts) =>
  JSON.stringify({ k: ts < 40 ? `${ts}` : 'other', v: ts, ts: time(ts), wm: time(ts) }),
);

for (const [name, select] of Object.entries(readers)) {
  test(`rows of a session of windows are in time for ${name}`, async (t) => {
    const script = `${inputTable('a')}
      CREATE TABLE made (k STRING, v INT) WITH ('connector' = 'filesystem',
      'path' = '${outFolder}/made', 'format' = 'debezium-json');
      ${views} INSERT INTO made ${select};`;
    const results = [];
    for (const batchRows of [1, 2, 3, 4096]) {
      const job = { script, tables: { a: rows }, batchRows, intervalMs: 1000, readBytesMax: 1e6 };
      const { visible } = await runFileJob(job, 1, calm);
      results.push(foldVisible(visible));
    }
    for (const result of results) t.deepEqual(result, results.at(-1));
    t.true(results[0]!.some((row) => row.startsWith('made {"k":"0","v":0}')));
  });
}
