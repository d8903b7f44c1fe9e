/**
 * No text crashes the front end: what cannot be planned is refused as an error of the text, soon.
 */
import test from 'ava';
import fc from 'fast-check';
import { join } from 'node:path';
import { open } from '../api/open.js';
import { MillraceError } from '../core/errors.js';
import { findCases } from '../tools/oracle/cases.js';
import { projectRoot } from '../tools/project-root.js';
import { checkProperty } from './check-property.js';

const folder = join(projectRoot(), 'sql/cases');
const scripts = findCases(folder, null).map((one) => tokens(one.sql));
const vocabulary = [...new Set(scripts.flat())].filter((token) => token.trim() !== '');

/** Words, numbers, quoted texts, white space, single other characters; comment lines left out. */
function tokens(sql: string): string[] {
  const text = sql.replaceAll(/^--.*$/gm, '').trim();
  return text.match(/'(?:[^']|'')*'|`[^`]*`|\s+|[A-Za-z_]\w*|\d+(?:\.\d+)?|[^]/g) ?? [];
}

/** Uniform: small values, which fast-check likes, would leave most scripts whole. */
const places = fc.noBias(fc.nat({ max: 999_999 })).map((place) => place / 1_000_000);
const edits = fc.record({
  what: fc.constantFrom(
    'likeness',
    'likeness',
    'likeness',
    'neighbour',
    'neighbour',
    'delete',
    'duplicate',
    'swap',
    'insert',
    'replace',
    'cut',
  ),
  at: places.map((place) => Math.sqrt(place)), // the last statement is edited most
  other: places,
});
type Edit = typeof edits extends fc.Arbitrary<infer T> ? T : never;

/**
 * A token of `among` that is of the same kind as `token`, so that the parser often lets it pass.
 */
function likeness(among: readonly string[], token: string, other: number): string {
  const kind = kindOf(token);
  const alike = among.filter((candidate) => kindOf(candidate) === kind);
  return alike[Math.floor(other * alike.length)] ?? token;
}
function kindOf(token: string): string {
  if (/^[A-Z_]+$/.test(token)) return 'keyword';
  if (/^[A-Za-z`]/.test(token)) return 'name';
  if (/^\d/.test(token)) return 'number';
  return token[0] === "'" ? 'text' : token.trim() === '' ? 'space' : 'operator';
}

function edited(script: readonly string[], { what, at, other }: Edit): string[] {
  const result = [...script];
  const place = Math.floor(at * result.length);
  if (place >= result.length) return result;
  const second = Math.floor(other * result.length);
  const word = vocabulary[Math.floor(other * vocabulary.length)]!;
  if (what === 'likeness') result[place] = likeness(vocabulary, result[place]!, other);
  else if (what === 'neighbour') result[place] = likeness(script, result[place]!, other);
  else if (what === 'delete') result.splice(place, 1);
  else if (what === 'duplicate') result.splice(place, 0, ...result.slice(place, place + 3));
  else if (what === 'insert') result.splice(place, 0, ' ', word, ' ');
  else if (what === 'replace') result.splice(place, 1, word);
  else if (what === 'cut') result.length = place;
  else [result[place], result[second]] = [result[second] ?? '', result[place] ?? ''];
  return result;
}

/** Scripts with up to four edits. */
export const brokenScripts = fc
  .record({ script: fc.constantFrom(...scripts), changes: fc.array(edits, { maxLength: 4 }) })
  .map(({ script, changes }) => changes.reduce(edited, script).join(''));

/** Rejects when `sql` is neither planned nor refused as a user's mistake. */
export async function plansOrRefuses(sql: string): Promise<void> {
  const db = await open({ baseDir: folder });
  try {
    await db.explain(sql);
  } catch (error) {
    if (!(error instanceof MillraceError) || error.blame === 'bug') throw error;
  } finally {
    await db.close();
  }
}

test('edited scripts are planned or refused, never crash', async (t) => {
  const property = fc.asyncProperty(brokenScripts, async (sql) => {
    const started = performance.now();
    await plansOrRefuses(sql);
    const ms = performance.now() - started;
    if (ms > slowMs) throw new TypeError(`planning took ${ms} ms`);
  });
  await checkProperty(t, property, 400, ([sql]) => sql);
});

/** A second on a quiet machine; a shared one may be slower, an exponential search is far slower. */
const slowMs = 10_000;

test('deeply nested text is refused or planned, never a stack overflow', async (t) => {
  const repeated = (text: string): string => text.repeat(20_000);
  for (const sql of [
    `SELECT ${repeated('(')}1${repeated(')')}`,
    `SELECT ${repeated('NOT ')}TRUE`,
    `SELECT ${repeated('- ')}1`,
    `SELECT 1${repeated(' + 1')}`,
    `SELECT 'a'${repeated(" || 'a'")}`,
    `SELECT TRUE${repeated(' AND TRUE')}`,
    `SELECT ${repeated('CASE WHEN TRUE THEN ')}1${repeated(' END')}`,
    `SELECT ${repeated('ABS(')}1${repeated(')')}`,
    `SELECT ${repeated('ARRAY[')}1${repeated(']')}`,
    `SELECT CAST(NULL AS ${repeated('ARRAY<')}INT${repeated('>')})`,
    `SELECT * FROM ${repeated('(SELECT * FROM ')}t${repeated(')')}`,
    `SELECT 1${repeated(' UNION ALL SELECT 1')}`,
    `SELECT ${repeated('1, ')}1`,
    `SELECT 1 IN (${repeated('1, ')}1)`,
    `SELECT * FROM (VALUES ${repeated('(1), ')}(1)) AS v(a)`,
    repeated('/*'),
    repeated("'"),
    repeated(';'),
    repeated('\u0000'),
  ]) {
    await t.notThrowsAsync(() => plansOrRefuses(sql), sql.slice(0, 40));
  }
});
