/** Rows of closed windows: keys, results, properties, in batches of at most BATCH_ROWS. */
import type { Column } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import type { DataType, Schema } from '../../../core/types.js';
import { timestampType } from '../../../core/types.js';
import type { CallSet } from '../../aggregates/call-set.js';
import type { Collector } from '../../operator.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import type { KeyedTable, KeyEncoder } from '../../state/state.js';
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
  /** Bounds or numbers before the group keys in a state key; see PREFIX_BYTES. */
  readonly prefixColumns: number;
}
/** `start` null: it is the second column of the state key. */
export interface WindowBounds {
  readonly start: number | null;
  readonly end: number;
}
/** Bytes that a bound or a number takes in a state key: a mark and 8 bytes. */
const PREFIX_BYTES = 9;

/** Collects result rows; see the header. */
export class WindowOutput {
  readonly #options: WindowOutputOptions;
  readonly #builders: ColumnBuilder[];
  readonly #keys: KeyEncoder;
  readonly #bounds = createKeyEncoder([boundType]);
  #rows = 0;

  constructor(options: WindowOutputOptions) {
    this.#options = options;
    this.#keys = createKeyEncoder(options.keyTypes);
    this.#builders = options.output.fields.map((field) => new ColumnBuilder(field.type, 64));
  }

  /** Adds the results of `slots`, all of one window. */
  add(
    table: KeyedTable,
    calls: CallSet,
    slots: Int32Array,
    window: WindowBounds,
    out: Collector,
  ): void {
    const { keyCount, callCount } = this.#options;
    for (let from = 0; from < slots.length;) {
      const part = slots.subarray(from, from + BATCH_ROWS - this.#rows);
      const starts = window.start === null ? this.#readStarts(table, part) : null;
      this.#addKeys(table, part);
      calls.results(table, part, part.length, this.#builders.slice(keyCount, keyCount + callCount));
      this.#addProperties(part.length, window, starts);
      this.#rows += part.length;
      from += part.length;
      if (this.#rows === BATCH_ROWS) this.flush(out);
    }
  }

  #addKeys(table: KeyedTable, slots: Int32Array): void {
    const { keyCount, prefixColumns } = this.#options;
    const keys = this.#builders.slice(0, keyCount);
    const { bytes, starts, lengths } = table.keyArena();
    for (let i = 0; i < slots.length; i++) {
      const start = starts[slots[i]!]!;
      this.#keys.decode(
        bytes,
        start + prefixColumns * PREFIX_BYTES,
        start + lengths[slots[i]!]!,
        keys,
      );
    }
  }

  /** The window starts, which are the second column of the state keys. */
  #readStarts(table: KeyedTable, slots: Int32Array): Column {
    const builder = new ColumnBuilder(boundType, slots.length);
    const { bytes, starts } = table.keyArena();
    for (let i = 0; i < slots.length; i++) {
      const start = starts[slots[i]!]! + PREFIX_BYTES;
      this.#bounds.decode(bytes, start, start + PREFIX_BYTES, [builder]);
    }
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

/** Type of window bounds in keys. */
export const boundType: DataType = timestampType(3, false);
