/** The loop that fills a column of a type. */
import type { DataType } from '../../../core/types.js';
import { CellKind, cellKindOf, shortLimit } from '../cell-kind.js';
import { fillNothing, type Fill } from './fill.js';
import { fillBigs, fillBooleans, fillDecimals, fillDoubles, fillIntegers } from './fill-numbers.js';
import { fillTexts } from './fill-texts.js';
import { fillTimestamps } from './fill-times.js';

/** `separator` is the byte between date and time. */
export function fillOf(type: DataType, separator: number): Fill {
  switch (cellKindOf(type)) {
    case CellKind.Int:
      return fillIntegers(shortLimit(type));
    case CellKind.Big:
      return fillBigs;
    case CellKind.Double:
      return fillDoubles();
    case CellKind.Text:
      return fillTexts;
    case CellKind.Bool:
      return fillBooleans;
    default:
      break;
  }
  if (type.id === 'decimal' && type.precision <= 18)
    return fillDecimals(type.scale, shortLimit(type));
  if (type.id === 'timestamp' || type.id === 'timestamp_ltz')
    return fillTimestamps(type, separator);
  return fillNothing;
}
