/**
 * Runs micro benchmarks with the `benchmark` package. Some queries run in this process first, so
 * that the engine's
 * shared functions have seen several shapes of data, as in a real process.
 */
import Benchmark from 'benchmark';
import { open } from '../../api/open.js';
import { timedScript } from '../nexmark/script.js';
import type { Measured, MicroBench } from './micro-bench.js';

const liveQueries = ['q1', 'q3', 'q5', 'q18', 'q22'];

export interface MicroLine {
  readonly name: string;
  readonly perCpu: number;
  readonly perWall: number;
  readonly notes: Readonly<Record<string, unknown>>;
}

export async function runMicro(
  benches: readonly MicroBench[],
  report: (line: MicroLine) => void,
): Promise<void> {
  await runLiveQueries();
  for (const bench of benches) {
    const measured = await bench.prepare();
    report(await measure(bench, measured));
    await measured.close?.();
  }
}

async function runLiveQueries(): Promise<void> {
  for (const query of liveQueries) {
    const db = await open();
    const source = { kind: 'generator', options: { 'events.num': 50_000 } } as const;
    await db.execute(timedScript(query, source));
    await db.close();
  }
}

async function measure(bench: MicroBench, measured: Measured): Promise<MicroLine> {
  let calls = 0;
  let failure: unknown = null;
  const cpu = process.cpuUsage();
  const began = performance.now();
  const mean = await new Promise<number>((resolve) => {
    const once = async (deferred: { resolve(): void }): Promise<void> => {
      calls++;
      try {
        await measured.run();
      } catch (error) {
        failure ??= error;
      }
      deferred.resolve();
    };
    new Benchmark(bench.name, {
      defer: true,
      maxTime: 2,
      fn: (deferred: { resolve(): void }) => void once(deferred),
      onComplete: (event: Benchmark.Event) => resolve(event.target.stats!.mean),
    }).run({ async: true });
  });
  if (failure !== null) throw failure;
  const wallS = (performance.now() - began) / 1000;
  const used = process.cpuUsage(cpu);
  const cpuShare = (used.user + used.system) / 1e6 / wallS;
  return {
    name: bench.name,
    perWall: bench.rows / mean,
    perCpu: Math.round(bench.rows / mean / cpuShare),
    notes: { calls, ...measured.notes?.() },
  };
}
