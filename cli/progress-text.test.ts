import test from 'ava';
import { formatBytes, progressText } from './progress-text.js';

test('a progress line names rows, rate, watermark, windows and the last checkpoint', (t) => {
  const line = progressText({
    rowsIn: 1250000,
    rowsPerSecond: 780123.4,
    watermarkMs: Date.UTC(2001, 2, 1, 10),
    windowsEmitted: 5120,
    lateRows: 2,
    fraction: 0.417,
    checkpoint: { epoch: 3, durationMs: 41.2, bytes: 1234567 },
  });
  t.is(
    line,
    '41%  1,250,000 rows  780,123/s  watermark 2001-03-01 10:00:00  windows 5,120  late 2  ' +
      'checkpoint 3: 41 ms, 1.2 MB',
  );
});
test('what is not known yet is left out', (t) => {
  const line = progressText({
    rowsIn: 0,
    rowsPerSecond: 0,
    watermarkMs: null,
    windowsEmitted: 0,
    lateRows: 0,
    fraction: null,
    checkpoint: null,
  });
  t.is(line, '0 rows  0/s');
});
test('sizes take the largest unit that keeps them above one', (t) => {
  t.deepEqual([0, 999, 1000, 2.5e9].map(formatBytes), ['0 B', '999 B', '1.0 KB', '2.5 GB']);
});
