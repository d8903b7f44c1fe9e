/** Table functions: rows for a row. */
import type { Value } from '../../core/batch.js';
import type { UserTable } from '../../engine/functions/user/user-functions.js';
import type { TableDefinition } from './definition.js';
import { argumentConverter, failure } from './failure.js';
import { fromJs } from './js-value-in.js';
import type { FunctionHead } from './make-function.js';

/** Columns of a result that is no ROW: one, named EXPR$0 as in Flink. */
export function makeTable(head: FunctionHead, definition: TableDefinition): UserTable {
  const { returns } = head;
  const isRow = returns.id === 'row';
  const fields = isRow ? returns.fields : [{ name: 'EXPR$0', type: returns }];
  const convert = fromJs(isRow ? { ...returns, nullable: false } : returns);
  const toRow = (value: unknown): readonly Value[] =>
    isRow ? (convert(value) as readonly Value[]) : [convert(value)];
  const run = definition.rows as (...args: unknown[]) => Iterable<unknown>;
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
          for (const value of run(...args)) yield toRow(value);
        } catch (error) {
          throw failure(head.name, error, args, row);
        }
      };
    },
  };
}
