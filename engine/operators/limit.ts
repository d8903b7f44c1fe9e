import type { Batch } from '../../core/batch.js';
import { rowAt } from '../../core/batch.js';
import type { LimitNode, TopNNode } from '../nodes.js';
import type {
  Collector,
  Operator,
  OperatorContext,
  OperatorSpec,
  ScalarState,
} from '../operator.js';
import { topN } from './top-n.js';

/**
 * The first `count` rows after `offset`, by arrival. Insert-only input: rows pass by number, state
 * is how many came (a scalar). Retracting input: the top-N of one partition without an order, so
 * that a row that goes makes room for the next one to have arrived.
 */
export const limit: OperatorSpec<LimitNode> = {
  kind: 'limit',
  explain: (node) => ({ offset: String(node.offset), count: String(node.count) }),
  create(node, ctx): Operator {
    if (ctx.inputs[0]!.changelog === 'retract') return topN.create(asTopN(node), ctx);
    return new Limit(node, ctx);
  },
};

function asTopN(node: LimitNode): TopNNode {
  const { id, uid, inputs, exchanges, output, changelog, offset, count } = node;
  return {
    kind: 'topN',
    id,
    uid,
    inputs,
    exchanges,
    output,
    changelog,
    partition: [],
    order: [],
    from: offset + 1,
    to: offset + count,
    rankColumn: false,
    toColumn: null,
    windowEnd: null,
  };
}

class Limit implements Operator {
  readonly #from: number;
  readonly #to: number;
  readonly #saved: ScalarState<number>;
  /** Rows so far, at most #to. */
  #arrived = 0;

  constructor(node: LimitNode, ctx: OperatorContext) {
    this.#from = node.offset;
    this.#to = node.offset + node.count;
    this.#saved = ctx.scalar('arrived', 0);
  }

  restore(): void {
    this.#arrived = this.#saved.get();
  }

  process(_input: number, batch: Batch, out: Collector): void {
    const first = Math.max(0, this.#from - this.#arrived);
    const end = Math.min(batch.rowCount, this.#to - this.#arrived);
    this.#arrived = Math.min(this.#to, this.#arrived + batch.rowCount);
    if (first >= end) return;
    if (first === 0 && end === batch.rowCount) {
      out.emit(batch);
      return;
    }
    const selection = new Int32Array(end - first);
    for (let i = first; i < end; i++) selection[i - first] = rowAt(batch, i);
    out.emit({ ...batch, selection, rowCount: end - first });
  }

  watermark(): void {}
  checkpoint(): void {
    this.#saved.set(this.#arrived);
  }
  close(): void {}
}
