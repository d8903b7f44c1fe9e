/** The stored rates that a run is compared with. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tools/project-root.js';

export interface Baseline {
  /** Of bench/calibration.ts when the rates were stored. */
  readonly calibration: number;
  /** Name of the benchmark -> events or operations per CPU second. */
  readonly rates: Readonly<Record<string, number>>;
}

const path = (): string => join(projectRoot(), 'bench', 'baseline.json');

/** An empty one when none is stored. */
export function readBaseline(): Baseline {
  if (!existsSync(path())) return { calibration: 0, rates: {} };
  return JSON.parse(readFileSync(path(), 'utf8')) as Baseline;
}

/**
 * Rates measured now win; rates of benchmarks that did not run are scaled to this machine and stay.
 */
export function saveBaseline(
  before: Baseline,
  calibration: number,
  rates: Record<string, number>,
): void {
  const scale = before.calibration === 0 ? 1 : calibration / before.calibration;
  const kept = Object.entries(before.rates).map(([name, rate]) => [name, Math.round(rate * scale)]);
  const all = { ...(Object.fromEntries(kept) as Record<string, number>), ...rates };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path(), `${JSON.stringify({ calibration, rates: sorted }, null, 2)}\n`);
}

/** Rate over the stored one, both per calibration step; null without a stored one. */
export function ratio(
  baseline: Baseline,
  calibration: number,
  name: string,
  rate: number,
): number | null {
  const stored = baseline.rates[name];
  if (stored === undefined || baseline.calibration === 0) return null;
  return rate / calibration / (stored / baseline.calibration);
}
