/**
 * Plans every SQL case without running it: names and types of the result must be the recorded
 * ones, and
 * what a real Flink refuses while planning must be refused.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { MillraceError } from '../core/errors.js';
import { formatType } from '../core/types.js';
import { planLast } from './testing/plan-script.js';

interface Recorded {
  readonly columns?: readonly (readonly [string, string])[];
  readonly error?: string;
  readonly phase?: 'plan' | 'run';
}

/** The folder of the cases, above wherever this was compiled to. */
function casesFolder(): string {
  let folder = fileURLToPath(new URL('.', import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = join(folder, '..');
  return join(folder, 'sql', 'cases');
}

const root = casesFolder();
/** How many cases of an area must be right: raise it when more are. */
const floors: Readonly<Record<string, number>> = {
  aggregate: 168,
  ddl: 207,
  join: 117,
  nexmark: 20,
  scalar: 182,
  window: 156,
};

/** Right only with the connectors themselves, which check the values of options. */
const needConnectors: ReadonlySet<string> = new Set([
  'ddl/refuse-bad-option-value',
  'ddl/refuse-bad-timestamp-standard',
  'ddl/refuse-csv-two-letter-delimiter',
  'ddl/refuse-json-options-together',
  'ddl/refuse-raw-endianness',
  'ddl/refuse-unknown-format',
]);

/** Types that functions decide, see their entries. */
const decidedByFunctions: ReadonlySet<string> = new Set(['scalar/array-max-min']);

function cases(area: string): readonly string[] {
  return readdirSync(join(root, area))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length));
}

/** What planning the case gives: 'right', or what is wrong with it. */
async function verdict(area: string, name: string): Promise<string> {
  const sql = readFileSync(join(root, area, `${name}.sql`), 'utf8');
  const text = readFileSync(join(root, area, `${name}.expected.jsonl`), 'utf8');
  const recorded = JSON.parse(text.split('\n')[0]!) as Recorded;
  try {
    const result = await planLast(sql);
    if (recorded.phase === 'plan') return `not refused (${recorded.error ?? ''})`;
    if (recorded.columns === undefined) return 'right';
    if (result.kind !== 'query' && result.kind !== 'rows') return `is ${result.kind}`;
    const columns = result.schema.fields.map((f) => [f.name, formatType(f.type)]);
    const wanted = recorded.columns.map(([n, t]) => [n, t.replace(/ \*(ROWTIME|PROCTIME)\*/g, '')]);
    const same = JSON.stringify(columns) === JSON.stringify(wanted);
    return same ? 'right' : `columns ${JSON.stringify(columns)}, wanted ${JSON.stringify(wanted)}`;
  } catch (error) {
    if (!(error instanceof MillraceError) || error.code === 'BUG') throw error;
    if (error.code === 'SQL_UNSUPPORTED') return `not yet: ${error.message}`;
    if (recorded.error !== undefined) return 'right';
    const isMissing = error.code === 'SQL_UNKNOWN_FUNCTION';
    return `${isMissing ? 'not yet' : error.code}: ${error.message}`;
  }
}

for (const [area, floor] of Object.entries(floors)) {
  test(`${area}: columns and refusals are the recorded ones`, async (t) => {
    const wrong: string[] = [];
    let right = 0;
    for (const name of cases(area)) {
      const id = `${area}/${name}`;
      if (needConnectors.has(id) || decidedByFunctions.has(id)) continue;
      const found = await verdict(area, name);
      if (found === 'right') right++;
      else if (found.startsWith('not yet')) t.log(`${id}: ${found}`);
      else wrong.push(`${id}: ${found}`);
    }
    t.deepEqual(wrong, []);
    t.true(right >= floor, `${right} cases are right, ${floor} were`);
  });
}
