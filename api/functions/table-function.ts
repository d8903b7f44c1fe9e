/** Table functions: rows for a row. */
import type { Value } from '../../core/batch.js';
import { DataError } from '../../core/errors.js';
import type { UserTable } from '../../engine/functions/user/user-functions.js';
import type { TableDefinition } from './definition.js';
import { argumentConverter, failure } from './failure.js';
import { fromJs, shown } from './js-value-in.js';
import type { FunctionHead } from './make-function.js';

/** Columns of a result that is no ROW: one, named EXPR$0 as in Flink. */
export function makeTable(head: FunctionHead, definition: TableDefinition): UserTable {
  const { returns } = head;
  const isRow = returns.id === 'row';
  const fields = isRow ? returns.fields : [{ name: 'EXPR$0', type: returns }];
  const convert = fromJs(isRow ? { ...returns, nullable: false } : returns);
  const toRow = (value: unknown): readonly Value[] =>
    isRow ? (convert(value) as readonly Value[]) : [convert(value)];
  const run = definition.rows as (...args: unknown[]) => unknown;
  return {
    kind: 'table',
    name: head.name,
    isDeterministic: head.isDeterministic,
    resolve(facts) {
      const signature = head.resolve(facts);
      return 'refused' in signature ? signature : { args: signature.args, fields };
    },
    rows(site) {
      const toJs = argumentConverter(site.args);
      return function* (values, row) {
        const args = toJs(values);
        try {
          for (const value of iterable(run(...args))) yield toRow(value);
        } catch (error) {
          throw failure(head.name, error, args, row);
        }
      };
    },
  };
}

function iterable(rows: unknown): Iterable<unknown> {
  if (typeof rows === 'object' && rows !== null && Symbol.iterator in rows)
    return rows as Iterable<unknown>;
  throw new DataError('VALUE_TYPE_MISMATCH', {
    message: `"rows" must return or generate rows (an array of them, say), not ${shown(rows)}`,
  });
}
