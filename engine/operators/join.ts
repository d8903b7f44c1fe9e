import { assert } from '../../core/assert.js';
import { layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import { formatType } from '../../core/types.js';
import { formatExpr } from '../expr/format.js';
import type { JoinNode } from '../nodes.js';
import type { Operator, OperatorSpec } from '../operator.js';
import { fixedKeyBytes } from '../state/key-columns.js';
import { RegularJoin } from './join/regular-join.js';
import { WindowJoin } from './join/window-join.js';

/**
 * Joins two inputs, of any changelog. A pair is emitted with the kind of the row that completes it
 * and taken away when either row is; rows of outer sides and anti joins show while they have no
 * match, rows of semi joins while they have one. Nulls in keys match nothing unless `nullSafe`; no
 * keys = every pair. State: per side, key -> rows with their number of matches. Regular joins keep
 * rows until they are retracted; window joins emit and free a window when the watermark reaches its
 * end - 1.
 */
export const join: OperatorSpec<JoinNode> = {
  kind: 'join',
  explain(node) {
    const [left, right] = [node.leftKeys, node.rightKeys].map((keys) =>
      keys.map((c) => `$${c}`).join(', '),
    );
    return {
      type: node.joinType,
      ...(node.leftKeys.length === 0 ? {} : { left: left!, right: right! }),
      ...(node.condition === null ? {} : { where: formatExpr(node.condition) }),
      ...(node.windowEnd === null ? {} : { window: 'closes with the watermark' }),
    };
  },
  create(node, ctx): Operator {
    const [left, right] = ctx.inputs.map(({ schema }) => schema.fields);
    for (const [i, key] of node.leftKeys.entries()) {
      const types = [left![key]!.type, right![node.rightKeys[i]!]!.type] as const;
      assert(
        haveSameKeys(...types),
        `join keys ${types.map(formatType).join(' and ')} are one type`,
      );
    }
    return node.windowEnd === null ? new RegularJoin(node, ctx) : new WindowJoin(node, ctx);
  },
};

/** Do equal values of both types have equal key bytes? Lengths and integer digits do not matter. */
function haveSameKeys(a: DataType, b: DataType): boolean {
  if (layoutOf(a) !== layoutOf(b) || fixedKeyBytes(a) !== fixedKeyBytes(b)) return false;
  if (a.id === 'decimal' || b.id === 'decimal') {
    return (a.id === 'decimal' ? a.scale : 0) === (b.id === 'decimal' ? b.scale : 0);
  }
  return (a.id === 'float' || a.id === 'double') === (b.id === 'float' || b.id === 'double');
}
