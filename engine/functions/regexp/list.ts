import type { ScalarFunction } from '../function.js';
import { regexpExtractFunctions } from './extract.js';
import { regexpFindFunctions } from './find.js';

/** Functions over regular expressions in Java's syntax. */
export const regexpFunctions: readonly ScalarFunction[] = [
  ...regexpFindFunctions,
  ...regexpExtractFunctions,
];
