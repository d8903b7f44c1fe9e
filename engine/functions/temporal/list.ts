import type { ScalarFunction } from '../function.js';
import { addDiffFunctions } from './add-diff.js';
import { currentFunctions } from './current.js';
import { extractFunctions } from './extract.js';
import { floorFunctions } from './floor-ceil.js';
import { formatFunctions } from './format-functions.js';
import { parseFunctions } from './parse-functions.js';

/** Functions of dates, times, timestamps and intervals. */
export const temporalFunctions: readonly ScalarFunction[] = [
  ...floorFunctions,
  ...extractFunctions,
  ...addDiffFunctions,
  ...formatFunctions,
  ...parseFunctions,
  ...currentFunctions,
];
