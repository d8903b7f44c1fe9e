/**
 * Joins and top-N over random change streams equal a naive computation over what is left of their
 * inputs, however rows are cut into batches, with recoveries and evictions in between.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { batchFromText } from '../core/batch-text.js';
import type { Schema } from '../core/types.js';
import { bigintType, booleanType, intType, notNull } from '../core/types.js';
import { call, column, literal } from '../engine/expr.js';
import type { JoinNode, JoinType, TopNNode } from '../engine/nodes.js';
import type { OperatorInput } from '../engine/operator.js';
import { join } from '../engine/operators/join.js';
import { foldLines, nodeBase, OperatorBench } from '../engine/operators/testing/operator-script.js';
import { topN } from '../engine/operators/top-n.js';
import { checkProperty } from './check-property.js';

interface Row {
  readonly k: number | null;
  readonly v: number;
}
/** One change: rows are only taken away while they are there. */
interface Change {
  readonly side: 0 | 1;
  readonly isAdded: boolean;
  readonly row: Row;
  /** The batch ends before this change; the operator recovers from a checkpoint before it. */
  readonly cuts: boolean;
  readonly recovers: boolean;
}

const wish = fc.record({
  side: fc.constantFrom<(0 | 1)[]>(0, 1),
  removes: fc.boolean(),
  pick: fc.nat(50),
  row: fc.record({ k: fc.constantFrom(null, 1, 1, 2), v: fc.nat(3) }),
  cuts: fc.boolean(),
  recovers: fc.nat(9).map((n) => n === 0),
});
/** Well-formed changes, and what is left of both inputs, in order of arrival. */
const stream = fc.array(wish, { maxLength: 60, size: 'max' }).map((wishes) => {
  const left: [Row[], Row[]] = [[], []];
  const changes = wishes.map(({ side, removes, pick, row, cuts, recovers }): Change => {
    const rows = left[side];
    const isAdded = !removes || rows.length === 0;
    const changed = isAdded ? row : rows[pick % rows.length]!;
    if (isAdded) rows.push(changed);
    else
      rows.splice(
        rows.findIndex((other) => other.k === changed.k && other.v === changed.v),
        1,
      );
    return { side, isAdded, row: changed, cuts, recovers };
  });
  return { changes, left };
});

const schema = (name: string): Schema => ({
  fields: [
    { name: `${name}k`, type: intType },
    { name: `${name}v`, type: intType },
  ],
});
const inputs: readonly OperatorInput[] = [
  { schema: schema('l'), changelog: 'retract' },
  { schema: schema('r'), changelog: 'retract' },
];

/** Feeds the changes; gives all lines out, checked to be well-formed. */
async function run(bench: OperatorBench, changes: readonly Change[]): Promise<readonly string[]> {
  const lines: string[] = [];
  let open: string[] = [];
  let side = 0;
  const flush = (): void => {
    if (open.length > 0) bench.process(side, batchFromText(inputs[side]!.schema, open.join('\n')));
    open = [];
    lines.push(...bench.lines);
    bench.lines.length = 0;
  };
  for (const change of changes) {
    if (change.cuts || change.recovers || change.side !== side) flush();
    if (change.recovers) {
      await bench.barrier();
      await bench.recover();
    }
    side = change.side;
    open.push(`${change.isAdded ? '+' : '-'} ${change.row.k} ${change.row.v}`);
  }
  flush();
  const counts = new Map<string, number>();
  for (const line of lines) {
    const text = line.slice(line.indexOf(' ') + 1);
    const count = (counts.get(text) ?? 0) + (line.startsWith('+') ? 1 : -1);
    assert.ok(count >= 0, `takes away what was not there: ${line}`);
    counts.set(text, count);
  }
  return lines;
}

const text = (row: Row | null): string => (row === null ? 'null null' : `${row.k} ${row.v}`);

function naiveJoin(
  type: JoinType,
  left: readonly Row[],
  right: readonly Row[],
  minimum: number,
): string[] {
  const meets = (l: Row, r: Row): boolean => l.k !== null && l.k === r.k && l.v + r.v >= minimum;
  const pairs = left.flatMap((l) =>
    right.filter((r) => meets(l, r)).map((r) => `+ ${text(l)} ${text(r)}`),
  );
  const lonelyLeft = left.filter((l) => !right.some((r) => meets(l, r)));
  const lonelyRight = right.filter((r) => !left.some((l) => meets(l, r)));
  if (type === 'semi')
    return left.filter((l) => !lonelyLeft.includes(l)).map((l) => `+ ${text(l)}`);
  if (type === 'anti') return lonelyLeft.map((l) => `+ ${text(l)}`);
  return [
    ...pairs,
    ...(type === 'left' || type === 'full'
      ? lonelyLeft.map((l) => `+ ${text(l)} ${text(null)}`)
      : []),
    ...(type === 'right' || type === 'full'
      ? lonelyRight.map((r) => `+ ${text(null)} ${text(r)}`)
      : []),
  ];
}

function joinNode(type: JoinType, minimum: number): JoinNode {
  const [l, r] = [schema('l').fields, schema('r').fields];
  const sum = call('+', [column(1, intType), column(3, intType)], intType);
  return {
    ...nodeBase({ fields: type === 'semi' || type === 'anti' ? l : [...l, ...r] }, 2),
    kind: 'join',
    joinType: type,
    leftKeys: [0],
    rightKeys: [0],
    nullSafe: [false],
    windowEnd: null,
    condition:
      minimum === 0 ? null : call('>=', [sum, literal(minimum, notNull(intType))], booleanType),
  };
}

const joinTypes: readonly JoinType[] = ['inner', 'left', 'right', 'full', 'semi', 'anti'];
const budget = fc.constantFrom(0, 1500, 1e9);

test('a join of change streams equals the join of what is left of them', async (t) => {
  const property = fc.asyncProperty(
    stream,
    fc.constantFrom(...joinTypes),
    fc.constantFrom(0, 3),
    budget,
    async ({ changes, left }, type, minimum, memory) => {
      const bench = await OperatorBench.start(join, joinNode(type, minimum), { inputs }, memory);
      const lines = await run(bench, changes);
      assert.equal(foldLines(lines), foldLines(naiveJoin(type, left[0], left[1], minimum)));
    },
  );
  await checkProperty(t, property, 200);
});

function naiveTopN(rows: readonly Row[], from: number, to: number, hasRank: boolean): string[] {
  return [null, 1, 2].flatMap((k) => {
    const sorted = rows.filter((row) => row.k === k).sort((a, b) => b.v - a.v);
    return sorted.flatMap((row, i) =>
      i + 1 < from || i + 1 > to ? [] : [`+ ${text(row)}${hasRank ? ` ${i + 1}` : ''}`],
    );
  });
}

function topNNode(from: number, to: number, rankColumn: boolean): TopNNode {
  const { fields } = schema('l');
  return {
    ...nodeBase({
      fields: rankColumn ? [...fields, { name: 'rn', type: notNull(bigintType) }] : fields,
    }),
    kind: 'topN',
    partition: [0],
    order: [{ column: 1, ascending: false, nullsFirst: false }],
    from,
    to,
    rankColumn,
    toColumn: null,
    windowEnd: null,
  };
}

test('the top N of a change stream are the top N of what is left of it', async (t) => {
  const property = fc.asyncProperty(
    stream,
    fc.integer({ min: 1, max: 3 }),
    fc.nat(2),
    fc.boolean(),
    fc.boolean(),
    budget,
    async ({ changes, left }, from, more, hasRank, insertsOnly, memory) => {
      const own = changes.filter((change) => change.side === 0 && (change.isAdded || !insertsOnly));
      const rows = insertsOnly ? own.map((change) => change.row) : left[0];
      const node = topNNode(from, from + more, hasRank);
      const changelog = insertsOnly ? 'insert-only' : 'retract';
      const input: OperatorInput = { schema: schema('l'), changelog };
      const bench = await OperatorBench.start(topN, node, { inputs: [input] }, memory);
      const lines = await run(bench, own);
      assert.equal(foldLines(lines), foldLines(naiveTopN(rows, from, from + more, hasRank)));
    },
  );
  await checkProperty(t, property, 200);
});
