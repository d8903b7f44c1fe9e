/** Results as apache-arrow RecordBatches: for charts, files, other engines. */
import { open } from '../index.js';

const db = await open();
await db.execute(`
  CREATE TABLE readings (sensor INT, celsius DOUBLE)
  WITH ('connector' = 'datagen', 'number-of-rows' = '1000', 'fields.sensor.kind' = 'sequence',
    'fields.sensor.start' = '1', 'fields.sensor.end' = '1000',
    'fields.celsius.min' = '-10', 'fields.celsius.max' = '30')`);
const query = await db.query('SELECT sensor, celsius FROM readings WHERE MOD(sensor, 100) = 0');
const count = { rows: 0 };
for await (const batch of query.batches()) {
  count.rows += batch.numRows;
  console.log(
    batch.schema.fields.map((field) => `${field.name}: ${String(field.type)}`).join(', '),
  );
}
console.log(`${count.rows} rows`);
await db.close();
