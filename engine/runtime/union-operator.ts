/** UNION ALL: rows of every input as they come. No state; the watermark is the inputs' minimum (see Task). */
import type { Batch } from '../../core/batch.js';
import type { Collector, Operator } from '../operator.js';

export class UnionOperator implements Operator {
  restore(): void {}
  process(_input: number, batch: Batch, out: Collector): void { out.emit(batch); }
  watermark(): void {}
  checkpoint(): void {}
  close(): void {}
}
