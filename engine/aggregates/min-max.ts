import type { Column, ColumnValues } from '../../core/batch.js';
import { isValid } from '../../core/batch.js';
import { Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import { formatType } from '../../core/types.js';
import type { AggregateFunction, AggregateSite, Aggregator } from './aggregate.js';
import { appendBigintsOrNull, appendNumbersOrNull } from './append.js';
import { stepLongExtremes } from './each-row.js';
import { minMaxOfChanges } from './min-max-changes.js';
import { valueCell } from './value-cell.js';

/** MIN. State: the value kept, or all values when the input retracts. */
export const min = extreme('MIN', 'Smallest', true);
/** MAX. State as for MIN. */
export const max = extreme('MAX', 'Largest', false);

const UNORDERED: readonly DataType['id'][] = [
  'array',
  'multiset',
  'map',
  'row',
  'variant',
  'bitmap',
];

function extreme(name: string, which: string, isMin: boolean): AggregateFunction {
  return {
    name,
    doc: `${which} of the values that are not NULL. Texts compare by code point.`,
    syntax: `${name}(value)`,
    nullWhenEmpty: true,
    resolve(args) {
      if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
      const { type } = args[0]!;
      if (UNORDERED.includes(type.id))
        return { refused: `${formatType(type)} has no order`, argument: 0 };
      return { args: [type], type };
    },
    create: (site) => (site.retracting ? minMaxOfChanges(site, isMin) : appendOnly(site, isMin)),
  };
}

/** Field 0: 1 once there is a value; then the cell. */
function appendOnly(site: AggregateSite, isMin: boolean): Aggregator {
  const type = site.args[0]!;
  const cell = valueCell(type);
  const layout = layoutOf(type);
  const aggregator: Aggregator = {
    fields: [{ name: 'seen', kind: 'u8' }, ...cell.fields],
    update(table, base, args, rows, slots, count) {
      const column = args[0]!;
      const seen = table.u8(base);
      if (layout === Layout.Fixed) {
        foldNumbers(table.f64(base + 1), seen, column, rows, slots, count, isMin);
      } else if (layout === Layout.Big) {
        foldLongs(table.i64(base + 1), seen, column, rows, slots, count, isMin);
      } else if (layout !== Layout.Null) {
        for (let i = 0; i < count; i++) {
          const slot = slots[i]!;
          if (!isValid(column, rows[i]!)) continue;
          if (seen[slot] === 1) {
            const order = cell.compareRow(table, base + 1, slot, column, rows[i]!);
            if (isMin ? order >= 0 : order <= 0) continue;
          }
          seen[slot] = 1;
          cell.set(table, base + 1, slot, column, rows[i]!);
        }
      }
    },
    merge(table, base, to, other, from, count) {
      const seen = table.u8(base);
      const otherSeen = other.u8(base);
      for (let i = 0; i < count; i++) {
        const slot = to[i]!;
        if (otherSeen[from[i]!] === 0) continue;
        if (seen[slot] === 1) {
          const order = cell.compareCell(table, base + 1, slot, other, from[i]!);
          if (isMin ? order >= 0 : order <= 0) continue;
        }
        seen[slot] = 1;
        cell.copy(table, base + 1, slot, other, from[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const seen = table.u8(base);
      if (layout === Layout.Big) {
        appendBigintsOrNull(table.i64(base + 1), seen, slots, count, out);
        return;
      }
      if (layout === Layout.Fixed) {
        appendNumbersOrNull(table.f64(base + 1), seen, slots, count, out);
        return;
      }
      for (let i = 0; i < count; i++) {
        if (seen[slots[i]!] === 1) cell.append(table, base + 1, slots[i]!, out);
        else out.appendNull();
      }
    },
  };
  if (layout !== Layout.Big) return aggregator;
  return {
    ...aggregator,
    updateEach(table, base, args, steps, out) {
      stepLongExtremes(table.u8(base), table.i64(base + 1), args[0]!, steps, isMin, out);
    },
  };
}

function foldNumbers(
  kept: Float64Array,
  seen: Uint8Array,
  column: Column,
  rows: Int32Array,
  slots: Int32Array,
  count: number,
  isMin: boolean,
): void {
  const { values } = column;
  if (values instanceof Float64Array)
    foldDoubles(kept, seen, column, values, rows, slots, count, isMin);
  else if (values instanceof Int32Array)
    foldInts(kept, seen, column, values, rows, slots, count, isMin);
  else foldOthers(kept, seen, column, values, rows, slots, count, isMin);
}

function foldDoubles(
  kept: Float64Array,
  seen: Uint8Array,
  column: Column,
  values: Float64Array,
  rows: Int32Array,
  slots: Int32Array,
  count: number,
  isMin: boolean,
): void {
  const bits = column.validity;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0) continue;
    const slot = slots[i]!;
    const value = values[row]!;
    if (seen[slot] === 0 || (isMin ? value < kept[slot]! : value > kept[slot]!)) {
      seen[slot] = 1;
      kept[slot] = value;
    }
  }
}

function foldInts(
  kept: Float64Array,
  seen: Uint8Array,
  column: Column,
  values: Int32Array,
  rows: Int32Array,
  slots: Int32Array,
  count: number,
  isMin: boolean,
): void {
  const bits = column.validity;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0) continue;
    const slot = slots[i]!;
    const value = values[row]!;
    if (seen[slot] === 0 || (isMin ? value < kept[slot]! : value > kept[slot]!)) {
      seen[slot] = 1;
      kept[slot] = value;
    }
  }
}

function foldOthers(
  kept: Float64Array,
  seen: Uint8Array,
  column: Column,
  values: ColumnValues,
  rows: Int32Array,
  slots: Int32Array,
  count: number,
  isMin: boolean,
): void {
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    if (!isValid(column, rows[i]!)) continue;
    const value = values[rows[i]!] as number;
    if (seen[slot] === 0 || (isMin ? value < kept[slot]! : value > kept[slot]!)) {
      seen[slot] = 1;
      kept[slot] = value;
    }
  }
}

function foldLongs(
  kept: BigInt64Array,
  seen: Uint8Array,
  column: Column,
  rows: Int32Array,
  slots: Int32Array,
  count: number,
  isMin: boolean,
): void {
  const bits = column.validity;
  const values = column.values as BigInt64Array;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0) continue;
    const slot = slots[i]!;
    if (seen[slot] === 0 || (isMin ? values[row]! < kept[slot]! : values[row]! > kept[slot]!)) {
      seen[slot] = 1;
      kept[slot] = values[row]!;
    }
  }
}
