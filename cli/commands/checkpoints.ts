/**
 * `millrace checkpoints ls|verify DIR`: what lies below a job directory, or below a folder of jobs.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectorError } from '../../index.js';
import { readCheckpointStore } from '../../storage/checkpoint-store.js';
import { nodeEnv } from '../../storage/node-env.js';
import { ExitCode } from '../exit-code.js';
import { formatBytes } from '../progress-text.js';
import { renderTable } from '../table.js';
import type { Terminal } from '../terminal.js';

interface Line {
  readonly job: string;
  readonly epoch: number;
  readonly kind: string;
  readonly created: string;
  readonly bytes: number | null;
  /** 'ok', or what is wrong. */
  readonly state: string;
}

/** Exit code: environment when a checkpoint is damaged. */
export async function checkpoints(
  verb: 'ls' | 'verify',
  dir: string,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const lines: Line[] = [];
  for (const jobDir of jobDirs(dir)) lines.push(...(await linesOf(jobDir, verb === 'verify')));
  if (json) for (const line of lines) terminal.out(`${JSON.stringify(line)}\n`);
  else terminal.out(`${table(lines).join('\n')}\n`);
  return lines.some((line) => line.state !== 'ok') ? ExitCode.environment : ExitCode.ok;
}

function jobDirs(dir: string): string[] {
  const isJob = (path: string): boolean => existsSync(join(path, 'checkpoints'));
  if (isJob(dir)) return [dir];
  const below = existsSync(dir)
    ? readdirSync(dir)
        .map((name) => join(dir, name))
        .filter(isJob)
    : [];
  if (below.length > 0) return below;
  throw new ConnectorError('FILE_NOT_FOUND', {
    message: `no checkpoints in ${dir}`,
    hint: 'give the folder of a job (it holds "checkpoints"), or the folder above',
    blame: 'user',
  });
}

async function linesOf(jobDir: string, verify: boolean): Promise<Line[]> {
  const store = readCheckpointStore(nodeEnv().files, jobDir);
  const lines: Line[] = [];
  for (const { epoch, manifest, damage } of await store.list()) {
    const found = damage ?? (verify ? await store.verify(epoch) : null);
    lines.push({
      job: jobDir,
      epoch,
      kind: manifest?.kind ?? '?',
      created: manifest === null ? '?' : new Date(manifest.createdAtMs).toISOString(),
      bytes:
        manifest === null ? null : manifest.state.files.reduce((sum, file) => sum + file.bytes, 0),
      state: found === null ? 'ok' : `${found.reason}: ${found.message} (${found.file})`,
    });
  }
  return lines;
}

function table(lines: readonly Line[]): string[] {
  const left = (name: string): { name: string; right: boolean } => ({ name, right: false });
  const right = (name: string): { name: string; right: boolean } => ({ name, right: true });
  const columns = [
    left('job'),
    right('epoch'),
    left('kind'),
    left('created'),
    right('state bytes'),
    left('state'),
  ];
  const rows = lines.map((line) => [
    line.job,
    String(line.epoch),
    line.kind,
    line.created,
    line.bytes === null ? '?' : formatBytes(line.bytes),
    line.state,
  ]);
  return renderTable(columns, rows);
}
