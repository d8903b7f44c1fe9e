/** Access to a field of a row by name. */
import type { Span } from '../../core/errors.js';
import { didYouMean, SqlError } from '../../core/errors.js';
import { formatType, withNullable } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call } from '../../engine/expr.js';

/** `object.name`; NULL when the row is. Throws SQL_UNKNOWN_COLUMN. */
export function fieldAccess(object: Expr, name: string, span: Span): Expr {
  const type = object.type;
  if (type.id !== 'row') {
    throw new SqlError('SQL_UNKNOWN_COLUMN', {
      message: `no field "${name}": the value is of type ${formatType(type)}, not a ROW`,
      span,
    });
  }
  const index = type.fields.findIndex((field) => field.name === name);
  if (index < 0) {
    const names = type.fields.map((field) => field.name);
    throw new SqlError('SQL_UNKNOWN_COLUMN', {
      message: `no field "${name}" in ${formatType(type)}`,
      span,
      hint: didYouMean(name, names),
    });
  }
  const field = type.fields[index]!.type;
  return call('FIELD', [object], withNullable(field, field.nullable || type.nullable), { index });
}
