/** Which types compare with which, and what their values are cast to before. */
import type { DataType } from '../../../core/types.js';
import { booleanType, formatType, withNullable, withoutAttribute } from '../../../core/types.js';
import { asDecimalType, commonType, isApproximate, isNumeric, isText } from '../common-type.js';
import type { Refusal } from '../function.js';
import { refuse } from '../signature.js';

const TEMPORAL: ReadonlySet<string> = new Set(['date', 'time', 'timestamp', 'timestamp_ltz']);

/** Types both sides are cast to so that they compare, or a refusal. */
export function comparableTypes(a: DataType, b: DataType): readonly [DataType, DataType] | Refusal {
  const pair = comparablePair(a, b);
  if (pair === null) return refuse(`cannot compare ${formatType(a)} with ${formatType(b)}`);
  return [withNullable(pair[0], a.nullable), withNullable(pair[1], b.nullable)];
}

function comparablePair(a: DataType, b: DataType): readonly [DataType, DataType] | null {
  if (a.id === 'null' && b.id === 'null') return [booleanType, booleanType];
  if (a.id === 'null') return [b, b];
  if (b.id === 'null') return [a, a];
  if (isText(a) && isText(b)) return [a, b];
  if (isText(a) && TEMPORAL.has(b.id)) return [withoutAttribute(b), b];
  if (TEMPORAL.has(a.id) && isText(b)) return [a, withoutAttribute(a)];
  if ((a.id === 'decimal' && isApproximate(b)) || (isApproximate(a) && b.id === 'decimal'))
    return [a, b];
  if (
    isNumeric(a) &&
    isNumeric(b) &&
    (a.id === 'decimal') !== (b.id === 'decimal') &&
    !isApproximate(a) &&
    !isApproximate(b)
  )
    return [asDecimalType(a)!, asDecimalType(b)!];
  if (a.id === 'decimal' && b.id === 'decimal') return [a, b];
  if (a.id === 'binary' || a.id === 'varbinary')
    return a.id === b.id || b.id.endsWith('binary') ? [a, b] : null;
  const common = commonType([withoutAttribute(a), withoutAttribute(b)]);
  return common === null ? null : [common, common];
}

/** Are values of the type ordered? */
export function isOrdered(type: DataType): boolean {
  return !['array', 'map', 'multiset', 'row', 'variant', 'bitmap'].includes(type.id);
}
