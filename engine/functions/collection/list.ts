import type { ScalarFunction } from '../function.js';
import { arrayFunctions } from './array.js';
import { mapFunctions } from './map.js';
import { nestedFunctions } from './nested.js';
import { objectFunctions } from './object.js';

/** Functions over arrays, maps and rows. */
export const collectionFunctions: readonly ScalarFunction[] = [
  ...nestedFunctions,
  ...objectFunctions,
  ...arrayFunctions,
  ...mapFunctions,
];
