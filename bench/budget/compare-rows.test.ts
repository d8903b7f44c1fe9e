import test from 'ava';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareRows } from './compare-rows.js';
import { references } from './references.js';

const time = '2024-01-01 00:00:00';
const auction = { id: 1, category: 10, dateTime: time, expires: '2024-01-01 00:01:00' };
const events = [
  { event_type: 1, auction },
  { event_type: 2, bid: { auction: 1, price: 5, dateTime: time } },
  { event_type: 2, bid: { auction: 1, price: 9, dateTime: time } },
];
const [five, nine] = [
  { id: 10, final: 5 },
  { id: 10, final: 9 },
];
const changes = [
  { before: null, after: five, op: 'c' },
  { before: five, after: null, op: 'd' },
  { before: null, after: nine, op: 'c' },
];

async function compare(kept: readonly unknown[]): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-compare-'));
  const write = (name: string, rows: readonly unknown[]): string => {
    const path = join(folder, name);
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return path;
  };
  try {
    const path = write('events.jsonl', events);
    mkdirSync(join(folder, 'kept'));
    write('kept/part.json', kept);
    return await compareRows(references['q4']!, join(folder, 'kept'), path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the folded changelog is what DuckDB computes', async (t) => {
  t.deepEqual(await compare(changes), { rows: 1, different: 0 });
});

test('a missing retraction, a missing row and a wrong value are seen', async (t) => {
  t.deepEqual(await compare([changes[0], changes[2]]), { rows: 1, different: 1 });
  t.deepEqual(await compare(changes.slice(0, 2)), { rows: 1, different: 1 });
  t.deepEqual(await compare(changes.slice(0, 1)), { rows: 1, different: 2 });
});
