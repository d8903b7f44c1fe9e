/** Does a schema pass event time on, so that watermarks between rows matter downstream? */
import type { Schema } from '../../../core/types.js';

/** Is one of the columns a rowtime attribute? */
export function hasEventTime(schema: Schema): boolean {
  return schema.fields.some(
    ({ type }) =>
      (type.id === 'timestamp' || type.id === 'timestamp_ltz') && type.attribute === 'rowtime',
  );
}
