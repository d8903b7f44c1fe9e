import type { Batch, Column } from '../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../core/batch.js';
import { gather } from '../../core/gather.js';
import type { WindowTableNode } from '../nodes.js';
import type { Collector, Operator, OperatorContext, OperatorSpec } from '../operator.js';
import { eventTimes } from './window/event-times.js';
import { explainWindow } from './window/explain-window.js';
import { sessionClock, SessionOperator } from './window/session-operator.js';
import { SessionRows } from './window/session-rows.js';
import { WindowClock } from './window/window-clock.js';
import { WindowGrid } from './window/window-grid.js';

/**
 * A window function without an aggregate: every row comes out once per window that holds it,
 * with window_start, window_end and window_time; kinds stay as they are. TUMBLE, HOP and
 * CUMULATE go row by row, drop nothing as late and keep no state. SESSION waits for the session
 * to close (see SessionRows).
 */
export const windowTable: OperatorSpec<WindowTableNode> = {
  kind: 'windowTable',
  explain: (node) => ({
    window: explainWindow(node.window),
    ...(node.partition.length === 0
      ? {}
      : { partitionBy: node.partition.map((key) => `$${key}`).join(', ') }),
  }),
  create(node, ctx) {
    const { window, partition } = node;
    if (window.kind !== 'session')
      return new WindowRows(node, new WindowClock(window.timeZone), ctx);
    const clock = sessionClock(window, ctx);
    return new SessionOperator(window, partition, clock, new SessionRows(node, clock, ctx), ctx);
  },
};

class WindowRows implements Operator {
  readonly #node: WindowTableNode;
  readonly #ctx: OperatorContext;
  readonly #clock: WindowClock;
  readonly #grid: WindowGrid;

  constructor(node: WindowTableNode, clock: WindowClock, ctx: OperatorContext) {
    this.#node = node;
    this.#ctx = ctx;
    this.#clock = clock;
    this.#grid = new WindowGrid(node.window);
  }

  restore(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const times = eventTimes(
      batch,
      this.#node.window,
      this.#ctx.clock,
      this.#ctx.inputs[0]!.schema,
    );
    let placed = new PlacedRows();
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      const slice = this.#grid.sliceEnd(this.#clock.fromEvent(times[row]!));
      const last = this.#grid.lastEnd(slice);
      for (let end = this.#grid.firstEnd(slice); end <= last; end += this.#grid.stepMs) {
        placed.push(row, this.#grid.startOf(end), end, this.#clock.windowTime(end));
        if (placed.count < BATCH_ROWS) continue;
        this.#emit(batch, placed, out);
        placed = new PlacedRows();
      }
    }
    this.#emit(batch, placed, out);
  }

  #emit(batch: Batch, placed: PlacedRows, out: Collector): void {
    const { rows, count } = placed;
    if (count === 0) return;
    const fields = this.#node.output.fields.slice(-3);
    const bounds = [placed.starts, placed.ends, placed.times].map((values, i): Column => ({
      type: fields[i]!.type,
      values,
      offsets: null,
      validity: null,
      nanos: null,
      children: null,
    }));
    out.emit({
      columns: [...batch.columns.map((column) => gather(column, rows, count)), ...bounds],
      kinds: batch.kinds === null ? null : gatherKinds(batch.kinds, rows, count),
      selection: null,
      rowCount: count,
      watermarks: batch.watermarks === null ? null : gatherTimes(batch.watermarks, rows, count),
    });
  }

  watermark(): void {}
  checkpoint(): void {}
  close(): void {}
}

/** Physical rows of a batch and the windows they come out with. */
class PlacedRows {
  count = 0;
  readonly rows = new Int32Array(BATCH_ROWS);
  readonly starts = new Float64Array(BATCH_ROWS);
  readonly ends = new Float64Array(BATCH_ROWS);
  readonly times = new Float64Array(BATCH_ROWS);

  push(row: number, start: number, end: number, time: number): void {
    const at = this.count++;
    this.rows[at] = row;
    this.starts[at] = start;
    this.ends[at] = end;
    this.times[at] = time;
  }
}

function gatherKinds(kinds: Uint8Array, rows: Int32Array, count: number): Uint8Array {
  const gathered = new Uint8Array(count);
  for (let i = 0; i < count; i++) gathered[i] = kinds[rows[i]!]!;
  return gathered;
}

function gatherTimes(times: Float64Array, rows: Int32Array, count: number): Float64Array {
  const gathered = new Float64Array(count);
  for (let i = 0; i < count; i++) gathered[i] = times[rows[i]!]!;
  return gathered;
}
