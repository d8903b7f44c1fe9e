/** Random typed expressions and batches for the expression property. */
import fc from 'fast-check';
import { assert } from '../core/assert.js';
import type { Batch, Value } from '../core/batch.js';
import { makeColumn } from '../core/column-read.js';
import * as types from '../core/types.js';
import type { DataType } from '../core/types.js';
import { sameType, withNullable, withoutAttribute } from '../core/types.js';
import type { JsonValue } from '../core/json.js';
import type { Expr } from '../engine/expr.js';
import { call, column, literal } from '../engine/expr.js';
import { canCast } from '../engine/functions/cast/cast-rules.js';
import { findFunction, listFunctions } from '../engine/functions/registry.js';

const array: DataType = { id: 'array', element: types.intType, nullable: true };
const map: DataType = { id: 'map', key: types.stringType, value: types.intType, nullable: true };
const row: DataType = {
  id: 'row',
  nullable: true,
  fields: [
    { name: 'a', type: types.bigintType },
    { name: 'b', type: types.stringType },
    { name: 'c', type: array },
  ],
};
const dayTime: DataType = { id: 'interval_day_time', qualifier: 'SECOND(3)', nullable: true };
const yearMonth: DataType = { id: 'interval_year_month', qualifier: 'MONTH', nullable: true };
const time: DataType = { id: 'time', precision: 0, nullable: true };

/** Columns of every batch; two of the hot types. */
export const columnTypes: readonly DataType[] = [
  types.booleanType,
  types.booleanType,
  types.tinyintType,
  types.smallintType,
  types.intType,
  types.intType,
  types.bigintType,
  types.bigintType,
  types.floatType,
  types.doubleType,
  types.decimalType(10, 2),
  types.decimalType(30, 5),
  types.stringType,
  types.stringType,
  { id: 'char', length: 3, nullable: true },
  types.bytesType,
  types.dateType,
  time,
  types.timestampType(3),
  types.timestampType(9),
  types.timestampLtzType(3),
  dayTime,
  yearMonth,
  array,
  map,
  row,
];

const texts = [
  '',
  'a',
  'abc',
  'é😀',
  '12',
  '-1.5',
  'true',
  '2024-02-29',
  '2024-02-29 10:00:00',
  'a%',
  'x'.repeat(40),
];

/** Boxed non-null values of a type, extremes included. */
function valueOf(type: DataType): fc.Arbitrary<Value> {
  switch (type.id) {
    case 'boolean':
      return fc.boolean();
    case 'tinyint':
      return fc.oneof(fc.constantFrom(-128, 127, 0), fc.integer({ min: -128, max: 127 }));
    case 'smallint':
      return fc.integer({ min: -32768, max: 32767 });
    case 'int':
      return fc.oneof(fc.constantFrom(0, 1, 2, 3, -1, 2147483647, -2147483648), fc.integer());
    case 'bigint':
      return fc.oneof(
        fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
        fc.bigInt({ min: -1000n, max: 1000n }),
      );
    case 'float':
      return fc.float({ min: -1000, max: 1000, noDefaultInfinity: true });
    case 'double':
      return fc.oneof(
        fc.constantFrom(0, -0, 1.5, Number.NaN, Infinity, 1e300),
        fc.double({ min: -1e6, max: 1e6 }),
      );
    case 'decimal':
      return fc.bigInt({
        min: -(10n ** BigInt(type.precision)) + 1n,
        max: 10n ** BigInt(type.precision) - 1n,
      });
    case 'char':
      return fc.constantFrom('abc', '   ', 'é😀x');
    case 'varchar':
      return fc.constantFrom(...texts);
    case 'varbinary':
      return fc.uint8Array({ maxLength: 4 });
    case 'date':
      return fc.integer({ min: -30000, max: 30000 });
    case 'time':
      return fc.integer({ min: 0, max: 86399 }).map((seconds) => seconds * 1000);
    case 'timestamp':
    case 'timestamp_ltz':
      return timestampOf(type.precision);
    case 'interval_day_time':
      return fc.integer({ min: -1e9, max: 1e9 });
    case 'interval_year_month':
      return fc.integer({ min: -50, max: 50 });
    case 'array':
      return fc.array(nullableValue(type.element), { maxLength: 3 });
    case 'map':
      return fc
        .uniqueArray(fc.constantFrom('a', 'b', 'abc'), { maxLength: 2 })
        .chain((keys) =>
          fc.tuple(
            ...keys.map((key) => nullableValue(type.value).map((value): Value => [key, value])),
          ),
        );
    case 'row':
      return fc.tuple(...type.fields.map((field) => nullableValue(field.type)));
    default:
      return fc.constant(null);
  }
}

function timestampOf(precision: number): fc.Arbitrary<Value> {
  const ms = fc.integer({ min: -2e12, max: 2e12 });
  return precision <= 3 ? ms : ms.map((value) => BigInt(value) * 1_000_000n + 123_456n);
}

function nullableValue(type: DataType): fc.Arbitrary<Value> {
  return fc.option(valueOf(type), { nil: null, freq: 4 });
}

/** Counterexamples are printed by their rows. */
export class RandomBatch {
  readonly batch: Batch;
  readonly rows: readonly (readonly Value[])[];

  constructor(batch: Batch, rows: readonly (readonly Value[])[]) {
    this.batch = batch;
    this.rows = rows;
  }

  [fc.toStringMethod](): string {
    return `${fc.stringify(this.rows)} live ${fc.stringify(this.batch.selection)}`;
  }
}

/** Up to eight rows, with or without nulls, with or without a selection. */
export function randomBatch(): fc.Arbitrary<RandomBatch> {
  return fc
    .tuple(
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.boolean(),
    )
    .chain(([count, withNulls, live, selects]) => {
      const rowOf = fc.tuple(
        ...columnTypes.map((type) => (withNulls ? nullableValue(type) : valueOf(type))),
      );
      return fc
        .array(rowOf, { minLength: count, maxLength: count })
        .map((rows) => toBatch(rows, selects ? live : null));
    });
}

function toBatch(
  rows: readonly (readonly Value[])[],
  live: readonly boolean[] | null,
): RandomBatch {
  const columns = columnTypes.map((type, i) =>
    makeColumn(
      type,
      rows.map((values) => values[i]!),
    ),
  );
  const picked = rows.map((_, i) => i).filter((i) => live === null || live[i]!);
  const selection = live === null || picked.length === 0 ? null : Int32Array.from(picked);
  const rowCount = selection === null ? rows.length : selection.length;
  return new RandomBatch({ columns, kinds: null, selection, rowCount, watermarks: null }, rows);
}

/** Call with its arguments cast as the function asks, or null when it refuses them. */
export function bound(name: string, args: readonly Expr[], options?: JsonValue): Expr | null {
  const facts = args.map((arg) => ({
    type: arg.type,
    literal: arg.kind === 'literal' ? arg.value : undefined,
  }));
  const signature = findFunction(name)!.resolve(facts, options);
  if ('refused' in signature) return null;
  assert(signature.args.length === args.length, `${name} resolves ${args.length} arguments`);
  return call(
    name,
    args.map((arg, i) => cast(arg, signature.args[i]!)),
    signature.type,
    options,
  );
}

function cast(arg: Expr, type: DataType): Expr {
  if (
    sameType(
      withNullable(withoutAttribute(arg.type), true),
      withNullable(withoutAttribute(type), true),
    )
  )
    return arg;
  return call('CAST', [arg], withNullable(type, arg.type.nullable));
}

const OPTIONS: Readonly<Record<string, readonly (JsonValue | undefined)[]>> = {
  EXTRACT: [{ unit: 'YEAR' }, { unit: 'EPOCH' }, { unit: 'WEEK' }, { unit: 'NANOSECOND' }],
  FLOOR: [undefined, { unit: 'MONTH' }, { unit: 'HOUR' }],
  CEIL: [undefined, { unit: 'WEEK' }, { unit: 'YEAR' }],
  TIMESTAMPADD: [{ unit: 'MONTH' }, { unit: 'HOUR' }],
  TIMESTAMPDIFF: [{ unit: 'MONTH' }, { unit: 'SECOND' }],
  FIELD: [{ index: 0 }, { index: 1 }, { index: 2 }],
  TRIM: [{ side: 'BOTH' }, { side: 'LEADING' }],
  '-': [undefined, { unit: 'MONTH' }],
};
/** Too large results say nothing about the compiler. */
const LEFT_OUT: ReadonlySet<string> = new Set(['CAST', 'TRY_CAST', 'REPEAT', 'LPAD', 'RPAD']);
const names: readonly string[] = listFunctions()
  .filter((fn) => (fn.deterministic ?? true) === true && !LEFT_OUT.has(fn.name))
  .map((fn) => fn.name);
const HOT = [
  'AND',
  'OR',
  'NOT',
  '=',
  '<',
  '>=',
  '<>',
  '+',
  '-',
  '*',
  'CASE',
  'COALESCE',
  'IF',
  'IS NULL',
  'IN',
  'FIELD',
  'LIKE',
];

interface Step {
  readonly name: string;
  readonly seed: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  name: fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom(...HOT),
    fc.constantFrom('CAST', 'TRY_CAST'),
  ),
  seed: fc.nat(),
});

/** Grows a pool of expressions, each made of earlier ones; the last ones are the result. */
export function randomExprs(): fc.Arbitrary<readonly Expr[]> {
  const leaves = fc.tuple(
    ...columnTypes.map((type) => nullableValue(type).map((value) => literal(value, type))),
  );
  return fc
    .tuple(leaves, fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }))
    .map(([literals, steps]) => {
      const pool: Expr[] = [...columnTypes.map((type, i) => column(i, type)), ...literals];
      const first = pool.length;
      for (const one of steps) {
        const made = applied(one, pool);
        if (made !== null) pool.push(made);
      }
      return pool.length === first ? [pool[0]!] : pool.slice(Math.max(first, pool.length - 4));
    });
}

const ATTEMPTS = 60;

/** First of many random argument lists that the function takes, or null. */
function applied({ name, seed }: Step, pool: readonly Expr[]): Expr | null {
  const next = chance(seed);
  const options = OPTIONS[name];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const args = [pick(pool, next)];
    while (next(5) > 1 && args.length < 5)
      args.push(next(2) === 0 ? pick(pool, next) : alike(pool, args.at(-1)!, next));
    const made =
      name === 'CAST' || name === 'TRY_CAST'
        ? castTo(name, args[0]!, columnTypes[next(columnTypes.length)]!)
        : bound(name, args, options?.[next(options.length)]);
    if (made !== null) return made;
  }
  return null;
}

/**
 * Pseudorandom integers below a bound, so that a step makes the same call whenever it is replayed.
 */
function chance(seed: number): (bound: number) => number {
  let state = seed | 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/** Late members of the pool are likelier, so that trees grow. */
function pick(pool: readonly Expr[], next: (bound: number) => number): Expr {
  return next(3) === 0
    ? pool[next(pool.length)]!
    : pool[pool.length - 1 - next(Math.min(6, pool.length))]!;
}

/** A member with the type of `other`. */
function alike(pool: readonly Expr[], other: Expr, next: (bound: number) => number): Expr {
  const same = pool.filter((expr) => expr.type.id === other.type.id);
  return same[next(same.length)]!;
}

function castTo(name: string, arg: Expr, type: DataType): Expr | null {
  return canCast(arg.type, type) ? call(name, [arg], withNullable(type, true)) : null;
}
