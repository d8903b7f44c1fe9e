/** CAST and TRY_CAST. */
import { DataError } from '../../../core/errors.js';
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { formatType, withNullable } from '../../../core/types.js';
import { valueFormatter } from '../../../core/value-text.js';
import type { ScalarFunction } from '../function.js';
import { refuse } from '../signature.js';
import { castJs } from './cast-js.js';
import { castKernel } from './cast-kernel.js';

const SHOWN_MAX = 100;

function castError(value: Value, from: DataType, to: DataType): DataError {
  const text = valueFormatter(from)(value);
  const shown = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}...` : text;
  return new DataError('CAST_FAILED', {
    message: `cannot cast '${shown}' to ${formatType(withNullable(to, true))}`,
    hint: 'TRY_CAST gives NULL instead of this error.',
  });
}

const resolve = (): ReturnType<ScalarFunction['resolve']> => refuse('takes a target type');

/** Conversion functions. */
export const castFunctions: readonly ScalarFunction[] = [
  {
    name: 'CAST',
    doc: 'Converts to another type; fails when the value cannot be converted.',
    syntax: 'CAST(x AS type)',
    category: 'conversion',
    nulls: 'strict',
    listed: false,
    resolve,
    examples: [
      ["CAST('42' AS INT)", '42'],
      ['CAST(2.5 AS STRING)', '2.5'],
      ['CAST(TRUE AS INT)', '1'],
    ],
    kernel(site) {
      const from = site.args[0]!;
      const convert = castKernel(from, site.type, site.session);
      return (value: Value) => {
        const converted = convert(value);
        if (converted === undefined) throw castError(value, from, site.type);
        return converted;
      };
    },
    js: ([operand], site) => castJs(operand!, site.args[0]!, site.type),
  },
  {
    name: 'TRY_CAST',
    doc: 'Converts to another type; NULL when the value cannot be converted.',
    syntax: 'TRY_CAST(x AS type)',
    category: 'conversion',
    nulls: 'strict',
    resolve,
    examples: [
      ["TRY_CAST('42' AS INT)", '42'],
      ["TRY_CAST('x' AS INT)", 'NULL'],
    ],
    kernel(site) {
      const convert = castKernel(site.args[0]!, site.type, site.session);
      return (value: Value) => convert(value) ?? null;
    },
    js: ([operand], site) => castJs(operand!, site.args[0]!, site.type),
  },
];
