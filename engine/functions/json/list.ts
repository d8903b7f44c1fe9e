import type { ScalarFunction } from '../function.js';
import { jsonBuildFunctions } from './build.js';
import { isJsonFunctions } from './is-json.js';
import { jsonExists } from './json-exists.js';
import { jsonQuery } from './json-query.js';
import { jsonTextFunctions } from './json-text.js';
import { jsonValue } from './json-value.js';
import { variantFunctions } from './variant.js';

/** Functions of JSON texts and of VARIANT values. */
export const jsonFunctions: readonly ScalarFunction[] = [
  jsonValue,
  jsonQuery,
  jsonExists,
  ...isJsonFunctions,
  ...jsonBuildFunctions,
  ...jsonTextFunctions,
  ...variantFunctions,
];
