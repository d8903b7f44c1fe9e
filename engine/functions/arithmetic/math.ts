import type { ScalarFunction } from '../function.js';
/** math functions. */
export const mathFunctions: readonly ScalarFunction[] = [];
