import type { Batch, Column } from '../../core/batch.js';
import { DataError } from '../../core/errors.js';
import { compileProjection } from '../expr/compile.js';
import { formatExpr } from '../expr/format.js';
import type { WatermarkNode } from '../nodes.js';
import type {
  Collector,
  Operator,
  OperatorContext,
  OperatorSpec,
  ScalarState,
} from '../operator.js';

/**
 * Makes the watermark: after every row it is the largest value of the expression so far. Rows
 * pass unchanged, each with the watermark in force when it arrives; then the new one is
 * announced. A null of the expression leaves the watermark; a null rowtime is an error. State:
 * the watermark.
 */
export const watermark: OperatorSpec<WatermarkNode> = {
  kind: 'watermark',
  explain: (node) => ({
    rowtime: node.output.fields[node.rowtime]!.name,
    watermark: formatExpr(node.expr),
  }),
  create: (node, ctx) => new Watermark(node, ctx),
};

class Watermark implements Operator {
  readonly #node: WatermarkNode;
  readonly #evaluate: (batch: Batch) => Column[];
  readonly #saved: ScalarState<number | null>;
  #currentMs = -Infinity;

  constructor(node: WatermarkNode, ctx: OperatorContext) {
    this.#node = node;
    this.#evaluate = compileProjection([node.expr], ctx.session);
    this.#saved = ctx.scalar<number | null>('watermark', null);
  }

  restore(): void {
    this.#currentMs = this.#saved.get() ?? -Infinity;
  }

  process(_input: number, batch: Batch, out: Collector): void {
    this.#checkRowtime(batch);
    const before = this.#currentMs;
    const watermarks = this.#advance(batch, this.#evaluate(batch)[0]!);
    const hasRisen = this.#currentMs > before;
    out.emit({ ...batch, watermarks: hasRisen ? watermarks : null });
    if (hasRisen) out.watermark(this.#currentMs);
  }

  /** The watermark in force at each row; leaves #currentMs at the one after the last row. */
  #advance(batch: Batch, values: Column): Float64Array {
    const { selection, rowCount } = batch;
    const ms = values.values as Float64Array;
    const bits = values.validity;
    const watermarks = new Float64Array(
      selection === null ? rowCount : selection[rowCount - 1]! + 1,
    );
    let current = this.#currentMs;
    for (let i = 0; i < rowCount; i++) {
      const row = selection === null ? i : selection[i]!;
      watermarks[row] = current;
      if (bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0) continue;
      if (ms[row]! > current) current = ms[row]!;
    }
    this.#currentMs = current;
    return watermarks;
  }

  #checkRowtime(batch: Batch): void {
    const bits = batch.columns[this.#node.rowtime]!.validity;
    if (bits === null) return;
    for (let i = 0; i < batch.rowCount; i++) {
      const row = batch.selection === null ? i : batch.selection[i]!;
      if ((bits[row >> 3]! & (1 << (row & 7))) !== 0) continue;
      const { name } = this.#node.output.fields[this.#node.rowtime]!;
      throw new DataError('ROWTIME_NULL', {
        message: `the time column "${name}" is NULL`,
        hint: `filter such rows out before the watermark, or declare "${name}" as COALESCE(...)`,
      });
    }
  }

  watermark(): void {}

  checkpoint(): void {
    this.#saved.set(this.#currentMs === -Infinity ? null : this.#currentMs);
  }

  close(): void {}
}
