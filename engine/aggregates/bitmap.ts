/** BITMAP_BUILD_AGG, BITMAP_AND_AGG, BITMAP_OR_AGG, BITMAP_XOR_AGG and their cardinalities. */
import type { Value } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import { bigintType, formatType, intType, withNullable } from '../../core/types.js';
import { decodeBitmap, encodeBitmap } from '../functions/bitmap/roaring.js';
import { combineBitmaps } from '../functions/bitmap/set-operations.js';
import type { AggregateFunction } from './aggregate.js';
import { countingAggregator } from './collect.js';
import type { CountedValue } from './counted-values.js';

const bitmapType: DataType = { id: 'bitmap', nullable: true };

/** The bitmap of the values that are there; there is at least one. */
type Fold = (entries: readonly CountedValue[]) => Uint8Array;

interface Kind {
  readonly name: string;
  readonly doc: string;
  readonly takesIntegers: boolean;
  readonly fold: Fold;
}

const kinds: readonly Kind[] = [
  {
    name: 'BUILD',
    doc: 'of the integers',
    takesIntegers: true,
    fold: (entries) => encodeBitmap(entries.map((entry) => entry.value as number)),
  },
  {
    name: 'AND',
    doc: 'of the integers that are in all bitmaps',
    takesIntegers: false,
    fold: (entries) => combined('AND', entries),
  },
  {
    name: 'OR',
    doc: 'of the integers that are in one of the bitmaps',
    takesIntegers: false,
    fold: (entries) => combined('OR', entries),
  },
  {
    name: 'XOR',
    doc: 'of the integers that are in an odd number of bitmaps',
    takesIntegers: false,
    fold: (entries) =>
      combined('XOR', [
        { value: encodeBitmap([]), count: 1, queued: false },
        ...entries.filter((entry) => entry.count % 2 === 1),
      ]),
  },
];

function combined(operation: 'AND' | 'OR' | 'XOR', entries: readonly CountedValue[]): Uint8Array {
  return entries
    .map((entry) => entry.value as Uint8Array)
    .reduce((left, right) => combineBitmaps(operation, left, right));
}

function accepted(type: DataType, takesIntegers: boolean): DataType | null {
  if (!takesIntegers) return type.id === 'bitmap' ? type : null;
  return ['tinyint', 'smallint', 'int'].includes(type.id)
    ? withNullable(intType, type.nullable)
    : null;
}

function aggregate(kind: Kind, isCount: boolean): AggregateFunction {
  const name = `BITMAP_${kind.name}_${isCount ? 'CARDINALITY_' : ''}AGG`;
  const resultOf = (bitmap: Uint8Array): Value =>
    isCount ? BigInt(decodeBitmap(bitmap).length) : bitmap;
  return {
    name,
    doc: `${isCount ? 'Number' : 'Bitmap'} ${kind.doc}; NULL when there are no values.`,
    syntax: `${name}(${kind.takesIntegers ? 'integer' : 'bitmap'})`,
    resolve(args) {
      if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
      const type = accepted(args[0]!.type, kind.takesIntegers);
      const wanted = kind.takesIntegers ? 'an INT' : 'a BITMAP';
      if (type === null)
        return { refused: `takes ${wanted}, not ${formatType(args[0]!.type)}`, argument: 0 };
      return { args: [type], type: isCount ? bigintType : bitmapType };
    },
    create: (site) =>
      countingAggregator(site.args[0]!, (values) => {
        const entries = [...(values?.entries.values() ?? [])].filter((entry) => entry.count > 0);
        return entries.length === 0 ? null : resultOf(kind.fold(entries));
      }),
  };
}

/** State: how often each value is there, so that values may be taken away. */
export const bitmapAggregates: readonly AggregateFunction[] = kinds.flatMap((kind) => [
  aggregate(kind, false),
  aggregate(kind, true),
]);
