import test from 'ava';
import type { Batch } from '../../core/batch.js';
import { makeColumn } from '../../core/column-read.js';
import { DataError } from '../../core/errors.js';
import { intType } from '../../core/types.js';
import type { Collector, Operator } from '../operator.js';
import { clampWatermarks } from './clamp-watermarks.js';
import { ErrorLabels } from './error-labels.js';
import { Output } from './output.js';
import type { Receiver } from './output.js';
import { BusyClock, TaskMeter } from './task-meter.js';
import { OperatorTask } from './task.js';

function batchOf(values: readonly number[], watermarks: readonly number[] | null = null): Batch {
  return {
    columns: [makeColumn(intType, values)],
    kinds: null,
    selection: null,
    rowCount: values.length,
    watermarks: watermarks === null ? null : Float64Array.from(watermarks),
  };
}

function valuesOf(batch: Batch): string {
  const rows = batch.selection === null ? [...Array(batch.rowCount).keys()] : [...batch.selection];
  const values = rows.map((row) => batch.columns[0]!.values[row]).join(' ');
  return batch.watermarks === null
    ? values
    : `${values} @ ${rows.map((row) => batch.watermarks![row]).join(' ')}`;
}

/** Writes down what reaches it. */
function recorder(log: string[]): Receiver {
  return {
    receive: (input, batch) => {
      log.push(`in${input} ${valuesOf(batch)}`);
    },
    watermark: (input, ms) => {
      log.push(`in${input} watermark ${ms}`);
    },
    setIdle: (input, isIdle) => {
      log.push(`in${input} ${isIdle ? 'idle' : 'active'}`);
    },
    barrier: (input, epoch) => {
      log.push(`in${input} barrier ${epoch}`);
    },
    end: (input) => {
      log.push(`in${input} end`);
    },
  };
}

/** Passes rows on; tells what it is told. */
function tellTale(log: string[]): Operator {
  return {
    restore() {},
    close() {},
    process(input, batch, out) {
      log.push(`process ${input}: ${valuesOf(batch)}`);
      out.emit(batch);
    },
    watermark(ms) {
      log.push(`fires to ${ms}`);
    },
    checkpoint(epoch) {
      log.push(`checkpoint ${epoch}`);
    },
    endInput(input) {
      log.push(`ended ${input}`);
    },
  };
}

function taskOf(
  inputs: number,
  make: (log: string[]) => Operator = tellTale,
): { task: OperatorTask; log: string[]; out: string[] } {
  const log: string[] = [];
  const out: string[] = [];
  const task = new OperatorTask(
    {
      place: { id: 3, kind: 'calc', uid: 'u3', table: null },
      inputs,
      output: new Output([{ receiver: recorder(out), input: 0 }], null),
      meter: new TaskMeter(),
      busy: new BusyClock({ nowMs: () => 0, monotonicMs: () => 0, sleep: async () => undefined }),
      labels: new ErrorLabels(),
      onAligned: (id, epoch) => {
        log.push(`aligned ${id} ${epoch}`);
      },
      epoch: () => 7,
    },
    () => make(log),
  );
  return { task, log, out };
}

test('what comes behind a barrier waits until every input has it', (t) => {
  const { task, log, out } = taskOf(2);
  task.receive(0, batchOf([1]));
  task.barrier(0, 1);
  task.receive(0, batchOf([2]));
  task.watermark(0, 50);
  task.receive(1, batchOf([3]));
  t.deepEqual(log, ['process 0: 1', 'process 1: 3']);
  task.barrier(1, 1);
  t.deepEqual(log.slice(2), ['checkpoint 1', 'aligned 3 1']);
  t.is(out.at(-1), 'in0 barrier 1');
  task.receive(1, batchOf([4]));
  t.is(log.length, 4, 'nothing flows before the state is frozen');
  task.resume(1);
  t.deepEqual(log.slice(4), ['process 0: 2', 'process 1: 4']);
});

test('the next barrier may arrive while the one before is held back', (t) => {
  const { task, log } = taskOf(2);
  task.barrier(0, 1);
  task.receive(0, batchOf([1]));
  task.barrier(0, 2);
  task.receive(0, batchOf([2]));
  task.barrier(1, 1);
  task.resume(1);
  t.deepEqual(log, ['checkpoint 1', 'aligned 3 1', 'process 0: 1']);
  task.barrier(1, 2);
  task.resume(2);
  t.deepEqual(log.slice(3), ['checkpoint 2', 'aligned 3 2', 'process 0: 2']);
});

test('an abandoned alignment lets go, and its late barrier is ignored', (t) => {
  const { task, log } = taskOf(2);
  task.barrier(0, 1);
  task.receive(0, batchOf([1]));
  task.resume(1);
  task.barrier(1, 1);
  task.receive(1, batchOf([2]));
  t.deepEqual(log, ['process 0: 1', 'process 1: 2']);
  task.barrier(0, 2);
  task.barrier(1, 2);
  t.deepEqual(log.slice(2), ['checkpoint 2', 'aligned 3 2']);
});

test('watermarks merge, ends come before Infinity', (t) => {
  const { task, log, out } = taskOf(2);
  task.watermark(0, 5);
  task.watermark(1, 3);
  task.end(0);
  task.watermark(0, Infinity);
  task.watermark(1, 9);
  task.end(1);
  task.watermark(1, Infinity);
  t.deepEqual(log, ['fires to 3', 'ended 0', 'fires to 9', 'ended 1', 'fires to Infinity']);
  t.deepEqual(out, ['in0 watermark 3', 'in0 watermark 9', 'in0 end', 'in0 watermark Infinity']);
});

test('an idle input is left out, and a task of idle inputs is idle', (t) => {
  const { task, out } = taskOf(2);
  task.watermark(0, 5);
  task.setIdle(1, true);
  task.setIdle(0, true);
  task.receive(0, batchOf([1]));
  t.deepEqual(out, ['in0 watermark 5', 'in0 idle', 'in0 active', 'in0 1']);
});

test('rows of several inputs carry the minimum of the watermarks', (t) => {
  const { task, log } = taskOf(2);
  task.watermark(1, 4);
  task.receive(0, batchOf([1, 2, 3], [2, 4, 6]));
  task.watermark(0, 6);
  task.receive(0, batchOf([4, 5], [6, 8]));
  task.receive(1, batchOf([6], [5]));
  t.deepEqual(log, [
    'process 0: 1 2 3 @ 2 4 4',
    'fires to 4',
    'process 0: 4 5',
    'process 1: 6 @ 5',
  ]);
});

test('clamping makes a new array only where something changes', (t) => {
  const batch = batchOf([1, 2], [2, 6]);
  t.is(clampWatermarks(batch, -Infinity, 6), batch);
  t.deepEqual([...clampWatermarks(batch, 3, 5).watermarks!], [3, 5]);
  t.deepEqual([...batch.watermarks!], [2, 6]);
  t.is(clampWatermarks(batch, 6, Infinity).watermarks, null);
  t.is(clampWatermarks(batch, 1, 1).watermarks, null);
});

test('an interleaved output gives each row to all consumers in turn', (t) => {
  const log: string[] = [];
  const receiver = recorder(log);
  const output = new Output(
    [
      { receiver, input: 0 },
      { receiver, input: 1 },
    ],
    'rows',
  );
  output.emit(batchOf([1, 2], [5, 7]));
  t.deepEqual(log, [
    'in0 watermark 5',
    'in1 watermark 5',
    'in0 1 @ 5',
    'in1 1 @ 5',
    'in0 watermark 7',
    'in1 watermark 7',
    'in0 2 @ 7',
    'in1 2 @ 7',
  ]);
});

test('before window joins a batch is cut only where the watermark may close a window', (t) => {
  const log: string[] = [];
  const receiver = recorder(log);
  const consumers = [
    { receiver, input: 0 },
    { receiver, input: 1 },
  ];
  new Output(consumers, { cellMs: 10 }).emit(batchOf([1, 2, 3, 4], [5, 8, 9, 12]));
  t.deepEqual(log, [
    'in0 watermark 5',
    'in1 watermark 5',
    'in0 1 2 @ 5 8',
    'in1 1 2 @ 5 8',
    'in0 watermark 9',
    'in1 watermark 9',
    'in0 3 4 @ 9 12',
    'in1 3 4 @ 9 12',
  ]);
  log.length = 0;
  new Output(consumers, { cellMs: 1 }).emit(batchOf([1, 2, 3], [-Infinity, -Infinity, 7]));
  t.is(log.filter((line) => line.startsWith('in0')).length, 3);
});

test('an error says where it happened, once', (t) => {
  const fail = (): never => {
    throw new DataError('ROW_BAD', { message: 'bad row' });
  };
  const { task } = taskOf(1, (log) => ({ ...tellTale(log), process: fail }));
  const error = t.throws(() => task.receive(0, batchOf([1])), { instanceOf: DataError });
  t.is(error?.message, 'bad row [calc 3 (uid u3), epoch 7]');
  t.is(error?.code, 'ROW_BAD');
  const outer = taskOf(1, (log) => ({
    ...tellTale(log),
    process: (_input: number, _batch: Batch, _out: Collector) => {
      throw error;
    },
  }));
  const same = t.throws(() => outer.task.receive(0, batchOf([1])));
  t.true(same?.message.startsWith('bad row [calc 3 (uid u3), epoch 7]'));
});

test('what is no error of ours is a bug', (t) => {
  const { task } = taskOf(1, (log) => ({
    ...tellTale(log),
    process: () => {
      throw new TypeError('x is undefined');
    },
  }));
  t.like(
    t.throws(() => task.receive(0, batchOf([1]))),
    { code: 'BUG', blame: 'bug' },
  );
});

test('rows in and out are counted', (t) => {
  const { task } = taskOf(1);
  task.receive(0, batchOf([1, 2, 3]));
  t.is(task.parts.meter.rowsIn, 3);
  t.is(task.parts.output.rows, 3);
});
