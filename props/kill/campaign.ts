/**
 * The kill campaign: runs a SQL script in processes of its own, SIGKILLs them at random moments,
 * resumes until the
 * script ends, and compares what it wrote with an undisturbed run, byte for byte after sorting
 * lines.
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from './seeded-random.js';

export interface Campaign {
  /** Command line of one run, without node itself: cli path, 'run', script. */
  readonly command: readonly string[];
  /** Folder that the script reads from, linked into each run's folder under the same name. */
  readonly links: Readonly<Record<string, string>>;
  /** Folders of sinks, relative to the run's folder. */
  readonly outputs: readonly string[];
  readonly times: number;
  readonly seed: number;
  /** Kills of one run before it may end. */
  readonly killsPerRunMax: number;
  readonly report: (line: string) => void;
}
export interface CampaignResult {
  readonly kills: number;
  readonly runs: number;
  /** null: every output was identical. */
  readonly difference: string | null;
}

/**
 * Runs until `times` kills have happened and every disturbed run has ended, or until outputs
 * differ.
 */
export async function killCampaign(campaign: Campaign): Promise<CampaignResult> {
  const random = seededRandom(campaign.seed);
  const reference = await undisturbed(campaign);
  let kills = 0;
  let runs = 0;
  while (kills < campaign.times) {
    const folder = runFolder(campaign);
    const planned = Math.min(
      campaign.times - kills,
      1 + Math.floor(random() * campaign.killsPerRunMax),
    );
    const killed = await disturbedRun(campaign, folder, planned, reference.durationMs, random);
    kills += killed;
    runs++;
    const difference = firstDifference(reference.lines, outputLines(folder, campaign.outputs));
    campaign.report(`run ${runs}: ${killed} kills (${kills} of ${campaign.times})`);
    if (difference !== null) return { kills, runs, difference: `${difference}; kept in ${folder}` };
    rmSync(folder, { recursive: true, force: true });
  }
  return { kills, runs, difference: null };
}

async function undisturbed(
  campaign: Campaign,
): Promise<{ lines: readonly string[]; durationMs: number }> {
  const folder = runFolder(campaign);
  const started = performance.now();
  const end = await attempt(campaign, folder, Infinity);
  const durationMs = performance.now() - started;
  const lines = outputLines(folder, campaign.outputs);
  if (end.code !== 0 || lines.length === 0) {
    throw new TypeError(`the undisturbed run failed (exit ${end.code}): ${end.stderr}`);
  }
  rmSync(folder, { recursive: true, force: true });
  return { lines, durationMs };
}

/** Number of kills that hit; the run has ended by itself when this returns. */
async function disturbedRun(
  campaign: Campaign,
  folder: string,
  planned: number,
  durationMs: number,
  random: () => number,
): Promise<number> {
  let killed = 0;
  for (;;) {
    const killAfterMs = killed < planned ? 20 + random() * durationMs * 0.7 : Infinity;
    const end = await attempt(campaign, folder, killAfterMs);
    if (end.signal === 'SIGKILL') killed++;
    else if (end.code === 0) return killed;
    else
      throw new TypeError(
        `a resumed run failed (exit ${end.code}): ${end.stderr}; kept in ${folder}`,
      );
  }
}

interface End {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

function attempt(campaign: Campaign, folder: string, killAfterMs: number): Promise<End> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...campaign.command], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on(
      'data',
      (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(-4000)),
    );
    const timer = Number.isFinite(killAfterMs)
      ? setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      : null;
    child.on('close', (code, signal) => {
      if (timer !== null) clearTimeout(timer);
      resolve({ code, signal, stderr });
    });
  });
}

function runFolder(campaign: Campaign): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-kill-'));
  for (const [name, target] of Object.entries(campaign.links))
    symlinkSync(target, join(folder, name));
  mkdirSync(join(folder, 'out'), { recursive: true });
  return folder;
}

/**
 * All lines of the visible files below the outputs, sorted; each prefixed with its output's name.
 */
export function outputLines(folder: string, outputs: readonly string[]): string[] {
  const lines = outputs.flatMap((output) => {
    const path = join(folder, output);
    return existsSync(path) ? visibleFiles(path).flatMap((file) => fileLines(output, file)) : [];
  });
  return lines.sort();
}

function fileLines(output: string, file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `${output}: ${line}`);
}

function visibleFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || entry.name.startsWith('_')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? visibleFiles(path) : [path];
  });
}

function firstDifference(expected: readonly string[], actual: readonly string[]): string | null {
  const length = Math.max(expected.length, actual.length);
  for (let i = 0; i < length; i++) {
    if (expected[i] === actual[i]) continue;
    return (
      `sorted line ${i + 1} is ${JSON.stringify(actual[i])}, ` +
      `expected ${JSON.stringify(expected[i])} ` +
      `(${actual.length} lines, expected ${expected.length})`
    );
  }
  return null;
}
