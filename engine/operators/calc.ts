import { compileCalc } from '../expr/compile.js';
import { formatExpr } from '../expr/format.js';
import type { CalcNode } from '../nodes.js';
import type { Operator, OperatorSpec } from '../operator.js';

/**
 * Filter, then project; kinds, selection and watermarks stay as they are. Emits rows of the kinds that
 * come in. No state.
 */
export const calc: OperatorSpec<CalcNode> = {
  kind: 'calc',
  explain: (node) => ({
    ...(node.filter === null ? {} : { where: formatExpr(node.filter) }),
    select: node.projections.map(formatExpr).join(', '),
  }),
  create(node, ctx): Operator {
    const run = compileCalc(node.filter, node.projections, ctx.session);
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
