import { compileCalc, type CompiledCalc } from '../expr/compile.js';
import { formatExpr } from '../expr/format.js';
import { compileVectorCalc, hasVectorized } from '../expr/vectorized.js';
import type { Expr } from '../expr.js';
import type { CalcNode } from '../nodes.js';
import type { Operator, OperatorContext, OperatorSpec } from '../operator.js';
import { addWatermarkColumn, asksForWatermark, withWatermarkColumn } from './watermark-column.js';

/**
 * Filter, then project; kinds, selection and watermarks stay as they are. Emits rows of the
 * kinds that come in. No state.
 */
export const calc: OperatorSpec<CalcNode> = {
  kind: 'calc',
  explain: (node) => ({
    ...(node.filter === null ? {} : { where: formatExpr(node.filter) }),
    select: node.projections.map(formatExpr).join(', '),
  }),
  create(node, ctx): Operator {
    const run = compiled(node, ctx);
    return {
      restore() {},
      process(_input, batch, out) {
        const passed = run(batch);
        if (passed !== null) out.emit(passed);
      },
      watermark() {},
      checkpoint() {},
      close() {},
    };
  },
};

function compiled(node: CalcNode, ctx: OperatorContext): CompiledCalc {
  const { filter, projections } = node;
  const width = ctx.inputs[0]!.schema.fields.length;
  const exprs = filter === null ? projections : [filter, ...projections];
  if (!exprs.some(asksForWatermark)) return compileWidth(filter, projections, width, ctx);
  const over = (expr: Expr): Expr => withWatermarkColumn(expr, width);
  const run = compileWidth(
    filter === null ? null : over(filter),
    projections.map(over),
    width + 1,
    ctx,
  );
  return (batch) => run(addWatermarkColumn(batch, ctx.currentWatermark()));
}

function compileWidth(
  filter: Expr | null,
  projections: readonly Expr[],
  width: number,
  { session }: OperatorContext,
): CompiledCalc {
  return hasVectorized([filter, ...projections], session)
    ? compileVectorCalc(filter, projections, width, session)
    : compileCalc(filter, projections, session);
}
