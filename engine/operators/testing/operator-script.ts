/**
 * Operators tested by script. A line is a row in and, behind `=>`, the rows out:
 *
 *     + a 1                  rows without `=>` are in one batch with the next line
 *     + b 2 @1000            `@N`: the watermark in force at this row (without: as before)
 *     L + c 3   => + c 3     two inputs: L and R; several rows out are separated by `;`
 *               => - b 2     more rows out of the batch
 *     watermark 5000 => ...  announces a watermark (`Infinity` too)
 *     end L                  the input ends
 *     barrier, recover       checkpoint; new operator over the state of the last checkpoint
 *
 * The script runs three ways: as written (rows out must be equal, in order; watermarks the operator
 * announces show as `watermark N`), with batches of one row, and with a checkpoint and a recovery
 * after every line (the fold of each line's rows must be equal).
 */
import { assert } from '../../../core/assert.js';
import type { Batch } from '../../../core/batch.js';
import { batchFromText, batchToText } from '../../../core/batch-text.js';
import type { JsonValue } from '../../../core/json.js';
import type { Schema } from '../../../core/types.js';
import { memoryFiles } from '../../../storage/memory-files.js';
import { openMemoryBackend } from '../../../storage/memory-backend.js';
import type { SnapshotFiles, StateBackend } from '../../../storage/backend.js';
import type { NodeBase, PhysicalNode } from '../../nodes.js';
import type {
  Collector,
  Operator,
  OperatorContext,
  OperatorInput,
  OperatorSpec,
} from '../../operator.js';
import { StateTables } from '../../state/state-tables.js';

/** The part of AVA's test context that is needed here. */
interface Test {
  is(actual: string, expected: string, message?: string): unknown;
}

/** What a script may vary. */
export interface ScriptOptions {
  readonly inputs: readonly OperatorInput[];
  /** Default UTC. */
  readonly timeZone?: string;
  /** Processing time, ms; steps `time N` set it. Default 0. */
  readonly nowMs?: number;
}

/** Runs the script three ways (see the header). */
export async function checkScript<N extends PhysicalNode>(
  t: Test,
  spec: OperatorSpec<N>,
  node: N,
  script: string,
  options: ScriptOptions,
): Promise<void> {
  const steps = parseScript(script);
  await runSteps(spec, node, options, steps, (step, lines) => {
    t.is(lines.join('\n'), step.expected.join('\n'), step.source);
  });
  await runSteps(spec, node, options, steps.flatMap(cutToRows), foldCheck(t, 'row by row'));
  const recovering = steps.flatMap((step) => [step, recovery(step)]);
  await runSteps(spec, node, options, recovering, foldCheck(t, 'recovering after every line'));
}

/** Fields every node has, for tests. */
export function nodeBase(output: Schema, inputCount = 1): NodeBase {
  const inputs = Array.from({ length: inputCount }, (_, i) => i + 1);
  return {
    id: 0,
    uid: 'test',
    inputs,
    exchanges: inputs.map(() => ({ kind: 'forward' })),
    output,
    changelog: 'retract',
  };
}

interface Step {
  readonly source: string;
  readonly input: number;
  /** Rows without their `@`. */
  readonly rows: readonly string[];
  readonly watermarks: readonly (number | null)[];
  readonly commands: readonly string[];
  readonly expected: readonly string[];
  /** Rows of one written batch share it. */
  readonly block: number;
}

function parseScript(script: string): Step[] {
  const steps: Step[] = [];
  let open: { -readonly [K in keyof Step]: Step[K] } | null = null;
  for (const line of script.split('\n').map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [left, right] = splitArrow(line);
    if (left === '') {
      const last = steps.pop()!;
      steps.push({ ...last, expected: [...last.expected, ...right!] });
      continue;
    }
    const row = /^(?:([LR]) )?([+-].*?)(?:\s+@(\S+))?$/.exec(left);
    if (row === null || (open !== null && open.input !== (row[1] === 'R' ? 1 : 0))) {
      if (open !== null) steps.push(open);
      open = null;
    }
    if (row === null) {
      steps.push({
        source: line,
        input: 0,
        rows: [],
        watermarks: [],
        block: steps.length,
        commands: left.split(',').map((word) => word.trim()),
        expected: right ?? [],
      });
      continue;
    }
    open ??= {
      source: line,
      input: row[1] === 'R' ? 1 : 0,
      rows: [],
      watermarks: [],
      commands: [],
      expected: [],
      block: steps.length,
    };
    open.rows = [...open.rows, row[2]!];
    open.watermarks = [...open.watermarks, row[3] === undefined ? null : Number(row[3])];
    if (right === null) continue;
    steps.push({ ...open, expected: right });
    open = null;
  }
  if (open !== null) steps.push(open);
  return steps;
}

function splitArrow(line: string): [string, string[] | null] {
  const at = line.indexOf('=>');
  if (at < 0) return [line, null];
  const out = line
    .slice(at + 2)
    .split(';')
    .map((row) => row.trim().replace(/\s+/g, ' '));
  return [line.slice(0, at).trim(), out.filter((row) => row !== '')];
}

function cutToRows(step: Step): Step[] {
  if (step.rows.length === 0) return [step];
  let watermark: number | null = null;
  return step.rows.map((row, i) => {
    watermark = step.watermarks[i] ?? watermark;
    return { ...step, rows: [row], watermarks: [watermark] };
  });
}

function recovery(step: Step): Step {
  return { ...step, rows: [], watermarks: [], commands: ['barrier', 'recover'] };
}

/** Collects the rows of all steps of a block, and compares folds at the block's end. */
function foldCheck(t: Test, way: string): StepCheck {
  const lines: string[] = [];
  return (step, out, isBlockEnd) => {
    lines.push(...out);
    if (!isBlockEnd) return;
    t.is(foldLines(lines), foldLines(step.expected), `${step.source} (${way})`);
    lines.length = 0;
  };
}

/** The net effect of change lines as sorted text. */
export function foldLines(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (line.startsWith('watermark')) continue;
    const row = line.slice(line.indexOf(' ') + 1);
    counts.set(row, (counts.get(row) ?? 0) + (line.startsWith('+') ? 1 : -1));
  }
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([row, count]) => `${count > 0 ? '+' : ''}${count} ${row}`)
    .sort()
    .join('\n');
}

type StepCheck = (step: Step, out: readonly string[], isBlockEnd: boolean) => void;

async function runSteps<N extends PhysicalNode>(
  spec: OperatorSpec<N>,
  node: N,
  options: ScriptOptions,
  steps: readonly Step[],
  check: StepCheck,
): Promise<void> {
  const bench = await OperatorBench.start(spec, node, options);
  for (const [i, step] of steps.entries()) {
    bench.lines.length = 0;
    if (step.rows.length > 0) bench.process(step.input, batchOf(step, options, bench.announcedMs));
    for (const command of step.commands) await bench.command(command);
    const isBlockEnd = steps[i + 1]?.block !== step.block;
    check(step, bench.lines, isBlockEnd);
  }
  bench.close();
}

function batchOf(step: Step, options: ScriptOptions, announcedMs: number): Batch {
  const batch = batchFromText(options.inputs[step.input]!.schema, step.rows.join('\n'));
  if (step.watermarks.every((ms) => ms === null)) return batch;
  let current = announcedMs;
  const watermarks = Float64Array.from(
    step.watermarks,
    (ms) => (current = Math.max(current, ms ?? current)),
  );
  return { ...batch, watermarks };
}

interface Saved {
  readonly files: SnapshotFiles | null;
  readonly directory: string;
  readonly scalars: ReadonlyMap<string, JsonValue>;
  readonly announcedMs: number;
}

/** One operator over state in memory, with checkpoints; also for property tests. */
export class OperatorBench {
  /** What the operator emitted since the caller last emptied it. */
  readonly lines: string[] = [];
  announcedMs = -Infinity;
  lateRows = 0;
  nowMs: number;
  readonly #start: (bench: OperatorBench) => Operator;
  readonly #node: PhysicalNode;
  readonly #files = memoryFiles();
  readonly #memoryBudgetBytes: number;
  #scalars = new Map<string, JsonValue>();
  #tables!: StateTables;
  #backend!: StateBackend;
  #operator!: Operator;
  #epoch = 0;
  #saved: Saved = { files: null, directory: '', scalars: new Map(), announcedMs: -Infinity };
  readonly #out: Collector;

  private constructor(
    node: PhysicalNode,
    start: (bench: OperatorBench) => Operator,
    nowMs: number,
    memoryBudgetBytes: number,
  ) {
    this.#node = node;
    this.#start = start;
    this.nowMs = nowMs;
    this.#memoryBudgetBytes = memoryBudgetBytes;
    this.#out = {
      emit: (batch) => this.lines.push(...batchToText(node.output, batch).split('\n')),
      watermark: (ms) => this.lines.push(`watermark ${ms}`),
    };
  }

  static async start<N extends PhysicalNode>(
    spec: OperatorSpec<N>,
    node: N,
    options: ScriptOptions,
    memoryBudgetBytes = Infinity,
  ): Promise<OperatorBench> {
    const create = (bench: OperatorBench): Operator => spec.create(node, bench.#context(options));
    const bench = new OperatorBench(node, create, options.nowMs ?? 0, memoryBudgetBytes);
    await bench.recover();
    return bench;
  }

  process(input: number, batch: Batch): void {
    this.#operator.process(input, batch, this.#out);
    this.#tables.endBatch();
  }

  /** barrier | recover | watermark N | end L | end R | time N */
  async command(command: string): Promise<void> {
    const [word, argument] = command.split(/\s+/);
    switch (word) {
      case 'barrier':
        await this.barrier();
        break;
      case 'recover':
        await this.recover();
        break;
      case 'watermark':
        this.announcedMs = Number(argument);
        this.#operator.watermark(this.announcedMs, this.#out);
        break;
      case 'end':
        this.#operator.endInput?.(argument === 'R' ? 1 : 0, this.#out);
        break;
      case 'time':
        this.nowMs = Number(argument);
        if ((this.#operator.nextTimerMs?.() ?? Infinity) <= this.nowMs)
          this.#operator.timer?.(this.nowMs, this.#out);
        break;
      default:
        assert(false, `no such step: ${command}`);
    }
  }

  async barrier(): Promise<void> {
    this.#epoch += 1;
    this.#operator.checkpoint(this.#epoch);
    const scalars = new Map(this.#scalars);
    await this.#tables.freeze(this.#epoch).write(async () => {});
    const directory = `checkpoint-${this.#epoch}`;
    const files = await this.#backend.snapshot(this.#epoch, directory);
    this.#saved = { files, directory, scalars, announcedMs: this.announcedMs };
  }

  async recover(): Promise<void> {
    this.#operator?.close();
    const { files, directory, scalars, announcedMs } = this.#saved;
    this.#backend = await openMemoryBackend({ files: this.#files, dir: 'work' });
    if (files !== null) await this.#backend.restore(directory, files);
    this.#scalars = new Map(scalars);
    this.announcedMs = announcedMs;
    this.#tables = new StateTables(this.#backend, {
      memoryBudgetBytes: this.#memoryBudgetBytes,
      maxParallelism: 128,
    });
    this.#operator = this.#start(this);
    await this.#operator.restore();
  }

  /** Entries of all tables. */
  get entries(): number {
    return this.#tables.entriesOf(this.#node.uid);
  }

  close(): void {
    this.#operator.close();
  }

  #context(options: ScriptOptions): OperatorContext {
    const state = this.#tables.forOperator(this.#node.uid);
    const nowMs = (): number => this.nowMs;
    return {
      inputs: options.inputs,
      session: { timeZone: options.timeZone ?? 'UTC' },
      clock: { nowMs, monotonicMs: nowMs, sleep: async () => {} },
      random: { next: () => 0.5, uuid: () => '00000000-0000-4000-8000-000000000000' },
      metrics: {
        lateRows: (count) => {
          this.lateRows += count;
        },
        windowsEmitted: () => {},
        unmatchedRetractions: () => {},
      },
      table: (decl) => state.table(decl),
      multimap: (decl) => state.multimap(decl),
      scalar: <T extends JsonValue>(name: string, initial: T) => ({
        get: () => (this.#scalars.get(name) ?? initial) as T,
        set: (value: T) => {
          this.#scalars.set(name, value);
        },
      }),
      currentWatermark: () => this.announcedMs,
    };
  }
}
