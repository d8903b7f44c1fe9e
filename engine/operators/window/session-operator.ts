import type { Batch } from '../../../core/batch.js';
import { kindSign } from '../../../core/rowkind.js';
import type { WindowSpec } from '../../nodes.js';
import type { Collector, Operator, OperatorContext, ScalarState } from '../../operator.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import type { KeyEncoder, StateField } from '../../state/state.js';
import { eventTimes } from './event-times.js';
import { Sessions } from './sessions.js';
import { WindowClock } from './window-clock.js';

/**
 * What a session holds, and what comes out when it closes. Sessions are slots of
 * `Sessions.table`.
 */
export interface SessionContents {
  /** Fields behind those of `Sessions`. */
  readonly fields: readonly StateField[];
  restore(sessions: Sessions): void | Promise<void>;
  startBatch(batch: Batch): void;
  /** Puts physical row `row` into an open session, or takes it out; may wait for `flush`. */
  add(row: number, slot: number, sign: number): void;
  flush(): void;
  /** Session `from` vanishes in `to`; flushed before, both touched. */
  merge(to: number, from: number): void;
  emit(slot: number, out: Collector): void;
  /** The session is about to be freed. */
  release(slot: number): void;
  endEmit(out: Collector): void;
  checkpoint(): void;
}

/**
 * The clock of sessions over the rows of `ctx.inputs[0]`. Where rows wait for the watermark, one
 * that touches an open session may come after a watermark that closes it was announced, or not:
 * that depends on which watermarks there were below the row's time. 1 ms more, and it never does;
 * what the operator announces then lags by as much, as its own rows do.
 */
export function sessionClock(
  { timeZone, processingTime }: WindowSpec,
  ctx: OperatorContext,
): WindowClock {
  const waits = ctx.inputs[0]!.waits === true && !processingTime;
  return new WindowClock(timeZone, waits ? 1 : 0);
}

/**
 * Session windows: rows find their sessions, sessions close as the watermark passes. A
 * retraction finds its session as an insert would; the bounds stay as they are.
 */
export class SessionOperator implements Operator {
  readonly lagMs: number;
  readonly #window: WindowSpec;
  readonly #partition: readonly number[];
  readonly #clock: WindowClock;
  readonly #contents: SessionContents;
  readonly #ctx: OperatorContext;
  readonly #sessions: Sessions;
  readonly #encoder: KeyEncoder;
  readonly #saved: ScalarState<number | null>;
  #watermark = -Infinity;
  /** No session closes before this end, reached at this watermark. */
  #nextEnd = Infinity;
  #nextCloses = Infinity;

  constructor(
    window: WindowSpec,
    partition: readonly number[],
    clock: WindowClock,
    contents: SessionContents,
    ctx: OperatorContext,
  ) {
    this.#window = window;
    this.#partition = partition;
    this.#clock = clock;
    this.lagMs = clock.graceMs;
    this.#contents = contents;
    this.#ctx = ctx;
    const { fields } = ctx.inputs[0]!.schema;
    const partitionTypes = partition.map((key) => fields[key]!.type);
    this.#encoder = createKeyEncoder(partitionTypes);
    this.#sessions = new Sessions(
      {
        gapMs: window.sizeMs,
        partitionTypes,
        fields: contents.fields,
        clock,
        merging: (to, from) => {
          contents.flush();
          contents.merge(to, from);
        },
      },
      ctx,
    );
    this.#saved = ctx.scalar<number | null>('watermark', null);
  }

  async restore(): Promise<void> {
    await this.#sessions.restore();
    await this.#contents.restore(this.#sessions);
    this.#watermark = this.#saved.get() ?? this.#ctx.currentWatermark();
    this.#expect();
  }

  process(_input: number, batch: Batch, out: Collector): void {
    const { processingTime } = this.#window;
    if (processingTime) this.#advance(this.#ctx.clock.nowMs() - 1, out);
    const times = eventTimes(batch, this.#window, this.#ctx.clock, this.#ctx.inputs[0]!.schema);
    const { kinds, rowCount } = batch;
    const watermarks = processingTime ? null : batch.watermarks;
    const rows = batch.selection ?? Int32Array.from({ length: rowCount }, (_, i) => i);
    const keys = this.#encoder.encode(
      this.#partition.map((key) => batch.columns[key]!),
      rows,
      rowCount,
    );
    this.#contents.startBatch(batch);
    let late = 0;
    for (let i = 0; i < rowCount; i++) {
      const row = rows[i]!;
      if (watermarks !== null && watermarks[row]! > this.#watermark)
        this.#advanceInside(watermarks[row]!, out);
      const slot = this.#sessions.assign(
        keys,
        i,
        this.#clock.fromEvent(times[row]!),
        this.#watermark,
      );
      if (slot < 0) {
        late += 1;
        continue;
      }
      this.#contents.add(row, slot, kinds === null ? 1 : kindSign[kinds[row]!]!);
      if (this.#sessions.nextEnd() < this.#nextEnd) this.#expect();
    }
    this.#contents.flush();
    if (late > 0) this.#ctx.metrics.lateRows(late);
  }

  #advanceInside(watermark: number, out: Collector): void {
    if (watermark < this.#nextCloses) {
      this.#watermark = watermark;
      return;
    }
    this.#contents.flush();
    if (this.#advance(watermark, out) > 0) out.watermark(watermark - this.lagMs);
  }

  #expect(): void {
    this.#nextEnd = this.#sessions.nextEnd();
    this.#nextCloses = this.#nextEnd === Infinity ? Infinity : this.#clock.closes(this.#nextEnd);
  }

  /** Emits the sessions that `watermark` closes; gives their number. */
  #advance(watermark: number, out: Collector): number {
    if (watermark <= this.#watermark) return 0;
    this.#watermark = watermark;
    if (this.#nextCloses > watermark) return 0;
    const closing = this.#sessions.closing(watermark);
    for (const slot of closing) {
      this.#contents.emit(slot, out);
      this.#contents.release(slot);
      this.#sessions.free(slot);
    }
    this.#contents.endEmit(out);
    this.#expect();
    if (closing.length > 0) this.#ctx.metrics.windowsEmitted(closing.length);
    return closing.length;
  }

  watermark(ms: number, out: Collector): void {
    if (this.#window.processingTime && ms !== Infinity) return;
    this.#advance(ms, out);
  }

  nextTimerMs(): number {
    return this.#window.processingTime ? this.#nextCloses + 1 : Infinity;
  }

  timer(nowMs: number, out: Collector): void {
    this.#advance(nowMs - 1, out);
  }

  checkpoint(): void {
    this.#contents.checkpoint();
    this.#sessions.checkpoint();
    this.#saved.set(Number.isFinite(this.#watermark) ? this.#watermark : null);
  }

  close(): void {}
}
