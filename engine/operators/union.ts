import type { UnionNode } from '../nodes.js';
import type { Operator, OperatorSpec } from '../operator.js';

/** All rows of all inputs, as they come (UNION ALL). Emits what it gets, kinds kept. No state. */
export const union: OperatorSpec<UnionNode> = {
  kind: 'union',
  explain: () => ({}),
  create(): Operator {
    return {
      restore() {},
      process(_input, batch, out) {
        out.emit(batch);
      },
      watermark() {},
      checkpoint() {},
      close() {},
    };
  },
};
