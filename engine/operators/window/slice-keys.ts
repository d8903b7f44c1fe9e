/** Layout of the state keys of slices, panes and sessions. */

import type { DataType } from '../../../core/types.js';
import { timestampType } from '../../../core/types.js';

/** Type of window bounds in keys. */
export const boundType: DataType = timestampType(3, false);

/** Bytes that a bound or a number takes in front of the group key: a mark and 8 bytes. */
export const BOUND_BYTES = 9;
