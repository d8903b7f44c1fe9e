/** UNNEST: the elements of an array or multiset, the pairs of a map, as rows. */
import type { Value } from '../../../core/batch.js';
import type { DataType, Field } from '../../../core/types.js';
import { formatType, intType, notNull } from '../../../core/types.js';
import { refuse } from '../signature.js';
import type { UserTable } from '../user/user-functions.js';

type Rows = readonly (readonly Value[])[];

/** A row without columns that UNNEST leaves out: an element that is NULL where rows are wanted. */
const NO_ROW: readonly Value[] = [];

function unnestFunction(name: string, hasOrdinality: boolean): UserTable {
  return {
    kind: 'table',
    name,
    isDeterministic: true,
    resolve([operand]) {
      const fields = operand === undefined ? null : elementFields(operand.type);
      if (operand === undefined || fields === null)
        return refuse(`takes an ARRAY, MAP or MULTISET, not ${formatType(operand!.type)}`, 0);
      const ordinality = { name: 'ORDINALITY', type: notNull(intType) };
      return { args: [operand.type], fields: hasOrdinality ? [...fields, ordinality] : fields };
    },
    rows(site) {
      const elements = elementRows(site.args[0]!);
      return ([collection]) => {
        if (collection === null || collection === undefined) return [];
        const rows = elements(collection as readonly Value[]);
        const numbered = hasOrdinality
          ? rows.map((row, i) => (row === NO_ROW ? row : [...row, i + 1]))
          : rows;
        return numbered.filter((row) => row !== NO_ROW);
      };
    },
  };
}

/** Columns of the rows, null for what is no collection. Flink's name of an element: `EXPR$0`. */
function elementFields(type: DataType): readonly Field[] | null {
  switch (type.id) {
    case 'array':
    case 'multiset': {
      const { element } = type;
      return element.id === 'row' ? element.fields : [{ name: 'EXPR$0', type: element }];
    }
    case 'map':
      return [
        { name: 'KEY', type: type.key },
        { name: 'VALUE', type: type.value },
      ];
    default:
      return null;
  }
}

function elementRows(type: DataType): (collection: readonly Value[]) => Rows {
  if (type.id === 'map') return (pairs) => pairs as Rows;
  const isRow = (type.id === 'array' || type.id === 'multiset') && type.element.id === 'row';
  const rowOf = (element: Value): readonly Value[] =>
    isRow ? ((element as readonly Value[] | null) ?? NO_ROW) : [element];
  if (type.id === 'array') return (elements) => elements.map(rowOf);
  return (counted) =>
    (counted as readonly (readonly [Value, number])[]).flatMap(([element, count]) =>
      Array.from({ length: count }, () => rowOf(element)),
    );
}

/** UNNEST, and UNNEST WITH ORDINALITY: positions count from 1, left-out elements too. */
export const unnestFunctions: readonly UserTable[] = [
  unnestFunction('UNNEST', false),
  unnestFunction('UNNEST WITH ORDINALITY', true),
];
