import type { Column, Value } from '../../core/batch.js';
import { isValid } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import type { DataType } from '../../core/types.js';
import { formatType } from '../../core/types.js';
import { isInteger } from '../functions/common-type.js';
import type { AggregateFunction, AggregateSite, Aggregator } from './aggregate.js';
import { countingAggregator } from './collect.js';

type BitOperation = (a: bigint, b: bigint) => bigint;

/** BIT_AND. State: the bits so far, or how often each value is there when the input retracts. */
export const bitAnd = bitAggregate('BIT_AND', 'and', (a, b) => a & b, false);
/** BIT_OR. State as for BIT_AND. */
export const bitOr = bitAggregate('BIT_OR', 'or', (a, b) => a | b, false);
/** BIT_XOR. State: the bits and how many values; taking a value away is adding it again. */
export const bitXor = bitAggregate('BIT_XOR', 'exclusive or', (a, b) => a ^ b, true);

function bitAggregate(
  name: string,
  word: string,
  operation: BitOperation,
  isOwnInverse: boolean,
): AggregateFunction {
  return {
    name,
    doc: `Bitwise ${word} of the integers that are not NULL.`,
    syntax: `${name}(integer)`,
    nullWhenEmpty: true,
    resolve(args) {
      if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
      const { type } = args[0]!;
      if (!isInteger(type))
        return { refused: `argument 1 must be an integer, not ${formatType(type)}`, argument: 0 };
      return { args: [type], type };
    },
    create: (site) =>
      site.retracting && !isOwnInverse ? foldingAll(site, operation) : folding(site, operation),
  };
}

/** A value of the column's type. */
function boxed(bits: bigint, type: DataType): Value {
  return type.id === 'bigint' ? bits : Number(bits);
}

function foldingAll(site: AggregateSite, operation: BitOperation): Aggregator {
  return countingAggregator(site.args[0]!, (values) => {
    let bits: bigint | null = null;
    for (const { value, count } of values?.entries.values() ?? []) {
      if (count <= 0) continue;
      const next = BigInt(value as number | bigint);
      bits = bits === null ? next : operation(bits, next);
    }
    return bits === null ? null : boxed(bits, site.type);
  });
}

/** Field 0: the bits; 1: how many values. */
function folding(site: AggregateSite, operation: BitOperation): Aggregator {
  const read = columnReader(site.args[0]!);
  return {
    fields: [
      { name: 'bits', kind: 'i64' },
      { name: 'values', kind: 'f64' },
    ],
    update(table, base, args, rows, slots, count, signs) {
      const bits = table.i64(base);
      const counts = table.f64(base + 1);
      const column: Column = args[0]!;
      for (let i = 0; i < count; i++) {
        if (!isValid(column, rows[i]!)) continue;
        const slot = slots[i]!;
        const value = BigInt(read(column, rows[i]!) as number | bigint);
        bits[slot] = counts[slot] === 0 ? value : operation(bits[slot]!, value);
        counts[slot]! += signs === null || signs[i]! > 0 ? 1 : -1;
      }
    },
    merge(table, base, to, other, from, count) {
      const bits = table.i64(base);
      const counts = table.f64(base + 1);
      const otherBits = other.i64(base);
      const otherCounts = other.f64(base + 1);
      for (let i = 0; i < count; i++) {
        const [slot, source] = [to[i]!, from[i]!];
        if (otherCounts[source] === 0) continue;
        bits[slot] =
          counts[slot] === 0 ? otherBits[source]! : operation(bits[slot]!, otherBits[source]!);
        counts[slot]! += otherCounts[source]!;
      }
    },
    results(table, base, slots, count, out) {
      const bits = table.i64(base);
      const counts = table.f64(base + 1);
      for (let i = 0; i < count; i++) {
        if (counts[slots[i]!] === 0) out.appendNull();
        else out.append(boxed(bits[slots[i]!]!, site.type));
      }
    },
  };
}
