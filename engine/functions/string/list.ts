import type { ScalarFunction } from '../function.js';
/** string functions. */
export const stringFunctions: readonly ScalarFunction[] = [];
