/** The smallest program: one query, its rows as objects. */
import { open } from '../index.js';

const db = await open();
const query = await db.query<{ city: string; riders: bigint }>(`
  SELECT city, COUNT(*) AS riders
  FROM (VALUES ('Oslo'), ('Bergen'), ('Oslo')) AS rides (city)
  GROUP BY city`);
for (const { city, riders } of await query.toArray()) console.log(`${city}: ${riders}`);
await db.close();
