/** All rewrites in the order they run; each leaves the meaning of the plan alone. */
import type { LogicalNode } from '../logical/nodes.js';
import type { Rewrite, RewriteContext } from './context.js';
import { dropWatermarks } from './drop-watermarks.js';
import { emptyInputs } from './empty-inputs.js';
import { absorbPaths, mergeCalcs } from './merge-calcs.js';
import { pruneShared } from './prune-columns.js';
import { pushFilters } from './push-filters.js';
import { rankToTopN } from './rank-to-top-n.js';
import { shareScans } from './share-scans.js';
import { splitAsync } from './split-async.js';

export const rewrites: readonly Rewrite[] = [
  emptyInputs,
  mergeCalcs,
  pushFilters,
  mergeCalcs,
  rankToTopN,
  mergeCalcs,
];

/**
 * Rewrites the plans of one statement together. The output columns of the roots stay as they are.
 */
export function optimize(
  roots: readonly LogicalNode[],
  ctx: RewriteContext,
): readonly LogicalNode[] {
  const each = (list: readonly LogicalNode[], steps: readonly Rewrite[]): readonly LogicalNode[] =>
    list.map((root) => steps.reduce((node, step) => step.apply(node, ctx), root));
  const pruned = pruneShared(each(roots, rewrites));
  const shared = shareScans(each(pruned, [mergeCalcs, absorbPaths]));
  const merged = each(shared, [mergeCalcs]);
  return each(ctx.keepsWatermarks ? merged : dropWatermarks(merged), [splitAsync]);
}
