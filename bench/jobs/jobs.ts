/** The whole-job benchmarks. */
import { eventFile, eventRate } from '../nexmark/event-file.js';
import { nexmarkQueries, timedScript, type EventSource } from '../nexmark/script.js';
import type { JobRun } from './job-run.js';

export interface JobBench {
  readonly name: string;
  readonly prepare: (events: number) => Promise<JobRun>;
}

const budget = { 'state.memory-budget': '256 mb' };

/**
 * file/qN: from JSON lines, no checkpoints; checkpointed/qN: one each second; generated/qN: from
 * the connector.
 */
export const jobBenches: readonly JobBench[] = [
  ...nexmarkQueries.map((query) => nexmarkJob('file', query, null, fromFile)),
  ...nexmarkQueries.map((query) => nexmarkJob('checkpointed', query, 1000, fromFile)),
  ...nexmarkQueries.map((query) => nexmarkJob('generated', query, null, generated)),
  ...['q4', 'q20'].map((query) => nexmarkJob('budget', query, 10_000, generated, budget)),
];

function nexmarkJob(
  group: string,
  query: string,
  checkpointMs: number | null,
  source: (events: number) => Promise<EventSource>,
  options: Readonly<Record<string, string>> = {},
): JobBench {
  const prepare = async (events: number): Promise<JobRun> => ({
    sql: timedScript(query, await source(events)),
    baseDir: '.',
    checkpointMs,
    options,
  });
  return { name: `${group}/${query}`, prepare };
}

async function fromFile(events: number): Promise<EventSource> {
  return { kind: 'file', path: await eventFile(events) };
}

async function generated(events: number): Promise<EventSource> {
  const options = { 'events.num': events, 'first-event.rate': eventRate };
  return { kind: 'generator', options };
}
