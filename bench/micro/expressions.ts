/** Generated loops of expressions. */
import { BATCH_ROWS } from '../../core/batch.js';
import { bigintType, booleanType, intType } from '../../core/types.js';
import { compileCalc } from '../../engine/expr/compile.js';
import { call, column, literal, type Expr } from '../../engine/expr.js';
import type { MicroBench } from './micro-bench.js';
import { exampleBatch, rowTypes } from './rows.js';

const session = { timeZone: 'UTC' };
const [id, amount, text] = rowTypes.map((type, i) => column(i, type)) as [Expr, Expr, Expr];
const big = (value: bigint): Expr => literal(value, bigintType);

const isSmall = call('<', [id, big(500n)], booleanType);
const sum = call('+', [amount, call('*', [id, big(3n)], bigintType)], bigintType);
const part = call('SPLIT_INDEX', [text, literal('/', text.type), literal(3, intType)], text.type);

export const expressionBenches: readonly MicroBench[] = [
  calc('expressions/filter+sum', isSmall, [id, sum]),
  calc('expressions/sum', null, [id, sum]),
  calc('expressions/split', null, [part]),
];

function calc(name: string, filter: Expr | null, exprs: readonly Expr[]): MicroBench {
  const prepare: MicroBench['prepare'] = async () => {
    const compiled = compileCalc(filter, exprs, session);
    const batches = [0, 1, 2, 3].map((seed) => exampleBatch(1000, seed));
    return {
      run: () => {
        for (const batch of batches) compiled(batch);
      },
    };
  };
  return { name, rows: 4 * BATCH_ROWS, prepare };
}
