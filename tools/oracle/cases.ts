/** Finds SQL cases: <dir>/<area>/*.sql with their expected changelogs (sql/cases/README.md). */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from './fold.js';

export type Expected =
  | {
      readonly kind: 'rows';
      readonly columns: readonly (readonly [string, string])[];
      readonly changes: readonly Change[];
    }
  | { readonly kind: 'refused'; readonly phase: 'plan' | 'run'; readonly message: string }
  /** beyond/ without a wanted answer: Flink cannot do it and nothing is asked. */
  | { readonly kind: 'open' };

export interface Case {
  readonly area: string;
  readonly name: string; // 'x' or 'beyond/x'
  readonly file: string;
  readonly sql: string;
  readonly expected: Expected;
}

/** All cases below `dir`, sorted; `only` is matched against "area/name". */
export function findCases(dir: string, only: RegExp | null): Case[] {
  const areas = readdirSync(dir).filter(
    (name) => name !== 'data' && statSync(join(dir, name)).isDirectory(),
  );
  const cases = areas
    .sort()
    .flatMap((area) => [
      ...casesIn(dir, area, ''),
      ...(existsSync(join(dir, area, 'beyond')) ? casesIn(dir, area, 'beyond/') : []),
    ]);
  return only === null ? cases : cases.filter((c) => only.test(`${c.area}/${c.name}`));
}

function casesIn(dir: string, area: string, prefix: string): Case[] {
  const folder = join(dir, area, prefix);
  const scripts = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return scripts.map((script) => {
    const file = join(folder, script);
    const base = file.slice(0, -'.sql'.length);
    const name = prefix + script.slice(0, -'.sql'.length);
    return {
      area,
      name,
      file,
      sql: readFileSync(file, 'utf8'),
      expected: expectation(base, prefix !== ''),
    };
  });
}

function expectation(base: string, beyond: boolean): Expected {
  const wanted = `${base}.want.jsonl`;
  if (existsSync(wanted)) return parseExpected(readFileSync(wanted, 'utf8'));
  return beyond ? { kind: 'open' } : parseExpected(readFileSync(`${base}.expected.jsonl`, 'utf8'));
}

function parseExpected(text: string): Expected {
  const lines = text.split('\n').filter((line) => line !== '');
  const head = JSON.parse(lines[0]!) as {
    error?: string;
    phase?: 'plan' | 'run';
    message?: string;
    columns?: [string, string][];
  };
  if (head.error !== undefined) {
    return { kind: 'refused', phase: head.phase ?? 'run', message: head.message ?? '' };
  }
  return {
    kind: 'rows',
    columns: head.columns!,
    changes: lines.slice(1).map((l) => JSON.parse(l) as Change),
  };
}
