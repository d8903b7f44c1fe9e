/** Runs the real Flink through bench/flink/flink, which installs it at first use. */
import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DataError } from '../../core/errors.js';
import type { Change } from '../../tools/oracle/fold.js';
import { projectRoot } from '../../tools/project-root.js';

export interface FlinkTime {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
}

export interface FlinkResult {
  readonly types: readonly string[];
  readonly changes: readonly Change[];
}

/** `script` is a .sql file whose 'data/' paths are below `data`. */
export async function flinkResult(script: string, data: string): Promise<FlinkResult> {
  flink(['oracle', script], data);
  const lines = createInterface({
    input: createReadStream(script.replace(/\.sql$/, '.expected.jsonl')),
  });
  let types: string[] | null = null;
  const changes: Change[] = [];
  for await (const line of lines) {
    const parsed = JSON.parse(line) as Change | { columns?: [string, string][]; message?: string };
    if (Array.isArray(parsed)) changes.push(parsed as unknown as Change);
    else types = columnTypes(parsed as { columns?: [string, string][]; message?: string });
  }
  return { types: types!, changes };
}

function columnTypes(head: { columns?: [string, string][]; message?: string }): string[] {
  if (head.columns !== undefined) return head.columns.map(([, type]) => type);
  throw new DataError('CORRUPT_ROW', { message: `Flink refused the script: ${head.message}` });
}

/**
 * One warm-up run and a measured one in a fresh process. `checkpoint` as Flink spells durations, or
 * 'off'.
 */
export function flinkTime(
  script: string,
  data: string,
  backend: string,
  checkpoint: string,
): FlinkTime {
  const flags = ['--backend', backend, '--checkpoint', checkpoint, '--warm', '1', '--runs', '1'];
  const lines = flink(['time', ...flags, script], data)
    .trim()
    .split('\n');
  const last = JSON.parse(lines.at(-1)!) as Record<string, number | string>;
  if (last.failed !== undefined)
    throw new DataError('CORRUPT_ROW', { message: `Flink failed: ${last.failed}` });
  return {
    wallMs: Number(last.wall_s) * 1000,
    cpuMs: Number(last.cpu_s) * 1000,
    memoryMb: Number(last.rss_mb),
  };
}

function flink(args: readonly string[], data: string): string {
  return execFileSync(join(projectRoot(), 'bench', 'flink', 'flink'), args, {
    env: { ...process.env, DATA: data },
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 24,
  }).toString('utf8');
}
