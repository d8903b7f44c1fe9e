import test from 'ava';
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { bigintType, intType, notNull, stringType } from '../../../core/types.js';
import { tableFunction } from './table-functions.js';

const session = { timeZone: 'UTC' };

function unnest(type: DataType, value: Value, name = 'UNNEST'): Value[] {
  const fn = tableFunction(name, session)!;
  const site = { args: [type], type, literals: [undefined], options: undefined, session };
  return [...fn.rows(site)([value], 0)] as Value[];
}

const rowType: DataType = {
  id: 'row',
  fields: [
    { name: 'a', type: intType },
    { name: 'b', type: stringType },
  ],
  nullable: true,
};
const arrayOf = (element: DataType): DataType => ({ id: 'array', element, nullable: true });

test('elements of an array are rows, NULL ones too; a NULL array has none', (t) => {
  t.deepEqual(unnest(arrayOf(intType), [1, null, 3]), [[1], [null], [3]]);
  t.deepEqual(unnest(arrayOf(intType), null), []);
});

test('a NULL row is left out and still counted; a row of NULLs stays', (t) => {
  const rows = [null, [1, 'x'], [null, null]];
  t.deepEqual(unnest(arrayOf(rowType), rows), [
    [1, 'x'],
    [null, null],
  ]);
  t.deepEqual(unnest(arrayOf(rowType), rows, 'UNNEST WITH ORDINALITY'), [
    [1, 'x', 2],
    [null, null, 3],
  ]);
});

test('a map gives its pairs, a multiset every copy', (t) => {
  const map: DataType = { id: 'map', key: stringType, value: bigintType, nullable: true };
  t.deepEqual(unnest(map, [['k', 5n]]), [['k', 5n]]);
  const multiset: DataType = { id: 'multiset', element: notNull(stringType), nullable: true };
  t.deepEqual(
    unnest(multiset, [
      ['a', 2],
      ['b', 1],
    ]),
    [['a'], ['a'], ['b']],
  );
});

test('columns have the names and types of the elements', (t) => {
  const fields = (type: DataType, name = 'UNNEST'): unknown => {
    const signature = tableFunction(name, session)!.resolve([{ type, literal: undefined }]);
    return 'refused' in signature ? signature.refused : signature.fields.map((f) => f.name);
  };
  t.deepEqual(fields(arrayOf(rowType)), ['a', 'b']);
  t.deepEqual(fields(arrayOf(intType), 'UNNEST WITH ORDINALITY'), ['EXPR$0', 'ORDINALITY']);
  t.is(fields(intType), 'takes an ARRAY, MAP or MULTISET, not INT');
});
