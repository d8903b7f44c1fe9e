import type { ScalarFunction } from '../function.js';
import { caseFunctions } from './case.js';
import { classifyFunctions } from './classify.js';
import { concatFunctions } from './concat.js';
import { encodeFunctions } from './encode.js';
import { inetFunctions } from './inet.js';
import { likeFunctions } from './like.js';
import { padFunctions } from './pad.js';
import { positionFunctions } from './position.js';
import { printf } from './printf.js';
import { replaceFunctions } from './replace.js';
import { splitFunctions } from './split.js';
import { strToMapFunction } from './str-to-map.js';
import { substringFunctions } from './substring.js';
import { trimFunctions } from './trim.js';

/** Text functions. */
export const stringFunctions: readonly ScalarFunction[] = [
  ...concatFunctions,
  ...caseFunctions,
  ...positionFunctions,
  ...substringFunctions,
  ...trimFunctions,
  ...padFunctions,
  ...replaceFunctions,
  ...splitFunctions,
  ...likeFunctions,
  ...encodeFunctions,
  ...classifyFunctions,
  ...inetFunctions,
  printf,
  strToMapFunction,
];
