import type { Batch } from '../../core/batch.js';
import { rowAt } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { columnReader } from '../../core/column-read.js';
import { DataError } from '../../core/errors.js';
import { gather } from '../../core/gather.js';
import { kindMark } from '../../core/rowkind.js';
import type { ChangeCodesNode } from '../nodes.js';
import type { Collector, Operator, OperatorSpec } from '../operator.js';

/**
 * TO_CHANGELOG (`write`): every change goes on as a new row with its code behind it; changes
 * without a code are left out. FROM_CHANGELOG (`read`): every row goes on as the change its code
 * stands for. No state; time passes through.
 */
export const changeCodes: OperatorSpec<ChangeCodesNode> = {
  kind: 'changeCodes',
  explain: (node) => ({
    direction: node.direction,
    codes: node.codes.map(([code, kind]) => `${code}=${kindMark[kind]!}`).join(', '),
  }),
  create: (node) => (node.direction === 'write' ? new WriteCodes(node) : new ReadCodes(node)),
};

class WriteCodes implements Operator {
  readonly #codes: readonly (string | null)[];
  readonly #node: ChangeCodesNode;

  constructor(node: ChangeCodesNode) {
    this.#node = node;
    this.#codes = [0, 1, 2, 3].map(
      (kind) => node.codes.find(([, coded]) => coded === kind)?.[0] ?? null,
    );
  }

  restore(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const { columns, kinds, watermarks } = batch;
    const rows = new Int32Array(batch.rowCount);
    const written = new ColumnBuilder(this.#node.output.fields.at(-1)!.type, batch.rowCount);
    let count = 0;
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      const code = this.#codes[kinds === null ? 0 : kinds[row]!]!;
      if (code === null) continue;
      rows[count++] = row;
      written.append(code);
    }
    if (count === 0) return;
    out.emit({
      columns: [...columns.map((column) => gather(column, rows, count)), written.finish()],
      kinds: null,
      watermarks:
        watermarks === null
          ? null
          : Float64Array.from(rows.subarray(0, count), (row) => watermarks[row]!),
      selection: null,
      rowCount: count,
    });
  }

  watermark(): void {}
  checkpoint(): void {}
  close(): void {}
}

class ReadCodes implements Operator {
  readonly #column: number;
  readonly #kinds: ReadonlyMap<string, number>;
  readonly #read: ReturnType<typeof columnReader>;

  constructor(node: ChangeCodesNode) {
    this.#column = node.column;
    this.#kinds = new Map(node.codes);
    this.#read = columnReader(node.output.fields[node.column]!.type);
  }

  restore(): void {}

  /** Throws DataError CHANGELOG_CODE for a code that stands for nothing. */
  process(_input: number, batch: Batch, out: Collector): void {
    const column = batch.columns[this.#column]!;
    const rowsMax = batch.selection === null ? batch.rowCount : 1 + Math.max(...batch.selection);
    const kinds = new Uint8Array(rowsMax);
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      const code = this.#read(column, row) as string | null;
      const kind = code === null ? undefined : this.#kinds.get(code);
      if (kind === undefined) throw this.#unknown(code);
      kinds[row] = kind;
    }
    out.emit({ ...batch, kinds });
  }

  #unknown(code: string | null): DataError {
    const shown = code === null ? 'NULL' : `'${code}'`;
    return new DataError('CHANGELOG_CODE', {
      message: `FROM_CHANGELOG: the code ${shown} stands for no change`,
      hint: `Codes are: ${[...this.#kinds.keys()].join(', ')}.`,
    });
  }

  watermark(): void {}
  checkpoint(): void {}
  close(): void {}
}
