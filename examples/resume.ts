/**
 * A job that is stopped half way and goes on in a second engine, as after a restart of the program.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '../index.js';

const folder = mkdtempSync(join(tmpdir(), 'millrace-resume-'));
const script = `
  CREATE TABLE numbers (n BIGINT) WITH (
    'connector' = 'datagen', 'number-of-rows' = '300000',
    'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '300000');
  CREATE TABLE sevens (n BIGINT)
    WITH ('connector' = 'filesystem', 'path' = 'sevens', 'format' = 'json');
  INSERT INTO sevens SELECT n FROM numbers WHERE MOD(n, 7) = 0;`;

const first = await open({ dir: join(folder, 'jobs'), baseDir: folder });
for await (const outcome of first.run(script)) {
  if (outcome.kind !== 'insert') continue;
  await outcome.job.checkpoint();
  await outcome.job.stop();
  console.log(`stopped after ${outcome.job.metrics().rowsIn > 0 ? 'some' : 'no'} rows`);
}
await first.close();

const second = await open({ dir: join(folder, 'jobs'), baseDir: folder });
for (const outcome of await second.execute(script)) {
  if (outcome.kind === 'insert')
    console.log(`went on from checkpoint: ${outcome.job.restored !== null}`);
}
const query = await second.query<{ total: bigint }>('SELECT COUNT(*) AS total FROM sevens');
console.log((await query.toArray()).map((row) => `${row.total} rows`).join());
await second.close();
rmSync(folder, { recursive: true });
