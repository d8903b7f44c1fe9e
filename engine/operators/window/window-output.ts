/** Rows of closed windows: keys, results, properties, in batches of at most BATCH_ROWS. */
import type { Column } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import type { DataType, Schema } from '../../../core/types.js';
import { timestampType } from '../../../core/types.js';
import type { CallSet } from '../../aggregates/call-set.js';
import type { Collector } from '../../operator.js';
import type { KeyedTable, KeyEncoder } from '../../state/state.js';
import type { WindowClock } from './window-clock.js';

export type WindowProperty = 'start' | 'end' | 'time';

export interface WindowOutputOptions {
  readonly output: Schema;
  readonly keyCount: number;
  readonly callCount: number;
  readonly properties: readonly WindowProperty[];
  readonly clock: WindowClock;
  /** Types of the state key's leading columns that are not group keys. */
  readonly prefix: readonly DataType[];
}
/** `start` null: it is the second column of the state key. */
export interface WindowBounds { readonly start: number | null; readonly end: number }
/** Where results are read. */
export interface ResultStore { readonly table: KeyedTable; readonly encoder: KeyEncoder }

export class WindowOutput {
  readonly #options: WindowOutputOptions;
  readonly #builders: ColumnBuilder[];
  #rows = 0;

  constructor(options: WindowOutputOptions) {
    this.#options = options;
    this.#builders = options.output.fields.map((field) => new ColumnBuilder(field.type, 64));
  }

  /** Adds the results of `slots`, all of one window. */
  add(store: ResultStore, calls: CallSet, slots: Int32Array, window: WindowBounds, out: Collector): void {
    const { keyCount, callCount } = this.#options;
    for (let from = 0; from < slots.length;) {
      const part = slots.subarray(from, from + BATCH_ROWS - this.#rows);
      const starts = this.#addKeys(store, part);
      calls.results(store.table, part, part.length, this.#builders.slice(keyCount, keyCount + callCount));
      this.#addProperties(part.length, window, starts);
      this.#rows += part.length;
      from += part.length;
      if (this.#rows === BATCH_ROWS) this.flush(out);
    }
  }

  /** Gives the second column of the state keys, if it is a window start. */
  #addKeys({ table, encoder }: ResultStore, slots: Int32Array): Column | null {
    const { prefix, keyCount } = this.#options;
    const leading = prefix.map((type) => new ColumnBuilder(type, slots.length));
    const keys = [...leading, ...this.#builders.slice(0, keyCount)];
    const { bytes, starts, lengths } = table.keyArena();
    for (let i = 0; i < slots.length; i++) {
      const start = starts[slots[i]!]!;
      encoder.decode(bytes, start, start + lengths[slots[i]!]!, keys);
    }
    return leading[1]?.finish() ?? null;
  }

  #addProperties(rows: number, window: WindowBounds, starts: Column | null): void {
    const { keyCount, callCount, properties, clock } = this.#options;
    for (const [i, property] of properties.entries()) {
      const builder = this.#builders[keyCount + callCount + i]!;
      builder.reserve(rows);
      const values = builder.values as Float64Array;
      if (property === 'start' && window.start === null) {
        values.set((starts!.values as Float64Array).subarray(0, rows), builder.length);
      } else {
        const ms = property === 'start' ? window.start!
          : property === 'end' ? window.end : clock.windowTime(window.end);
        values.fill(ms, builder.length, builder.length + rows);
      }
      builder.length += rows;
    }
  }

  /** Emits what was added. */
  flush(out: Collector): void {
    if (this.#rows === 0) return;
    const rowCount = this.#rows;
    this.#rows = 0;
    const columns = this.#builders.map((builder) => builder.finish());
    out.emit({ columns, kinds: null, selection: null, rowCount, watermarks: null });
  }
}

/** Type of window bounds in keys. */
export const boundType: DataType = timestampType(3, false);
