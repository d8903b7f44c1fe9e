/**
 * Collects joined rows as (input row, stored row, kind) and builds batches of them. The input
 * side's columns come from the batch being processed, the other side's from its stored rows; -1 is
 * a row of nulls.
 */
import type { Batch, Column } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import { gather } from '../../../core/gather.js';
import type { Schema } from '../../../core/types.js';
import type { Collector } from '../../operator.js';
import type { RowMultimap } from '../../state/state.js';

export interface OutputSide {
  readonly schema: Schema;
  /** Is this side in the output (semi and anti joins give the left one only)? */
  readonly isShown: boolean;
  readonly rows: RowMultimap;
}

/** One instance per join operator; see the header. */
export class JoinOutput {
  readonly #sides: readonly [OutputSide, OutputSide];
  readonly #output: Schema;
  readonly #inputRows = new Int32Array(BATCH_ROWS);
  readonly #storedRows = new Int32Array(BATCH_ROWS);
  readonly #kinds = new Uint8Array(BATCH_ROWS);
  /** Physical input row that caused each output row. */
  readonly #causes = new Int32Array(BATCH_ROWS);
  #count = 0;
  #input = 0;
  #batch: Batch | null = null;
  #out: Collector | null = null;

  constructor(sides: readonly [OutputSide, OutputSide], output: Schema) {
    this.#sides = sides;
    this.#output = output;
  }

  /** Rows come from `batch` of input `input` until `end`. */
  begin(input: number, batch: Batch, out: Collector): void {
    this.#input = input;
    this.#batch = batch;
    this.#out = out;
  }

  /** `cause`: the physical input row being processed (for its watermark). */
  add(inputRow: number, storedRow: number, kind: number, cause: number): void {
    const at = this.#count;
    this.#inputRows[at] = inputRow;
    this.#storedRows[at] = storedRow;
    this.#kinds[at] = kind;
    this.#causes[at] = cause;
    this.#count = at + 1;
    if (this.#count === BATCH_ROWS) this.flush();
  }

  end(): void {
    this.flush();
    this.#batch = null;
    this.#out = null;
  }

  flush(): void {
    const count = this.#count;
    if (count === 0) return;
    this.#count = 0;
    const columns = [0, 1].flatMap((side) =>
      this.#sides[side]!.isShown ? this.#columns(side, count) : [],
    );
    this.#out!.emit({
      columns,
      kinds: this.#takeKinds(count),
      selection: null,
      rowCount: count,
      watermarks: this.#watermarks(count),
    });
  }

  #columns(side: number, count: number): Column[] {
    const { schema, rows } = this.#sides[side]!;
    if (side === this.#input) {
      return this.#batch!.columns.map((column, c) => ({
        ...gather(column, this.#inputRows, count),
        type: this.#outputType(side, c),
      }));
    }
    const builders = schema.fields.map(
      (_, c) => new ColumnBuilder(this.#outputType(side, c), count),
    );
    rows.readMany(this.#storedRows, count, builders);
    return builders.map((builder) => builder.finish());
  }

  #outputType(side: number, column: number): Column['type'] {
    const before = side === 0 || !this.#sides[0].isShown ? 0 : this.#sides[0].schema.fields.length;
    return this.#output.fields[before + column]!.type;
  }

  #takeKinds(count: number): Uint8Array | null {
    for (let i = 0; i < count; i++) if (this.#kinds[i] !== 0) return this.#kinds.slice(0, count);
    return null;
  }

  #watermarks(count: number): Float64Array | null {
    const watermarks = this.#batch!.watermarks;
    if (watermarks === null) return null;
    const out = new Float64Array(count);
    for (let i = 0; i < count; i++) out[i] = watermarks[this.#causes[i]!]!;
    return out;
  }
}
