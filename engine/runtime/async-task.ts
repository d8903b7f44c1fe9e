/**
 * Calls async functions for every row of a batch and hands the batch on, with the results as
 * further columns, once all have settled. What arrives meanwhile (watermarks, the end) waits its
 * turn, so the output has the order of the input.
 *
 * There is nothing to checkpoint: the job reads no rows and cuts no checkpoint before the
 * back-pressure has settled, so that no call is under way when a barrier comes. A cancelled or
 * failed job does not wait: its calls are told to stop, and what they answer is dropped.
 */
import { assert } from '../../core/assert.js';
import type { Batch, Column, Value } from '../../core/batch.js';
import { rowAt } from '../../core/batch.js';
import { columnReader, makeColumn } from '../../core/column-read.js';
import { PlanError } from '../../core/errors.js';
import { compileProjection } from '../expr/compile.js';
import type { SessionFacts } from '../expr.js';
import { dense } from '../expr/vectorized.js';
import { userFunction } from '../functions/user/user-functions.js';
import type { AsyncCall, AsyncCallsNode } from '../nodes.js';
import type { Operator } from '../operator.js';
import type { Backpressure } from './backpressure.js';
import { OperatorTask } from './task.js';
import type { TaskParts } from './task.js';

/** The task does all the work itself. */
const STATELESS: Operator = {
  restore() {},
  process() {},
  watermark() {},
  checkpoint() {},
  close() {},
};

type Step = () => void | Promise<void>;
type Invoke = (batch: Batch) => Promise<Column>;

export class AsyncTask extends OperatorTask {
  readonly #backpressure: Backpressure;
  readonly #calls: readonly Invoke[];
  readonly #stop = new AbortController();
  #waiting: Step[] = [];
  #isDraining = false;

  /** Throws PlanError PLAN_UNKNOWN_FUNCTION. */
  constructor(
    parts: TaskParts,
    node: AsyncCallsNode,
    session: SessionFacts,
    backpressure: Backpressure,
  ) {
    super(parts, () => STATELESS);
    this.#backpressure = backpressure;
    this.#calls = node.calls.map((call) =>
      this.guard(() => invoker(call, session, this.#stop.signal)),
    );
  }

  protected override onBatch(_input: number, batch: Batch): void {
    this.#inTurn(() => this.#process(dense(batch)));
  }
  protected override onWatermark(ms: number): void {
    const { output } = this.parts;
    this.#inTurn(() => (ms === Infinity ? output.end() : output.watermark(ms)));
  }
  protected override onIdle(isIdle: boolean): void {
    this.#inTurn(() => this.parts.output.setIdle(isIdle));
  }
  protected override onBarrier(epoch: number): void {
    assert(!this.#isDraining, 'no call is under way at a barrier');
    this.parts.output.barrier(epoch);
  }
  protected override onEnd(): void {}

  override cancel(): void {
    this.#stop.abort();
  }
  override close(): void {
    this.#stop.abort();
    super.close();
  }

  async #process(batch: Batch): Promise<void> {
    const results = await Promise.all(this.#calls.map((call) => call(batch)));
    if (this.#stop.signal.aborted) return;
    this.parts.output.emit({ ...batch, columns: [...batch.columns, ...results] });
  }

  #inTurn(step: Step): void {
    this.#waiting.push(step);
    if (this.#isDraining) return;
    this.#isDraining = true;
    const settled = this.#drain();
    if (this.#isDraining) this.#backpressure.add(settled);
    else settled.catch(() => undefined);
  }

  /** Synchronous up to the first batch. */
  async #drain(): Promise<void> {
    try {
      for (let step = this.#waiting.shift(); step !== undefined; step = this.#waiting.shift()) {
        const done = step();
        if (done !== undefined) await done;
        if (this.#stop.signal.aborted) return;
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#stop.abort();
      throw this.parts.labels.label(error, this.parts.place, this.parts.epoch());
    } finally {
      this.#isDraining = false;
    }
  }
}

/** One call for all rows of a dense batch, with as many under way as the function allows. */
function invoker(call: AsyncCall, session: SessionFacts, stop: AbortSignal): Invoke {
  const found = userFunction(call.name, session);
  if (found?.kind !== 'async') {
    throw new PlanError('PLAN_UNKNOWN_FUNCTION', { message: `no async function ${call.name}` });
  }
  const project = compileProjection(call.args, session);
  const readers = call.args.map((arg) => columnReader(arg.type));
  const site = {
    args: call.args.map((arg) => arg.type),
    type: call.type,
    literals: call.args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined)),
    options: undefined,
    session,
  };
  const ask = found.invoke(site, stop);
  return async (batch) => {
    const columns = project(batch);
    const results = Array.from({ length: batch.rowCount }, (): Value => null);
    let next = 0;
    let hasFailed = false;
    const worker = async (): Promise<void> => {
      while (next < batch.rowCount && !hasFailed && !stop.aborted) {
        const i = next++;
        const row = rowAt(batch, i);
        const args = columns.map((column, k) => readers[k]!(column, row));
        try {
          results[i] = await ask(args, i);
        } catch (error) {
          hasFailed = true;
          throw error;
        }
      }
    };
    const workers = Math.min(found.concurrency, batch.rowCount);
    await Promise.all(Array.from({ length: workers }, worker));
    return makeColumn(call.type, results);
  };
}
