import { compileCalc, type CompiledCalc } from '../expr/compile.js';
import { formatExpr } from '../expr/format.js';
import { compileVectorCalc, hasVectorized } from '../expr/vectorized.js';
import type { CalcNode } from '../nodes.js';
import type { Operator, OperatorContext, OperatorSpec } from '../operator.js';

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
  if (!hasVectorized([filter, ...projections], ctx.session)) {
    return compileCalc(filter, projections, ctx.session);
  }
  return compileVectorCalc(filter, projections, ctx.inputs[0]!.schema.fields.length, ctx.session);
}
