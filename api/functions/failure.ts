/** What a user function's failure is told as. */
import type { Value } from '../../core/batch.js';
import type { Blame } from '../../core/errors.js';
import { DataError } from '../../core/errors.js';
import type { DataType } from '../../core/types.js';
import { jsConverter, type JsValue } from '../js-value.js';
import { shown } from './js-value-in.js';

/** DataError FUNCTION_FAILED. `row`: number in its batch, from 0; undefined = not in a batch. */
export function failure(
  name: string,
  cause: unknown,
  args: readonly unknown[],
  row?: number,
  blame: Blame = 'user',
): DataError {
  const why =
    cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : shown(cause);
  const place = row === undefined ? '' : ` in row ${row + 1} of its batch`;
  const given = args.map(shown).join(', ');
  return new DataError('FUNCTION_FAILED', {
    message: `function ${name} failed${place}: ${why}; its arguments: (${given})`,
    cause,
    blame,
  });
}

/** Boxed values as programs see them, by the types of the arguments. */
export function argumentConverter(
  types: readonly DataType[],
): (values: readonly Value[]) => JsValue[] {
  const converters = types.map(jsConverter);
  return (values) => converters.map((convert, i) => convert(values[i]!));
}
