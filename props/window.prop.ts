/**
 * Window arithmetic and window aggregation against naive definitions, for any cut into batches
 * and any crash.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { batchFromText } from '../core/batch-text.js';
import type { Batch } from '../core/batch.js';
import { intType } from '../core/types.js';
import type { WindowSpec } from '../engine/nodes.js';
import { foldLines, OperatorBench } from '../engine/operators/testing/operator-script.js';
import { windowAggregate } from '../engine/operators/window-aggregate.js';
import { WindowGrid } from '../engine/operators/window/window-grid.js';
import {
  callOf,
  countAll,
  distinct,
  nodeOf,
  schema,
  sum,
} from '../engine/operators/testing/window-words.js';
import { checkProperty } from './check-property.js';

interface Bounds {
  readonly start: number;
  readonly end: number;
}

const grids = fc
  .record({
    kind: fc.constantFrom('tumble' as const, 'hop' as const, 'cumulate' as const),
    step: fc.integer({ min: 1, max: 6 }),
    steps: fc.integer({ min: 1, max: 5 }),
    anySize: fc.integer({ min: 1, max: 12 }),
    offset: fc.integer({ min: -20, max: 20 }),
  })
  .map(({ kind, step, steps, anySize, offset }): WindowSpec => {
    const sizeMs = kind === 'cumulate' ? step * steps : anySize;
    return {
      kind,
      time: 2,
      sizeMs,
      slideMs: kind === 'tumble' ? sizeMs : step,
      offsetMs: offset,
      timeZone: null,
      processingTime: false,
    };
  });

/** All windows that hold `time`, by trying every start nearby. */
function windowsOf(spec: WindowSpec, time: number): Bounds[] {
  const isStart = (ms: number): boolean => {
    const every = spec.kind === 'cumulate' ? spec.sizeMs : spec.slideMs;
    return (((ms - spec.offsetMs) % every) + every) % every === 0;
  };
  const windows: Bounds[] = [];
  for (let start = time - spec.sizeMs; start <= time; start++) {
    if (!isStart(start)) continue;
    const sizes =
      spec.kind === 'cumulate'
        ? Array.from({ length: spec.sizeMs / spec.slideMs }, (_, i) => (i + 1) * spec.slideMs)
        : [spec.sizeMs];
    for (const size of sizes) if (time < start + size) windows.push({ start, end: start + size });
  }
  return windows;
}

test('the windows of a slice are those that hold its rows', (t) =>
  checkProperty(
    t,
    fc.property(grids, fc.integer({ min: -60, max: 60 }), (spec, time) => {
      const grid = new WindowGrid(spec);
      const slice = grid.sliceEnd(time);
      const found: Bounds[] = [];
      for (let end = grid.firstEnd(slice); end <= grid.lastEnd(slice); end += grid.stepMs) {
        found.push({ start: grid.startOf(end), end });
      }
      const byEnd = (a: Bounds, b: Bounds): number => a.end - b.end;
      assert.deepEqual(found.sort(byEnd), windowsOf(spec, time).sort(byEnd));
      assert.ok(slice - grid.sliceMs <= time && time < slice);
    }),
    500,
  ));

interface Row {
  readonly sign: 1 | -1;
  readonly key: string;
  readonly value: number;
  readonly time: number;
}

/** Rows in disorder; a retraction takes back an earlier row. */
const changes = fc
  .array(
    fc.record({
      key: fc.constantFrom('a', 'b'),
      value: fc.integer({ min: 0, max: 3 }),
      jump: fc.integer({ min: -12, max: 8 }),
      takesBack: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 1, maxLength: 40, size: 'max' },
  )
  .map((steps) => {
    const rows: Row[] = [];
    const live: Row[] = [];
    let now = -20;
    for (const { key, value, jump, takesBack } of steps) {
      if (takesBack === 0 && live.length > 0) {
        const row = live.splice(value % live.length, 1)[0]!;
        rows.push({ ...row, sign: -1 });
        continue;
      }
      const row: Row = { sign: 1, key, value, time: now + jump };
      now = Math.max(now, row.time);
      rows.push(row);
      live.push(row);
    }
    return rows;
  });

/** Watermark before each row: 5 ms behind the largest time so far. */
function watermarksOf(rows: readonly Row[]): number[] {
  let current = -Infinity;
  return rows.map((row) => {
    const before = current;
    current = Math.max(current, row.time - 5);
    return before;
  });
}

const calls = [countAll, sum, distinct, callOf('MAX', [1], intType)];

/** Result line of the rows of one window and key, null when nothing is left. */
function resultLine(key: string, rows: readonly Row[], { start, end }: Bounds): string | null {
  const count = rows.reduce((sum, row) => sum + row.sign, 0);
  if (count <= 0) return null;
  const copies = new Map<number, number>();
  for (const row of rows) copies.set(row.value, (copies.get(row.value) ?? 0) + row.sign);
  const left = [...copies].filter(([, n]) => n > 0).map(([value]) => value);
  const values = rows.reduce((sum, row) => sum + row.sign * row.value, 0);
  return `+ ${key} ${count} ${values} ${left.length} ${Math.max(...left)} ${start} ${end}`;
}

function naiveGrid(spec: WindowSpec, rows: readonly Row[]): string[] {
  const watermarks = watermarksOf(rows);
  const groups = new Map<string, { key: string; rows: Row[]; bounds: Bounds }>();
  for (const [i, row] of rows.entries()) {
    for (const bounds of windowsOf(spec, row.time)) {
      if (bounds.end - 1 <= watermarks[i]!) continue;
      const id = `${row.key} ${bounds.start} ${bounds.end}`;
      const group = groups.get(id) ?? { key: row.key, rows: [], bounds };
      groups.set(id, group);
      group.rows.push(row);
    }
  }
  return [...groups.values()]
    .map((group) => resultLine(group.key, group.rows, group.bounds))
    .filter((line) => line !== null);
}

function naiveSessions(gap: number, rows: readonly Row[]): string[] {
  const watermarks = watermarksOf(rows);
  const lines: (string | null)[] = [];
  let open: { key: string; rows: Row[]; bounds: Bounds }[] = [];
  const close = (watermark: number): void => {
    for (const session of open) {
      if (session.bounds.end - 1 <= watermark)
        lines.push(resultLine(session.key, session.rows, session.bounds));
    }
    open = open.filter((session) => session.bounds.end - 1 > watermark);
  };
  for (const [i, row] of rows.entries()) {
    close(watermarks[i]!);
    const touched = open.filter(
      ({ key, bounds }) =>
        key === row.key && bounds.start <= row.time + gap && bounds.end >= row.time,
    );
    if (touched.length === 0 && row.time + gap - 1 <= watermarks[i]!) continue;
    open = open.filter((session) => !touched.includes(session));
    open.push({
      key: row.key,
      rows: [...touched.flatMap((session) => session.rows), row],
      bounds: {
        start: Math.min(row.time, ...touched.map(({ bounds }) => bounds.start)),
        end: Math.max(row.time + gap, ...touched.map(({ bounds }) => bounds.end)),
      },
    });
  }
  close(Infinity);
  return lines.filter((line) => line !== null);
}

/** Runs rows[from..to) as one batch, watermarks inside it, then announces the one behind it. */
function batchOf(
  rows: readonly Row[],
  watermarks: readonly number[],
  from: number,
  to: number,
): Batch {
  const text = rows
    .slice(from, to)
    .map((row) => `${row.sign > 0 ? '+' : '-'} ${row.key} ${row.value} ${row.time}`);
  return {
    ...batchFromText(schema, text.join('\n')),
    watermarks: Float64Array.from(watermarks.slice(from, to)),
  };
}

interface Cut {
  readonly rows: number;
  readonly next: 'go on' | 'checkpoint' | 'crash';
}
const cuts = fc.array(
  fc.record({
    rows: fc.integer({ min: 1, max: 12 }),
    next: fc.constantFrom<Cut['next']>('go on', 'checkpoint', 'crash'),
  }),
  { minLength: 1, maxLength: 12 },
);

async function run(
  window: WindowSpec,
  rows: readonly Row[],
  plan: readonly Cut[],
): Promise<string[]> {
  const bench = await OperatorBench.start(windowAggregate, nodeOf(window, calls), {
    inputs: [{ schema, changelog: 'retract' }],
  });
  const watermarks = [...watermarksOf(rows), Math.max(...rows.map((row) => row.time - 5))];
  let saved = { at: 0, lines: 0 };
  let crashes = 0;
  for (let at = 0, step = 0; at < rows.length; step++) {
    const cut = plan[step % plan.length]!;
    const to = Math.min(rows.length, at + cut.rows);
    bench.process(0, batchOf(rows, watermarks, at, to));
    await bench.command(`watermark ${watermarks[to]}`);
    at = to;
    if (cut.next === 'checkpoint') {
      await bench.barrier();
      saved = { at, lines: bench.lines.length };
    } else if (cut.next === 'crash' && crashes++ < 3) {
      await bench.recover();
      at = saved.at;
      bench.lines.length = saved.lines;
    }
  }
  await bench.command('watermark Infinity');
  t0(bench.entries === 0, 'state is left when all windows have closed');
  return bench.lines.map(plainTimes);
}

function t0(holds: boolean, what: string): void {
  if (!holds) throw new TypeError(what);
}

/** Times of a result line as ms. */
function plainTimes(line: string): string {
  return line.replace(
    /(?:(\d{4}-\d\d-\d\d)T)?(\d\d:\d\d:\d\d(?:\.\d+)?)/g,
    (_, date: string | undefined, time: string) =>
      String(Date.parse(`${date ?? '1970-01-01'}T${time}Z`)),
  );
}

test('window aggregates are those of the rows in time for each window', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(grids, changes, cuts, async (window, rows, plan) => {
      assert.equal(foldLines(await run(window, rows, plan)), foldLines(naiveGrid(window, rows)));
    }),
    300,
  ));

test('session aggregates are those of rows no further apart than the gap', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), changes, cuts, async (gap, rows, plan) => {
      const window: WindowSpec = {
        kind: 'session',
        time: 2,
        sizeMs: gap,
        slideMs: gap,
        offsetMs: 0,
        timeZone: null,
        processingTime: false,
      };
      assert.equal(foldLines(await run(window, rows, plan)), foldLines(naiveSessions(gap, rows)));
    }),
    300,
  ));

test('results and their order do not depend on how rows are cut into batches', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(grids, changes, cuts, async (window, rows, plan) => {
      const whole = await run(window, rows, [{ rows: rows.length, next: 'go on' }]);
      const cut = await run(window, rows, plan);
      const emitted = (lines: readonly string[]): string[] =>
        lines.filter((line) => !line.startsWith('watermark'));
      assert.deepEqual(emitted(cut), emitted(whole));
    }),
    200,
  ));
