/** A batch belongs to whoever got it: operators and sinks keep references while reading goes on. */
import test from 'ava';
import type { Batch, Value } from '../../core/batch.js';
import {
  bigintType,
  booleanType,
  doubleType,
  intType,
  stringType,
  timestampType,
} from '../../core/types.js';
import { writeSamples } from '../formats/round-trip.js';
import { diskWith, rowsOf, sourceOf } from '../test-rig.js';
import { filesystem } from './filesystem.js';

const schema = {
  fields: [
    { name: 'i', type: intType },
    { name: 's', type: stringType },
    { name: 'l', type: bigintType },
    { name: 'd', type: doubleType },
    { name: 'b', type: booleanType },
    { name: 'ts', type: timestampType(3) },
  ],
};
/** More than a read of 1 MB as JSON; every row differs, texts in length, too. */
const rows = Array.from({ length: 12_000 }, (_, i): Value[] => [
  i,
  i % 7 === 0 ? null : `${'é'.repeat(30 + (i % 5))}text ${i}`,
  i % 11 === 0 ? null : BigInt(i) * 1_000_000_007n,
  i / 8,
  i % 3 === 0,
  i % 13 === 0 ? null : i * 1009,
]);

const ROWS_MAX = 1000;

for (const format of ['json', 'csv', 'avro', 'parquet', 'arrow', 'debezium-json']) {
  test(`batches of ${format} stay as they are`, async (t) => {
    const files = (await diskWith({ '/base/x': '' })).mount();
    const options = format === 'csv' ? { format, 'csv.null-literal': 'NULL' } : { format };
    const table = await writeSamples(files, options, { schema, rows }, 4096);
    const source = sourceOf(filesystem, table);
    await source.restore(null);
    const batches: Batch[] = [];
    const read: Value[][][] = [];
    for (let poll = await source.poll(ROWS_MAX); poll.kind !== 'end';) {
      if (poll.kind === 'batch') {
        batches.push(poll.batch);
        read.push(rowsOf(poll.batch));
      }
      poll = await source.poll(ROWS_MAX);
    }
    await source.close();
    t.is(batches.length >= rows.length / ROWS_MAX, true);
    t.deepEqual(read.flat(), rows);
    t.deepEqual(batches.map(rowsOf).flat(), rows);
  });
}
