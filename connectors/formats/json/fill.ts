/** Columns of a block of rows from the kernel's memory into builders. */
import type { ColumnBuilder } from '../../../core/column-builder.js';
import type { DataType, TimestampType } from '../../../core/types.js';
import { CellKind, cellKindOf, shortLimit } from '../cell-kind.js';
import type { Kernel } from './kernel/kernel.js';

/**
 * Writes the values of the rows from `from` to `rows` behind the builder's rows, where there is
 * room; nulls and the builder's length are the caller's. `starts` and `ends` are addresses of the
 * column's spans. Gives the first row that needs the slow way, or `rows`.
 */
export type Fill = (
  starts: number,
  ends: number,
  from: number,
  rows: number,
  builder: ColumnBuilder,
) => number;

/** The fill for a type, null when all of its values need the slow way. */
export function fillOf(type: DataType, separator: number, kernel: Kernel): Fill | null {
  switch (cellKindOf(type)) {
    case CellKind.Int:
      return integers(shortLimit(type), kernel);
    case CellKind.Big:
      return bigs(kernel);
    case CellKind.Double:
      return doubles(kernel);
    case CellKind.Text:
      return texts(kernel);
    case CellKind.Bool:
      return booleans(kernel);
    default:
      break;
  }
  if (type.id === 'decimal' && type.precision <= 18)
    return decimals(type.precision, type.scale, kernel);
  if (type.id === 'timestamp' || type.id === 'timestamp_ltz')
    return timestamps(type, separator, kernel);
  return null;
}

function booleans(kernel: Kernel): Fill {
  return (starts, _ends, from, rows, builder) => {
    const { flags } = kernel.views;
    const end = kernel.exports.booleans(starts, from, rows, flags.byteOffset);
    (builder.values as Uint8Array).set(flags.subarray(from, end), builder.length);
    return end;
  };
}

function integers(limit: number, kernel: Kernel): Fill {
  return (starts, ends, from, rows, builder) => {
    const { ints } = kernel.views;
    const end = kernel.exports.integers(starts, ends, from, rows, ints.byteOffset, limit);
    (builder.values as Int32Array).set(ints.subarray(from, end), builder.length);
    return end;
  };
}

function bigs(kernel: Kernel): Fill {
  return (starts, ends, from, rows, builder) => {
    const values = kernel.views.bigs;
    const end = kernel.exports.bigs(starts, ends, from, rows, values.byteOffset);
    (builder.values as BigInt64Array).set(values.subarray(from, end), builder.length);
    return end;
  };
}

function doubles(kernel: Kernel): Fill {
  return (starts, _ends, from, rows, builder) => {
    const values = kernel.views.doubles;
    const end = kernel.exports.doubles(starts, from, rows, values.byteOffset);
    (builder.values as Float64Array).set(values.subarray(from, end), builder.length);
    return end;
  };
}

function decimals(precision: number, scale: number, kernel: Kernel): Fill {
  return (starts, _ends, from, rows, builder) => {
    const values = kernel.views.bigs;
    const out = values.byteOffset;
    const end = kernel.exports.decimals(starts, from, rows, out, precision, scale);
    (builder.values as BigInt64Array).set(values.subarray(from, end), builder.length);
    return end;
  };
}

function timestamps(type: TimestampType, separator: number, kernel: Kernel): Fill {
  const zoneBytes = type.id === 'timestamp_ltz' ? 1 : 0;
  const msStep = 10 ** Math.max(0, 3 - type.precision);
  const nanosStep = 10 ** Math.min(6, 9 - type.precision);
  return (starts, ends, from, rows, builder) => {
    const { doubles: ms, seconds } = kernel.views;
    const { nanos } = builder;
    const end = kernel.exports.timestamps(
      starts,
      ends,
      from,
      rows,
      ms.byteOffset,
      nanos === null ? 0 : seconds.byteOffset,
      separator,
      zoneBytes,
      msStep,
      nanosStep,
    );
    (builder.values as Float64Array).set(ms.subarray(from, end), builder.length);
    if (nanos !== null) nanos.set(seconds.subarray(from, end), builder.length);
    return end;
  };
}

function texts(kernel: Kernel): Fill {
  return (starts, ends, from, rows, builder) => {
    const { seconds, all } = kernel.views;
    const out = kernel.texts;
    const first = builder.offsets![builder.length]!;
    const places = seconds.byteOffset;
    const end = kernel.exports.texts(starts, ends, from, rows, out, places, first);
    if (end === from) return end;
    const bytes = seconds[end - 1]! - first;
    builder.reserveBytes(bytes);
    (builder.values as Uint8Array).set(all.subarray(out, out + bytes), first);
    builder.offsets!.set(seconds.subarray(from, end), builder.length + 1);
    return end;
  };
}
