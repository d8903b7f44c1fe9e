import test from 'ava';
import { decodeMs, encodeMs, InputWatermarks } from './input-watermarks.js';

test('the merged watermark is the minimum of the inputs and never falls', (t) => {
  const merged = new InputWatermarks(2);
  t.false(merged.advance(0, 10));
  t.is(merged.merged, -Infinity);
  t.true(merged.advance(1, 4));
  t.is(merged.merged, 4);
  t.false(merged.advance(1, 3));
  t.true(merged.advance(1, 20));
  t.is(merged.merged, 10);
  t.is(merged.ofOthers(0), 20);
});

test('an idle input does not hold the others back, and does not pull back when it returns', (t) => {
  const merged = new InputWatermarks(2);
  merged.advance(0, 10);
  t.true(merged.setIdle(1, true));
  t.is(merged.merged, 10);
  t.is(merged.ofOthers(0), Infinity);
  t.false(merged.setIdle(1, false));
  t.false(merged.advance(1, 5));
  t.is(merged.merged, 10);
});

test('when all inputs are idle the greatest watermark counts, in any order', (t) => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const merged = new InputWatermarks(2);
    merged.advance(0, 10);
    for (const input of order) merged.setIdle(input, true);
    t.is(merged.merged, 10);
    t.true(merged.isIdle);
  }
});

test('an ended input does not count, the end of all is Infinity', (t) => {
  const merged = new InputWatermarks(2);
  merged.advance(1, 7);
  t.true(merged.advance(0, Infinity));
  t.is(merged.merged, 7);
  merged.setIdle(1, true);
  t.is(merged.merged, 7, 'an idle input may come back: nothing has ended');
  t.true(merged.isIdle);
  t.true(merged.advance(1, Infinity));
  t.is(merged.merged, Infinity);
  t.false(merged.isIdle);
});

test('a saved merge goes on where it was', (t) => {
  const before = new InputWatermarks(2);
  before.advance(0, Infinity);
  before.advance(1, 8);
  const after = new InputWatermarks(2);
  after.load(JSON.parse(JSON.stringify(before.save())) as ReturnType<InputWatermarks['save']>);
  t.is(after.merged, 8);
  t.false(after.advance(1, 8));
  t.true(after.advance(1, Infinity));
  for (const ms of [-Infinity, -5, 0, Infinity]) t.is(decodeMs(encodeMs(ms)), ms);
  t.throws(() => decodeMs('soon'), { message: /watermark "soon" in a manifest/ });
});
