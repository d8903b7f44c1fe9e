import type { ScalarFunction } from '../function.js';
import { inList } from './in.js';
import { nullTests } from './null-tests.js';
import { comparisonOperators } from './operators.js';

/** Comparison functions. */
export const comparisonFunctions: readonly ScalarFunction[] = [
  ...comparisonOperators,
  ...nullTests,
  inList,
];
