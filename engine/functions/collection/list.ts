import type { ScalarFunction } from '../function.js';
import { arrayFunctions } from './array.js';
import { mapFunctions } from './map.js';
import { nestedFunctions } from './nested.js';

/** Functions over arrays, maps and rows. */
export const collectionFunctions: readonly ScalarFunction[] = [
  ...nestedFunctions,
  ...arrayFunctions,
  ...mapFunctions,
];
