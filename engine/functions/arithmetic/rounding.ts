import type { ScalarFunction } from '../function.js';
/** rounding functions. */
export const roundingFunctions: readonly ScalarFunction[] = [];
