/** Rows pushed by the program, windows taken out as they close. */
import { open } from '../index.js';

const db = await open();
const clicks = await db.createInput<{ page: string; at: string }>(
  'clicks',
  "page STRING, `at` TIMESTAMP(3), WATERMARK FOR `at` AS `at` - INTERVAL '1' SECOND",
);
const query = await db.query<{ window_end: string; page: string; clicks: bigint }>(`
  SELECT window_end, page, COUNT(*) AS clicks
  FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(\`at\`), INTERVAL '10' SECOND))
  GROUP BY window_start, window_end, page`);

const pushing = (async () => {
  await clicks.push([
    { page: '/home', at: '2026-01-01 12:00:01' },
    { page: '/shop', at: '2026-01-01 12:00:04' },
    { page: '/home', at: '2026-01-01 12:00:09' },
    { page: '/home', at: '2026-01-01 12:00:13' },
  ]);
  clicks.end();
})();
for await (const { kind, row } of query) {
  console.log(`${kind} ${row.window_end} ${row.page} ${row.clicks}`);
}
await pushing;
await db.close();
