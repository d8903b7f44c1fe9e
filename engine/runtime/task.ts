/**
 * A Task owns control: it aligns barriers, merges watermarks, counts, and labels errors. The
 * operator
 * inside owns data and sees one merged watermark and barriers that need no alignment.
 */
import type { Batch } from '../../core/batch.js';
import type { JsonValue } from '../../core/json.js';
import type { Operator } from '../operator.js';
import { BarrierAligner } from './barrier-aligner.js';
import { clampWatermarks } from './clamp-watermarks.js';
import type { ErrorLabels, Place } from './error-labels.js';
import { decodeMs, encodeMs, InputWatermarks } from './input-watermarks.js';
import type { Output, Receiver } from './output.js';
import type { BusyClock, TaskMeter } from './task-meter.js';

export interface TaskParts {
  readonly place: Place;
  readonly inputs: number;
  readonly output: Output;
  readonly meter: TaskMeter;
  readonly busy: BusyClock;
  readonly labels: ErrorLabels;
  /** All inputs have the barrier and the operator has checkpointed. */
  readonly onAligned: (task: number, epoch: number) => void;
  /** Of the last barrier, for error labels. */
  readonly epoch: () => number;
}

/** What is the same for operators and sinks: what arrives, in which order it may go on. */
export abstract class Task implements Receiver {
  readonly parts: TaskParts;
  readonly watermarks: InputWatermarks;
  readonly #aligner: BarrierAligner;

  constructor(parts: TaskParts) {
    this.parts = parts;
    this.watermarks = new InputWatermarks(parts.inputs);
    this.#aligner = new BarrierAligner(parts.inputs);
  }

  protected abstract onBatch(input: number, batch: Batch): void;
  /** The merged watermark rose to `ms`. */
  protected abstract onWatermark(ms: number): void;
  protected abstract onIdle(isIdle: boolean): void;
  protected abstract onBarrier(epoch: number): void;
  protected abstract onEnd(input: number): void;

  /** What is announced is this much below the merged watermark. */
  protected get lagMs(): number {
    return 0;
  }

  receive(input: number, batch: Batch): void {
    this.#arrive(input, () => {
      this.parts.meter.rowsIn += batch.rowCount;
      if (this.parts.inputs === 1) this.onBatch(input, batch);
      else this.onBatch(input, this.#merged(input, batch));
    });
  }

  #merged(input: number, batch: Batch): Batch {
    return clampWatermarks(batch, this.watermarks.merged, this.watermarks.ofOthers(input));
  }

  watermark(input: number, ms: number): void {
    this.#arrive(input, () => {
      if (this.watermarks.advance(input, ms)) this.onWatermark(this.watermarks.merged);
      this.onIdle(this.watermarks.isIdle);
    });
  }

  setIdle(input: number, isIdle: boolean): void {
    this.#arrive(input, () => {
      if (this.watermarks.setIdle(input, isIdle)) this.onWatermark(this.watermarks.merged);
      this.onIdle(this.watermarks.isIdle);
    });
  }

  end(input: number): void {
    this.#arrive(input, () => this.onEnd(input));
  }

  barrier(input: number, epoch: number): void {
    if (this.#aligner.isHeld(input)) {
      this.#aligner.hold({ input, deliver: () => this.barrier(input, epoch) });
      return;
    }
    if (!this.#aligner.arrive(input, epoch)) return;
    this.guard(() => this.onBarrier(epoch));
    this.parts.onAligned(this.parts.place.id, epoch);
  }

  /** The checkpoint has its cut (or was given up): what was held back goes on. */
  resume(epoch: number): void {
    this.#aligner.release(epoch);
  }

  /** For the manifest. */
  saveWatermarks(): JsonValue {
    return { in: this.watermarks.save(), out: encodeMs(this.parts.output.announced) };
  }

  /** An operator that is new in a restored job: what its producers have reached. Fires nothing. */
  inheritWatermark(input: number, ms: number): void {
    this.watermarks.advance(input, ms);
    this.parts.output.restoreAnnounced(this.watermarks.merged - this.lagMs);
  }

  loadWatermarks(saved: JsonValue): void {
    const parts = saved as { in: JsonValue; out: JsonValue };
    this.watermarks.load(parts.in);
    this.parts.output.restoreAnnounced(decodeMs(parts.out));
  }

  #arrive(input: number, deliver: () => void): void {
    const measured = (): void =>
      this.guard(() => this.parts.busy.measure(this.parts.meter, deliver));
    if (this.#aligner.isHeld(input)) this.#aligner.hold({ input, deliver: measured });
    else measured();
  }

  /** Runs `work`; errors leave labelled with this place. */
  guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.parts.labels.label(error, this.parts.place, this.parts.epoch());
    }
  }
}

/** A task around an operator. */
export class OperatorTask extends Task {
  readonly #operator: Operator;

  /** `create` is called here: errors of compiling leave labelled, too. */
  constructor(parts: TaskParts, create: () => Operator) {
    super(parts);
    this.#operator = this.guard(create);
  }

  async restore(): Promise<void> {
    try {
      await this.#operator.restore();
    } catch (error) {
      throw this.parts.labels.label(error, this.parts.place, this.parts.epoch());
    }
  }

  protected override onBatch(input: number, batch: Batch): void {
    this.#operator.process(input, batch, this.parts.output);
  }

  protected override onWatermark(ms: number): void {
    const output = this.parts.output;
    this.#operator.watermark(ms, output);
    if (ms === Infinity) output.end();
    else output.watermark(ms - this.lagMs);
  }

  protected override get lagMs(): number {
    return this.#operator.lagMs ?? 0;
  }

  protected override onIdle(isIdle: boolean): void {
    this.parts.output.setIdle(isIdle);
  }

  protected override onBarrier(epoch: number): void {
    this.#operator.checkpoint(epoch);
    this.parts.output.barrier(epoch);
  }

  protected override onEnd(input: number): void {
    this.#operator.endInput?.(input, this.parts.output);
  }

  /** Clock time of the next processing-time timer, ms; Infinity = never. */
  nextTimerMs(): number {
    return this.#operator.nextTimerMs?.() ?? Infinity;
  }

  timer(nowMs: number): void {
    this.guard(() => this.#operator.timer?.(nowMs, this.parts.output));
  }

  /** The job is cancelled: what it waits for counts no more. Nothing to do for most. */
  cancel(): void {}

  close(): void {
    this.guard(() => this.#operator.close());
  }
}
