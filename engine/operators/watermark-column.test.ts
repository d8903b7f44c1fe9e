import test from 'ava';
import type { Batch } from '../../core/batch.js';
import { isValid } from '../../core/batch.js';
import { timestampType } from '../../core/types.js';
import { call, column } from '../expr.js';
import { addWatermarkColumn, asksForWatermark, withWatermarkColumn } from './watermark-column.js';

function batch(parts: Partial<Batch>): Batch {
  return { columns: [], kinds: null, selection: null, rowCount: 2, watermarks: null, ...parts };
}

test('rows have the watermark of their arrival; before the first there is none', (t) => {
  const watermarks = Float64Array.of(-Infinity, 7, 9);
  const selection = Int32Array.of(0, 2);
  const [added] = addWatermarkColumn(batch({ watermarks, selection }), 5).columns;
  t.deepEqual([...added!.values], [0, 7, 9]);
  t.deepEqual(
    [0, 1, 2].map((row) => isValid(added!, row)),
    [false, true, true],
  );
  t.deepEqual([...watermarks], [-Infinity, 7, 9]);
});

test('the announced watermark holds for a batch without its own', (t) => {
  const [added] = addWatermarkColumn(batch({}), 5).columns;
  t.deepEqual([...added!.values], [5, 5]);
  t.true(isValid(added!, 1));
  t.false(isValid(addWatermarkColumn(batch({}), -Infinity).columns[0]!, 0));
});

test('every call becomes the column', (t) => {
  const type = timestampType(3);
  const watermark = call('CURRENT_WATERMARK', [column(0, type)], type);
  const expr = call('>', [column(0, type), watermark], { id: 'boolean', nullable: true });
  t.true(asksForWatermark(expr));
  const replaced = withWatermarkColumn(expr, 4);
  t.false(asksForWatermark(replaced));
  t.deepEqual(replaced, { ...expr, args: [column(0, type), column(4, type)] });
});
