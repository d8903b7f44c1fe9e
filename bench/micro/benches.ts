/** All micro benchmarks. */
import { expressionLimitBenches } from './expression-limits.js';
import { expressionQueryBenches } from './expression-queries.js';
import { expressionBenches } from './expressions.js';
import type { MicroBench } from './micro-bench.js';
import { sourceBenches } from './sources.js';
import { limitBenches } from './limits.js';
import { stateBenches } from './state.js';

export const microBenches: readonly MicroBench[] = [
  ...expressionBenches,
  ...expressionQueryBenches,
  ...expressionLimitBenches,
  ...stateBenches,
  ...sourceBenches,
  ...limitBenches,
];
