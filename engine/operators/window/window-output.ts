/** Rows of closed windows: keys, results, properties, in batches of at most BATCH_ROWS. */
import type { Column } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import type { DataType, Schema } from '../../../core/types.js';
import type { Accumulators } from '../../aggregates/accumulators.js';
import type { CallSet } from '../../aggregates/call-set.js';
import type { Collector } from '../../operator.js';
import { KeyDecoder } from '../../state/key-decoder.js';
import type { KeyArena } from '../../state/state.js';
import { BOUND_BYTES, boundType } from './slice-keys.js';
import type { WindowClock } from './window-clock.js';

export type WindowProperty = 'start' | 'end' | 'time';

export interface WindowOutputOptions {
  readonly output: Schema;
  readonly keyCount: number;
  readonly callCount: number;
  readonly properties: readonly WindowProperty[];
  readonly clock: WindowClock;
  /** Types of the group keys. */
  readonly keyTypes: readonly DataType[];
}
/** Where the keys of results are; see `add`. */
export interface ResultKeys {
  readonly arena: KeyArena;
  readonly slots: Int32Array;
  readonly prefixBytes: number;
}
/** `start` null: it is the second column of the state key. */
export interface WindowBounds {
  readonly start: number | null;
  readonly end: number;
}

/** Collects result rows; see the header. */
export class WindowOutput {
  readonly #options: WindowOutputOptions;
  readonly #builders: ColumnBuilder[];
  readonly #keys: KeyDecoder;
  readonly #bounds = new KeyDecoder([boundType]);
  #rows = 0;

  constructor(options: WindowOutputOptions) {
    this.#options = options;
    this.#keys = new KeyDecoder(options.keyTypes);
    this.#builders = options.output.fields.map((field) => new ColumnBuilder(field.type, 64));
  }

  /**
   * Adds the results of `slots`, all of one window. `keys` tells the key of each: number
   * keySlots[i] of `keys.arena` behind `keys.prefixBytes`.
   */
  add(
    table: Accumulators,
    calls: CallSet,
    slots: Int32Array,
    keys: ResultKeys,
    window: WindowBounds,
    out: Collector,
  ): void {
    const { keyCount, callCount } = this.#options;
    const results = this.#builders.slice(keyCount, keyCount + callCount);
    for (let from = 0; from < slots.length;) {
      const part = slots.subarray(from, from + BATCH_ROWS - this.#rows);
      const keySlots = keys.slots.subarray(from, from + part.length);
      const starts = window.start === null ? this.#readStarts(keys.arena, keySlots) : null;
      this.#keys.decode(keys.arena, keySlots, part.length, keys.prefixBytes, this.#builders);
      calls.results(table, part, part.length, results);
      this.#addProperties(part.length, window, starts);
      this.#rows += part.length;
      from += part.length;
      if (this.#rows === BATCH_ROWS) this.flush(out);
    }
  }

  /** The window starts, which are the second column of the state keys. */
  #readStarts(arena: KeyArena, slots: Int32Array): Column {
    const builder = new ColumnBuilder(boundType, slots.length);
    this.#bounds.decode(arena, slots, slots.length, BOUND_BYTES, [builder]);
    return builder.finish();
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
        const ms =
          property === 'start'
            ? window.start!
            : property === 'end'
              ? window.end
              : clock.windowTime(window.end);
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
