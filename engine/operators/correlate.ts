import type { Batch, Column, Value } from '../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { columnReader, readRow, type ColumnReader } from '../../core/column-read.js';
import { PlanError } from '../../core/errors.js';
import { gather } from '../../core/gather.js';
import { compileProjection, type CompiledProjection } from '../expr/compile.js';
import { evaluate } from '../expr/evaluate.js';
import { formatExpr } from '../expr/format.js';
import { tableFunction } from '../functions/table/table-functions.js';
import type { UserTable } from '../functions/user/user-functions.js';
import type { SessionFacts } from '../expr.js';
import type { CorrelateNode } from '../nodes.js';
import type { Collector, Operator, OperatorContext, OperatorSpec } from '../operator.js';

/**
 * Each input row joined with the rows that a table function gives for it (LATERAL TABLE, UNNEST),
 * in order; `isLeft` keeps a row without any (of those that meet `condition`), padded with nulls.
 * Emits rows of the kinds that come in: a retraction calls the function again. No state.
 */
export const correlate: OperatorSpec<CorrelateNode> = {
  kind: 'correlate',
  explain: (node) => ({
    function: node.function,
    arguments: node.args.map(formatExpr).join(', '),
    ...(node.isLeft ? { type: 'left' } : {}),
    ...(node.condition === undefined ? {} : { on: formatExpr(node.condition) }),
  }),
  create: (node, ctx) => new Correlate(node, ctx),
};

class Correlate implements Operator {
  readonly #node: CorrelateNode;
  readonly #session: SessionFacts;
  readonly #project: CompiledProjection;
  readonly #readers: readonly ColumnReader[];
  readonly #rows: ReturnType<UserTable['rows']>;

  constructor(node: CorrelateNode, ctx: OperatorContext) {
    const found = tableFunction(node.function, ctx.session);
    if (found === undefined) {
      throw new PlanError('PLAN_UNKNOWN_FUNCTION', {
        message: `no table function ${node.function}`,
      });
    }
    this.#node = node;
    this.#session = ctx.session;
    this.#project = compileProjection(node.args, ctx.session);
    this.#readers = node.args.map((arg) => columnReader(arg.type));
    this.#rows = found.rows({
      args: node.args.map((arg) => arg.type),
      type: { id: 'row', fields: this.#ownFields(), nullable: false },
      literals: node.args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined)),
      options: undefined,
      session: ctx.session,
    });
  }

  #ownFields(): CorrelateNode['output']['fields'] {
    return this.#node.output.fields.slice(-this.#node.width);
  }

  restore(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const args = this.#project(batch);
    const joined = new JoinedRows(
      batch,
      this.#ownFields().map((field) => field.type),
    );
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      let found = false;
      const left = this.#node.condition === undefined ? null : readRow(batch, row);
      for (const values of this.#rows(this.#arguments(args, row), i)) {
        if (left !== null && !this.#passes(left, values)) continue;
        found = true;
        joined.push(row, values);
        if (joined.count === BATCH_ROWS) out.emit(joined.take());
      }
      if (!found && this.#node.isLeft) joined.push(row, null);
      if (joined.count === BATCH_ROWS) out.emit(joined.take());
    }
    if (joined.count > 0) out.emit(joined.take());
  }

  #passes(left: readonly Value[], values: readonly Value[]): boolean {
    return evaluate(this.#node.condition!, [...left, ...values], this.#session) === true;
  }

  #arguments(columns: readonly Column[], row: number): Value[] {
    return columns.map((column, i) => this.#readers[i]!(column, row));
  }

  watermark(): void {}
  checkpoint(): void {}
  close(): void {}
}

/** Output rows: a row of the batch and the function's values beside it. */
class JoinedRows {
  count = 0;
  readonly #batch: Batch;
  readonly #rows = new Int32Array(BATCH_ROWS);
  readonly #builders: readonly ColumnBuilder[];

  constructor(batch: Batch, types: readonly Column['type'][]) {
    this.#batch = batch;
    this.#builders = types.map((type) => new ColumnBuilder(type, batch.rowCount));
  }

  push(row: number, values: readonly Value[] | null): void {
    this.#rows[this.count++] = row;
    for (let i = 0; i < this.#builders.length; i++) {
      this.#builders[i]!.append(values === null ? null : values[i]!);
    }
  }

  take(): Batch {
    const { columns, kinds, watermarks } = this.#batch;
    const [rows, count] = [this.#rows.subarray(0, this.count), this.count];
    this.count = 0;
    return {
      columns: [
        ...columns.map((column) => gather(column, rows, count)),
        ...this.#builders.map((builder) => builder.finish()),
      ],
      kinds: kinds === null ? null : Uint8Array.from(rows, (row) => kinds[row]!),
      watermarks: watermarks === null ? null : Float64Array.from(rows, (row) => watermarks[row]!),
      selection: null,
      rowCount: count,
    };
  }
}
