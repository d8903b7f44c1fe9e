import type { ScalarFunction } from '../function.js';
/** collection functions. */
export const collectionFunctions: readonly ScalarFunction[] = [];
