/** Scalar functions, row by row or a batch at a time. */
import type * as Arrow from 'apache-arrow';
import type { Column, Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { columnReader, makeColumn } from '../../core/column-read.js';
import { DataError } from '../../core/errors.js';
import type { CallSite, ScalarFunction } from '../../engine/functions/function.js';
import type { UserScalar } from '../../engine/functions/user/user-functions.js';
import { vectorConverter } from '../../connectors/formats/arrow/arrow-batch.js';
import type { Results, ScalarDefinition } from './definition.js';
import { argumentConverter, failure } from './failure.js';
import { fromJs, shown } from './js-value-in.js';
import type { FunctionHead } from './make-function.js';

type Vectorized = NonNullable<UserScalar['vectorized']>;

export async function makeScalar(
  head: FunctionHead,
  definition: ScalarDefinition,
): Promise<UserScalar> {
  const { vectorized, call } = definition;
  const batches =
    vectorized === undefined ? null : batchCode(head, vectorized, await vectorConverter());
  const kernel = call === undefined ? oneRow(batches!) : rowKernel(head, call);
  return {
    kind: 'scalar',
    name: head.name,
    scalar: scalarEntry(head, kernel),
    vectorized: batches,
  };
}

/** The entry of a user function; its kernel sees nulls and the row's number. */
export function scalarEntry(
  head: FunctionHead,
  kernel: NonNullable<ScalarFunction['kernel']>,
): ScalarFunction {
  return {
    name: head.name,
    doc: 'A function of the program.',
    syntax: `${head.name}(...)`,
    category: 'system',
    examples: [],
    nulls: 'handled',
    deterministic: head.isDeterministic,
    takesRow: true,
    resolve: head.resolve,
    kernel,
  };
}

function rowKernel(
  head: FunctionHead,
  call: NonNullable<ScalarDefinition['call']>,
): NonNullable<ScalarFunction['kernel']> {
  const run = call as (...args: unknown[]) => unknown;
  return (site) => {
    const toJs = argumentConverter(site.args);
    const toValue = fromJs(head.returns);
    const width = site.args.length;
    return (...values: (Value | undefined)[]): Value => {
      const args = toJs(values as Value[]);
      try {
        return toValue(run(...args));
      } catch (error) {
        throw failure(head.name, error, args, values[width] as number | undefined);
      }
    };
  };
}

/** A batch of one. */
function oneRow(batches: Vectorized): NonNullable<ScalarFunction['kernel']> {
  return (site) => {
    const compute = batches(site);
    const read = columnReader(site.type);
    return (...values: (Value | undefined)[]): Value => {
      const columns = site.args.map((type, i) => makeColumn(type, [values[i] as Value]));
      return read(compute(columns, 1), 0);
    };
  };
}

function batchCode(
  head: FunctionHead,
  vectorized: NonNullable<ScalarDefinition['vectorized']>,
  toVector: (column: Column, rows: number) => Arrow.Vector,
): Vectorized {
  const toValue = fromJs(head.returns);
  return (site: CallSite) => (columns, rowCount) => {
    const vectors = columns.map((column) => toVector(column, rowCount));
    let row: number | undefined;
    try {
      const results = vectorized(vectors, rowCount);
      const read = resultReader(results, rowCount);
      const builder = new ColumnBuilder(site.type, rowCount);
      for (row = 0; row < rowCount; row++) builder.append(toValue(read(row)));
      return builder.finish();
    } catch (error) {
      const at = row;
      const args = vectors.map((vector) =>
        at === undefined ? `${rowCount} rows` : vector.get(at),
      );
      throw failure(head.name, error, args, at);
    }
  };
}

function resultReader(results: Results, rowCount: number): (row: number) => unknown {
  if (typeof results !== 'object' || results === null || results.length !== rowCount) {
    const isList = typeof results === 'object' && results !== null && 'length' in results;
    const found = isList ? String(results.length) : shown(results);
    throw new DataError('VALUE_TYPE_MISMATCH', {
      message: `an array or vector of ${rowCount} results was wanted, not ${found}`,
    });
  }
  if ('get' in results && typeof results.get === 'function') {
    const vector = results as { get(index: number): unknown };
    return (row) => vector.get(row);
  }
  const list = results as ArrayLike<unknown>;
  return (row) => list[row];
}
