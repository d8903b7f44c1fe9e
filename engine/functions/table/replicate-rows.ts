import type { Value } from '../../../core/batch.js';
import { bigintType, intType, notNull } from '../../../core/types.js';
import type { UserTable } from '../user/user-functions.js';

/** REPLICATE ROWS(n): n rows that hold their number, none for n <= 0 (EXCEPT ALL and its like). */
export const replicateRows: UserTable = {
  kind: 'table',
  name: 'REPLICATE ROWS',
  isDeterministic: true,
  resolve: () => ({ args: [bigintType], fields: [{ name: 'copy', type: notNull(intType) }] }),
  rows:
    () =>
    ([copies]) =>
      numbered(Number(copies ?? 0)),
};

function* numbered(count: number): Iterable<readonly Value[]> {
  for (let i = 1; i <= count; i++) yield [i];
}
