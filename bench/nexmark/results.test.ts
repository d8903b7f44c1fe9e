/**
 * The queries on 100,000 bit-exact events give as many rows as a relational engine (SQLite) did on
 * the same.
 */
import test from 'ava';
import { open } from '../../api/open.js';
import { CollectedRows } from '../../tools/oracle/collected-rows.js';
import { fold } from '../../tools/oracle/fold.js';
import { nexmarkQueries, queryScript } from './script.js';

/** Rows of the final result: beam, flink (seed 42). null: beam has no URLs. */
const expected: Readonly<Record<string, readonly [beam: number | null, flink: number]>> = {
  q0: [92000, 92000],
  q1: [92000, 92000],
  q2: [351, 344],
  q3: [580, 627],
  q4: [5, 5],
  q5: [68, 56],
  q7: [10, 10],
  q8: [299, 306],
  q17: [4657, 5995],
  q18: [25248, 28506],
  q19: [35135, 44137],
  q20: [14419, 14901],
  q22: [null, 92000],
};

async function resultRows(query: string, mode: 'beam' | 'flink'): Promise<number> {
  const db = await open();
  const collected = new CollectedRows();
  const options = { mode, 'events.num': 100_000, 'first-event.rate': 1000 };
  try {
    const script = queryScript(query, { kind: 'generator', options });
    for await (const outcome of db.run(script, { collect: collected })) {
      if (outcome.kind !== 'query') continue;
      await outcome.query.handle.finished;
      const { rows, illFormed } = fold(collected.changes(outcome.query.schema));
      if (illFormed !== null) return -1;
      return [...rows.values()].reduce((sum, count) => sum + count, 0);
    }
    return -1;
  } finally {
    await db.close();
  }
}

for (const query of nexmarkQueries) {
  const [beam, flink] = expected[query]!;
  test(`${query} gives the rows that a relational engine gives`, async (t) => {
    if (beam !== null) t.is(await resultRows(query, 'beam'), beam);
    t.is(await resultRows(query, 'flink'), flink);
  });
}
