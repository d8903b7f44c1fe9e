/** Which written CASTs exist. */
import type { DataType } from '../../../core/types.js';
import { isBinary, isInteger, isNumeric, isText } from '../common-type.js';

const TEMPORAL: ReadonlySet<string> = new Set(['date', 'time', 'timestamp', 'timestamp_ltz']);

/** Does CAST(x AS to) exist for an x of type `from`? (TRY_CAST has the same rules.) */
export function canCast(from: DataType, to: DataType): boolean {
  if (from.id === 'null') return true;
  if (to.id === 'null') return false;
  if (isText(to)) return from.id !== 'variant' && from.id !== 'bitmap';
  if (isNumeric(from))
    return (
      isNumeric(to) || to.id === 'boolean' || (isInteger(from) && to.id.startsWith('interval'))
    );
  if (from.id === 'boolean') return isNumeric(to) || to.id === 'boolean';
  if (isText(from)) {
    return isNumeric(to) || to.id === 'boolean' || TEMPORAL.has(to.id) || isBinary(to);
  }
  if (isBinary(from)) return isBinary(to);
  if (TEMPORAL.has(from.id)) return canCastTemporal(from.id, to.id);
  if (from.id.startsWith('interval')) return from.id === to.id;
  return canCastNested(from, to);
}

function canCastTemporal(from: string, to: string): boolean {
  if (!TEMPORAL.has(to)) return false;
  return !(from === 'date' && to === 'time') && !(from === 'time' && to === 'date');
}

function canCastNested(from: DataType, to: DataType): boolean {
  if ((from.id === 'array' || from.id === 'multiset') && to.id === from.id)
    return canCast(from.element, to.element);
  if (from.id === 'map' && to.id === 'map')
    return canCast(from.key, to.key) && canCast(from.value, to.value);
  if (from.id === 'row' && to.id === 'row') {
    return (
      from.fields.length === to.fields.length &&
      from.fields.every((field, i) => canCast(field.type, to.fields[i]!.type))
    );
  }
  return from.id === to.id;
}
