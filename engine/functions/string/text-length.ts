/** Texts whose length their arguments decide. */
import { DataError } from '../../../core/errors.js';

/** Longest text a function may make, in UTF-16 units. */
const TEXT_UNITS_MAX = 1 << 28;

/** Throws DataError TEXT_TOO_LONG. */
export function checkTextLength(units: number): void {
  if (units <= TEXT_UNITS_MAX) return;
  throw new DataError('TEXT_TOO_LONG', {
    message: `a text of ${units} characters is too long`,
    hint: `The limit is ${TEXT_UNITS_MAX}.`,
  });
}
