/** Rows of closed windows: keys, results, properties, in batches of at most BATCH_ROWS. */
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
}

export class WindowOutput {
  readonly #options: WindowOutputOptions;
  readonly #builders: ColumnBuilder[];
  #rows = 0;

  constructor(options: WindowOutputOptions) {
    this.#options = options;
    this.#builders = options.output.fields.map((field) => new ColumnBuilder(field.type, 64));
  }

  /**
   * Adds the results of slots[0..count), all of one window. `prefix` are the key's leading columns that
   * are not group keys.
   */
  add(
    table: KeyedTable, calls: CallSet, encoder: KeyEncoder, prefix: readonly DataType[],
    slots: Int32Array, count: number, window: { readonly start: number; readonly end: number }, out: Collector,
  ): void {
    const { keyCount, callCount } = this.#options;
    for (let from = 0; from < count;) {
      const taken = Math.min(count - from, BATCH_ROWS - this.#rows);
      const part = slots.subarray(from, from + taken);
      const dropped = prefix.map((type) => new ColumnBuilder(type, taken));
      const keys = [...dropped, ...this.#builders.slice(0, keyCount)];
      for (let i = 0; i < taken; i++) {
        const key = table.key(part[i]!);
        encoder.decode(key, 0, key.length, keys);
      }
      calls.results(table, part, taken, this.#builders.slice(keyCount, keyCount + callCount));
      this.#addProperties(taken, window);
      this.#rows += taken;
      from += taken;
      if (this.#rows === BATCH_ROWS) this.flush(out);
    }
  }

  #addProperties(rows: number, window: { readonly start: number; readonly end: number }): void {
    const { keyCount, callCount, properties, clock } = this.#options;
    for (const [i, property] of properties.entries()) {
      const builder = this.#builders[keyCount + callCount + i]!;
      const ms = property === 'start' ? window.start
        : property === 'end' ? window.end : clock.windowTime(window.end);
      builder.reserve(rows);
      (builder.values as Float64Array).fill(ms, builder.length, builder.length + rows);
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
