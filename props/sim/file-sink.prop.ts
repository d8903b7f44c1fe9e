/**
 * Law: whatever happens to the process and its disk, the real file source and sink give the rows of
 * an undisturbed run, each once, and nothing else is visible in between.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { checkProperty } from '../check-property.js';
import { changeTable, foldVisible, inputTable, visibleLines } from './file-tables.js';
import type { VisibleFile } from './file-tables.js';
import { outFolder, runFileJob } from './file-world.js';
import type { FileJob } from './file-world.js';
import { simChanges, simLines } from './sim-rows.js';
import type { Mishaps } from './world.js';

const calm: Mishaps = { crashes: [], faultChance: 0 };

/** How the files of a sink are laid out. */
interface Layout {
  readonly isPartitioned: boolean;
  /** Files are full at this size. */
  readonly fileBytes: number;
  readonly success: boolean;
}

interface Query {
  readonly columns: string;
  readonly select: string;
  /** A second INSERT of the same job. */
  readonly second?: { readonly columns: string; readonly select: string };
  /** Written as debezium-json, compared by what is left. */
  readonly updates: boolean;
}

const windowed = (from: string): string => `SELECT k, COUNT(*), SUM(v), window_start FROM TABLE(
  TUMBLE(TABLE ${from}, DESCRIPTOR(ts), INTERVAL '0.01' SECOND))
  GROUP BY k, window_start, window_end`;
const windowColumns = 'k STRING, n BIGINT, s INT, w TIMESTAMP(3)';
const groups = 'SELECT k, COUNT(*), SUM(v) FROM a GROUP BY k';
const groupColumns = 'k STRING, n BIGINT, s INT';
const bothTables = '(SELECT * FROM a UNION ALL SELECT * FROM b)';

const queries: Readonly<Record<string, Query>> = {
  rows: { columns: 'k STRING, v INT', select: 'SELECT k, v FROM a', updates: false },
  window: { columns: windowColumns, select: windowed('a'), updates: false },
  both: { columns: 'k STRING, v INT', select: `SELECT k, v FROM ${bothTables}`, updates: false },
  groups: { columns: groupColumns, select: groups, updates: true },
  changes: { columns: 'k STRING, v INT', select: 'SELECT k, v FROM c', updates: true },
  twoSinks: {
    columns: windowColumns,
    select: windowed('a'),
    second: { columns: groupColumns, select: groups },
    updates: true,
  },
};

function sinkTable(name: string, columns: string, updates: boolean, layout: Layout): string {
  const partitioned = layout.isPartitioned ? ' PARTITIONED BY (k)' : '';
  const success = layout.success ? `, 'sink.partition-commit.policy.kind' = 'success-file'` : '';
  return `CREATE TABLE ${name} (${columns})${partitioned} WITH ('connector' = 'filesystem',
    'path' = '${outFolder}/${name}', 'format' = '${updates ? 'debezium-json' : 'json'}',
    'sink.rolling-policy.file-size' = '${layout.fileBytes}b'${success});`;
}

function scriptOf({ columns, select, second, updates }: Query, layout: Layout): string {
  const tables =
    inputTable('a') +
    inputTable('b') +
    changeTable('c') +
    sinkTable('made', columns, updates, layout);
  if (second === undefined) return `${tables} INSERT INTO made ${select};`;
  return `${tables} ${sinkTable('sums', second.columns, updates, layout)}
    EXECUTE STATEMENT SET BEGIN INSERT INTO made ${select};
    INSERT INTO sums ${second.select}; END;`;
}

/** Every line of `some` is in `all`, as often at least. */
function assertSubset(some: readonly string[], all: readonly string[], otherwise: string): void {
  const left = new Map<string, number>();
  for (const each of all) left.set(each, (left.get(each) ?? 0) + 1);
  for (const each of some) {
    const count = left.get(each) ?? 0;
    assert.ok(count > 0, `${otherwise}: ${each}`);
    left.set(each, count - 1);
  }
}

interface Case extends Omit<FileJob, 'script'> {
  readonly query: string;
  readonly layout: Layout;
  readonly seed: number;
}

/** Runs the case disturbed and undisturbed. */
async function agree({ query: name, layout, seed, ...job }: Case, mishaps: Mishaps): Promise<void> {
  const query = queries[name]!;
  const script = scriptOf(query, layout);
  const shown = (visible: readonly VisibleFile[]): readonly string[] =>
    query.updates ? foldVisible(visible) : ordered(visible, layout);
  const quiet = { ...job, stops: [], batchRows: 4096 };
  const undisturbed = await runFileJob({ ...quiet, script }, 1, calm);
  const expected = shown(undisturbed.visible);
  const lines = visibleLines(undisturbed.visible);
  if (name === 'rows') {
    assert.equal(lines.length, job.tables['a']!.length);
  }
  let before: readonly string[] = [];
  const between = (visible: readonly VisibleFile[], losesPower: boolean): void => {
    const now = visibleLines(visible);
    if (query.updates) foldVisible(visible);
    else assertSubset(now, lines, 'visible, and not of the result');
    // A renaming that was not synced yet is undone by a power cut, and done again.
    if (!losesPower) assertSubset(before, now, 'it was visible, and is gone');
    before = now;
  };
  const actual = await runFileJob({ ...job, script, between }, seed, mishaps);
  assert.deepEqual(shown(actual.visible), expected);
}

/** Rows of one table come in order; partitions each in theirs. */
function ordered(visible: readonly VisibleFile[], layout: Layout): readonly string[] {
  const lines = visibleLines(visible);
  return layout.isPartitioned ? lines.sort() : lines;
}

const crash = fc.record({ afterSteps: fc.integer({ min: 1, max: 200 }), losesPower: fc.boolean() });
const crashes = fc.array(crash, { minLength: 1, maxLength: 8, size: 'max' });
const common = {
  query: fc.constantFrom(...Object.keys(queries)),
  layout: fc.record({
    isPartitioned: fc.boolean(),
    fileBytes: fc.constantFrom(1, 60, 1e6),
    success: fc.boolean(),
  }),
  tables: fc.record({ a: simLines, b: simLines, c: simChanges }),
  batchRows: fc.constantFrom(1, 3, 7),
  intervalMs: fc.constantFrom(1, 2, 5),
  readBytesMax: fc.constantFrom(50, 300, 1e6),
  seed: fc.integer(),
};

test('rows in files survive kills and power cuts at any file call', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(fc.record({ ...common, crashes }), async ({ crashes: deaths, ...job }) => {
      await agree(job, { crashes: deaths, faultChance: 0, slowChance: 0.3 });
    }),
    150,
  ));

test('rows in files survive stops, and starts again', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(
      fc.record({ ...common, crashes, stops: fc.array(fc.nat(12), { maxLength: 8 }) }),
      async ({ crashes: deaths, ...job }) => {
        await agree(job, { crashes: deaths, faultChance: 0, slowChance: 0.3 });
      },
    ),
    60,
  ));

test('rows in files survive a disk that fails', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(
      fc.record({ ...common, crashes, attempts: fc.integer({ min: 0, max: 5 }) }),
      async ({ crashes: deaths, attempts, ...job }) => {
        const options = {
          'restart-strategy.type': 'fixed-delay',
          'restart-strategy.fixed-delay.delay': '5 ms',
          'restart-strategy.fixed-delay.attempts': String(attempts),
        };
        const mishaps = { crashes: deaths, faultChance: 0.03, slowChance: 0.3 };
        await agree({ ...job, options }, mishaps);
      },
    ),
    100,
  ));

/** Rows that were there before: gone once the new ones are all there, and not earlier. */
test('INSERT OVERWRITE replaces a table once, whatever happens', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(
      fc.record({ ...common, query: fc.constantFrom('rows', 'window', 'both'), crashes }),
      async ({ crashes: deaths, query, layout, seed, ...job }) => {
        const script = scriptOf(queries[query]!, { ...layout, isPartitioned: false }).replace(
          'INSERT INTO made',
          'INSERT OVERWRITE made',
        );
        const old = ['{"old":1}', '{"old":2}'];
        const parts = { ...job, script, present: { made: old } };
        const quiet = await runFileJob({ ...parts, batchRows: 4096 }, 1, calm);
        const expected = visibleLines(quiet.visible);
        assert.equal(
          expected.some((line) => line.includes('old')),
          false,
        );
        const between = (visible: readonly VisibleFile[]): void => {
          const now = visibleLines(visible);
          const made = now.filter((line) => !line.includes('old'));
          assertSubset(made, expected, 'visible, and not of the result');
          if (now.length - made.length < old.length) assert.equal(made.length, expected.length);
        };
        const mishaps = { crashes: deaths, faultChance: 0, slowChance: 0.3 };
        const result = await runFileJob({ ...parts, between }, seed, mishaps);
        assert.deepEqual(visibleLines(result.visible).sort(), expected.sort());
      },
    ),
    60,
  ));
