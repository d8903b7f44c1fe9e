/** Aggregates over random changelogs against recomputation from the rows that are left. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { batchFromText } from '../core/batch-text.js';
import type { DataType, Schema } from '../core/types.js';
import {
  bigintType,
  booleanType,
  decimalType,
  doubleType,
  intType,
  notNull,
  stringType,
  timestampType,
} from '../core/types.js';
import type { AggregateCall, ChangelogMode, GroupAggregateNode } from '../engine/nodes.js';
import { groupAggregate } from '../engine/operators/group-aggregate.js';
import { foldLines, nodeBase, OperatorBench } from '../engine/operators/testing/operator-script.js';
import { checkProperty } from './check-property.js';

const decimal = decimalType(20, 2);
const nanos = timestampType(6);
const schema: Schema = {
  fields: [
    { name: 'k', type: stringType },
    { name: 'i', type: intType },
    { name: 'l', type: bigintType },
    { name: 'd', type: doubleType },
    { name: 'm', type: decimal },
    { name: 's', type: stringType },
    { name: 'ts', type: nanos },
    { name: 'f', type: booleanType },
  ],
};

interface Row {
  readonly k: string;
  readonly i: number | null;
  readonly l: bigint | null;
  readonly d: number | null;
  readonly m: bigint | null;
  readonly s: string | null;
  readonly f: boolean | null;
  readonly ts: bigint | null; // ms
}
interface Change {
  readonly sign: 1 | -1;
  readonly row: Row;
}

const rowOf = fc.record<Row>({
  k: fc.constantFrom('a', 'b', 'c'),
  i: fc.option(fc.integer({ min: -5, max: 5 })),
  l: fc.option(fc.oneof(fc.bigInt(-9n, 9n), fc.bigInt(-(2n ** 56n), 2n ** 56n))),
  d: fc.option(fc.integer({ min: -8, max: 8 }).map((n) => n / 4)),
  m: fc.option(fc.bigInt(-999n, 10n ** 19n)),
  s: fc.option(fc.constantFrom('x', 'y', 'zz', 'é', '🚀', '～')),
  ts: fc.option(fc.bigInt(-5n, 5n)),
  f: fc.option(fc.boolean()),
});

function changesOf(retracting: boolean): fc.Arbitrary<Change[]> {
  return fc
    .array(fc.tuple(rowOf, fc.nat(2), fc.nat(50)), { minLength: 1, maxLength: 60, size: 'max' })
    .map((steps) => {
      const live: Row[] = [];
      return steps.map(([row, action, which]): Change => {
        if (retracting && action === 0 && live.length > 0) {
          return { sign: -1, row: live.splice(which % live.length, 1)[0]! };
        }
        live.push(row);
        return { sign: 1, row };
      });
    });
}

type Naive = (rows: readonly Row[]) => string;
interface Case {
  readonly call: AggregateCall;
  readonly naive: Naive;
}

function caseOf(
  name: string,
  args: readonly number[],
  type: DataType,
  naive: Naive,
  more: Partial<AggregateCall> = {},
): Case {
  return { call: { name, args, type, distinct: false, filter: null, ...more }, naive };
}

function values<T>(rows: readonly Row[], column: (row: Row) => T | null): T[] {
  return rows
    .map(column)
    .filter((value): value is NonNullable<typeof value> => value !== null) as T[];
}
const orNull = <T>(list: readonly T[], text: () => string): string =>
  list.length === 0 ? 'null' : text();
const sumOf = (list: readonly bigint[]): bigint => list.reduce((sum, value) => sum + value, 0n);
const money = (unscaled: bigint, scale: number): string => {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};
/** Of -5 to 5 ms. */
const shortTime = (ms: number): string =>
  ms < 0 ? `1969-12-31T23:59:59.99${10 + ms}` : `00:00:00${ms === 0 ? '' : `.00${ms}`}`;
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const longs = (rows: readonly Row[]): bigint[] => values(rows, (row) => row.l);
const count = notNull(bigintType);
const passing = (rows: readonly Row[]): Row[] => rows.filter((row) => row.f === true);
const least = (rows: readonly Row[]): string =>
  String(longs(passing(rows)).reduce((a, b) => (a < b ? a : b)));

const cases: readonly Case[] = [
  caseOf('COUNT', [], count, (rows) => String(rows.length)),
  caseOf('COUNT', [1], count, (rows) => String(values(rows, (row) => row.i).length)),
  caseOf('COUNT', [1], count, (rows) => String(new Set(values(rows, (row) => row.i)).size), {
    distinct: true,
  }),
  caseOf(
    'COUNT',
    [5],
    count,
    (rows) =>
      String(
        new Set(
          values(
            rows.filter((row) => row.f === true),
            (row) => row.s,
          ),
        ).size,
      ),
    { distinct: true, filter: 7 },
  ),
  caseOf('SUM', [1], intType, (rows) =>
    orNull(
      values(rows, (row) => row.i),
      () => String(values(rows, (row) => row.i).reduce((a, b) => a + b, 0)),
    ),
  ),
  caseOf(
    'SUM',
    [1],
    intType,
    (rows) => {
      const passing = values(
        rows.filter((row) => row.f === true),
        (row) => row.i,
      );
      return orNull(passing, () => String(passing.reduce((a, b) => a + b, 0)));
    },
    { filter: 7 },
  ),
  caseOf('SUM', [2], bigintType, (rows) => orNull(longs(rows), () => String(sumOf(longs(rows))))),
  caseOf(
    'SUM',
    [2],
    bigintType,
    (rows) => orNull(longs(rows), () => String(sumOf([...new Set(longs(rows))]))),
    { distinct: true },
  ),
  caseOf('AVG', [2], bigintType, (rows) =>
    orNull(longs(rows), () => String(sumOf(longs(rows)) / BigInt(longs(rows).length))),
  ),
  caseOf('SUM', [3], doubleType, (rows) =>
    orNull(
      values(rows, (row) => row.d),
      () => String(values(rows, (row) => row.d).reduce((a, b) => a + b, 0)),
    ),
  ),
  caseOf('SUM', [4], decimalType(38, 2), (rows) => {
    const list = values(rows, (row) => row.m);
    return orNull(list, () => money(sumOf(list), 2));
  }),
  caseOf('MIN', [1], intType, (rows) =>
    orNull(
      values(rows, (row) => row.i),
      () => String(Math.min(...values(rows, (row) => row.i))),
    ),
  ),
  caseOf('MAX', [2], bigintType, (rows) =>
    orNull(longs(rows), () => String(longs(rows).reduce((a, b) => (a > b ? a : b)))),
  ),
  caseOf('MIN', [2], bigintType, (rows) => orNull(longs(passing(rows)), () => least(rows)), {
    filter: 7,
  }),
  caseOf('COUNT', [], count, (rows) => String(passing(rows).length), { filter: 7 }),
  caseOf('MAX', [4], decimal, (rows) => {
    const list = values(rows, (row) => row.m);
    return orNull(list, () =>
      money(
        list.reduce((a, b) => (a > b ? a : b)),
        2,
      ),
    );
  }),
  caseOf('MAX', [6], nanos, (rows) => {
    const ms = values(rows, (row) => row.ts).map((ts) => Number(ts));
    return orNull(ms, () => shortTime(Math.max(...ms)));
  }),
  caseOf('MIN', [5], stringType, (rows) =>
    orNull(
      values(rows, (row) => row.s),
      () => values(rows, (row) => row.s).sort(byBytes)[0]!,
    ),
  ),
  caseOf('MAX', [5], stringType, (rows) =>
    orNull(
      values(rows, (row) => row.s),
      () =>
        values(rows, (row) => row.s)
          .sort(byBytes)
          .at(-1)!,
    ),
  ),
];

/** Rows left, in order of arrival; of equal rows the oldest goes. */
function left(changes: readonly Change[]): Row[] {
  const rows: Row[] = [];
  for (const { sign, row } of changes) {
    if (sign > 0) rows.push(row);
    else rows.splice(rows.indexOf(row), 1);
  }
  return rows;
}

function lineOf({ sign, row }: Change): string {
  return [
    sign > 0 ? '+' : '-',
    row.k,
    row.i,
    row.l,
    row.d,
    row.m === null ? null : money(row.m, 2),
    row.s,
    row.ts,
    row.f,
  ]
    .map(String)
    .join(' ');
}

function naive(keys: boolean, changes: readonly Change[]): string[] {
  const rows = left(changes);
  const groups = keys ? [...new Set(rows.map((row) => row.k))] : rows.length > 0 ? [null] : [];
  return groups.map((key) => {
    const mine = rows.filter((row) => key === null || row.k === key);
    return `+ ${key === null ? '' : `${key} `}${cases.map((one) => one.naive(mine)).join(' ')}`;
  });
}

async function run(
  changelog: ChangelogMode,
  keys: boolean,
  changes: readonly Change[],
  cut: number,
  everyChange = false,
): Promise<string[]> {
  const calls = cases.map((one) => one.call);
  const output = {
    fields: [
      ...(keys ? [schema.fields[0]!] : []),
      ...calls.map((call, i) => ({ name: `a${i}`, type: call.type })),
    ],
  };
  const node: GroupAggregateNode = {
    ...nodeBase(output),
    kind: 'groupAggregate',
    keys: keys ? [0] : [],
    calls,
    everyChange,
  };
  const bench = await OperatorBench.start(
    groupAggregate,
    node,
    { inputs: [{ schema, changelog }] },
    2000,
  );
  for (let at = 0; at < changes.length; at += cut) {
    bench.process(
      0,
      batchFromText(
        schema,
        changes
          .slice(at, at + cut)
          .map(lineOf)
          .join('\n'),
      ),
    );
    if (at % 3 !== 0) continue;
    await bench.barrier();
    if (at % 2 === 0) await bench.recover();
  }
  return bench.lines;
}

/** Flink's order of things: each row changes its group by itself. */
for (const changelog of ['insert-only', 'retract'] as const) {
  test(`every change of ${changelog} input is that of one row, however rows are cut`, async (t) => {
    const input = fc.tuple(
      changesOf(changelog === 'retract'),
      fc.boolean(),
      fc.integer({ min: 1, max: 20 }),
    );
    await checkProperty(
      t,
      fc.asyncProperty(input, async ([changes, keys, cut]) => {
        const expected = await run(changelog, keys, changes, 1);
        assert.deepEqual(await run(changelog, keys, changes, cut, true), expected);
      }),
      150,
    );
  });
}

for (const changelog of ['insert-only', 'retract'] as const) {
  test(`changes over ${changelog} input fold to the aggregates of the rows left`, async (t) => {
    const input = fc.tuple(
      changesOf(changelog === 'retract'),
      fc.boolean(),
      fc.integer({ min: 1, max: 20 }),
    );
    await checkProperty(
      t,
      fc.asyncProperty(input, async ([changes, keys, cut]) => {
        assert.equal(
          foldLines(await run(changelog, keys, changes, cut)),
          foldLines(naive(keys, changes)),
        );
      }),
      150,
    );
  });
}
