import type { ScalarFunction } from '../function.js';
import { addDiffFunctions } from './add-diff.js';
import { currentFunctions } from './current.js';
import { extractFunctions } from './extract.js';
import { floorFunctions } from './floor-ceil.js';

/** Functions of dates, times, timestamps and intervals. */
export const temporalFunctions: readonly ScalarFunction[] = [
  ...floorFunctions,
  ...extractFunctions,
  ...addDiffFunctions,
  ...currentFunctions,
];
