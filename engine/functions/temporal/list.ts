import type { ScalarFunction } from '../function.js';
/** temporal functions. */
export const temporalFunctions: readonly ScalarFunction[] = [];
