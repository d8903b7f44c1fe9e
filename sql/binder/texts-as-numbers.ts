/** IN and BETWEEN over numbers (or booleans) with texts among the values. */
import { booleanType, withNullable } from '../../core/types.js';
import type { DataType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { commonType, isNumeric, isText } from '../../engine/functions/common-type.js';
import type { CallPlace } from './call.js';
import { explicitCast } from './call.js';

/**
 * As Flink has it, only here: beside numbers texts that are written out are read as numbers, beside
 * booleans as booleans; one that is none is an error when a row gets there. Other mixtures stay.
 */
export function textsAsNumbers(args: readonly Expr[], place: CallPlace): readonly Expr[] {
  const others = args.map((arg) => arg.type).filter((type) => type.id !== 'null' && !isText(type));
  const texts = args.filter((arg) => isText(arg.type));
  if (others.length === 0 || !texts.every((arg) => arg.kind === 'literal')) return args;
  const target = targetOf(others);
  if (target === null) return args;
  return args.map((arg) =>
    isText(arg.type)
      ? explicitCast(arg, withNullable(target, arg.type.nullable), false, place)
      : arg,
  );
}

function targetOf(types: readonly DataType[]): DataType | null {
  if (types.every(isNumeric)) return commonType(types);
  return types.every((type) => type.id === 'boolean') ? booleanType : null;
}
