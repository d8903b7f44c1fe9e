/**
 * Functions written in JavaScript, called from SQL: a value, a batch, rows, an aggregate, a wait.
 */
import { open } from '../index.js';

const db = await open();
await db.execute(`CREATE VIEW orders AS SELECT * FROM (VALUES
  ('ada', 'tea,milk', 1250), ('bob', 'coffee', 400), ('ada', 'sugar', 90))
  AS t(buyer, items, cents)`);

await db.createFunction('euros', {
  args: ['BIGINT'],
  returns: 'STRING',
  call: (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')} EUR`,
});
await db.createFunction('with_tax', {
  args: ['INT'],
  returns: 'INT',
  vectorized: (columns) => Array.from(columns[0]!, (cents: number) => Math.round(cents * 1.19)),
});
await db.createFunction('words', {
  args: ['STRING'],
  returns: 'ROW<place INT, word STRING>',
  *rows(text: string) {
    for (const [i, word] of text.split(',').entries()) yield { place: i + 1, word };
  },
});
await db.createFunction('longest', {
  args: ['STRING'],
  returns: 'STRING',
  create: () => '',
  accumulate: (best: string, text: string) => (text.length > best.length ? text : best),
  merge: (best: string, other: string) => (other.length > best.length ? other : best),
  result: (best: string) => best,
});
await db.createFunction('city_of', {
  args: ['STRING'],
  returns: 'STRING',
  callAsync: (buyer: string) => Promise.resolve(buyer === 'ada' ? 'London' : 'Oslo'),
  concurrency: 20,
  timeoutMs: 1000,
  retries: 2,
});

const show = async (sql: string): Promise<void> => {
  const query = await db.query(sql);
  for (const row of await query.toArray()) console.log(Object.values(row).join(' | '));
};
await show('SELECT buyer, euros(with_tax(cents)) FROM orders');
await show('SELECT buyer, place, word FROM orders, LATERAL TABLE(words(items))');
await show('SELECT longest(word) FROM orders, LATERAL TABLE(words(items))');
await show("SELECT items, city_of(buyer) FROM orders WHERE city_of(buyer) <> 'Oslo'");
await db.close();
