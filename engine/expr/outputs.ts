/** Computed columns: arrays that the generated loop writes at the physical row. */
import type { Column, ColumnValues } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { layoutOf, Layout, makeValues } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import type { Operand, Scope } from './source.js';
import { isPrimitive } from './source.js';

/** Where the loop writes one column; `builder` for types that are not one machine value a row. */
export interface Output {
  readonly type: DataType;
  readonly values: ColumnValues | null;
  readonly builder: ColumnBuilder | null;
  /** Set by the loop. */
  validity: Uint8Array | null;
}

/** Fresh room for `rows` rows. */
export function makeOutput(type: DataType, rows: number): Output {
  if (isPrimitive(layoutOf(type)))
    return { type, values: makeValues(type, rows), builder: null, validity: null };
  return { type, values: null, builder: new ColumnBuilder(type, rows), validity: null };
}

/** The written column. Rows that the loop skipped hold anything. */
export function finishOutput(output: Output, rows: number): Column {
  if (output.builder !== null) {
    output.builder.padTo(rows);
    return output.builder.finish();
  }
  return {
    type: output.type,
    values: output.values!,
    offsets: null,
    validity: output.validity,
    nanos: null,
    children: null,
  };
}

/** Bitmap for `bits` rows, all valid. */
export function allValidBits(rows: number): Uint8Array {
  return new Uint8Array((rows + 7) >> 3).fill(0xff);
}

/**
 * Adds the statements that write `operand` to output `i` in the loop; gives those in front of it.
 * `ones` names `allValidBits`. Nothing may follow the loop: V8 would leave the optimised loop there
 * each time, and never optimise the function as a whole.
 */
export function emitOutput(
  i: number,
  type: DataType,
  operand: Operand,
  ones: string,
  scope: Scope,
): string {
  const layout = layoutOf(type);
  if (!isPrimitive(layout)) {
    const write = writeBuilder(i, operand);
    scope.add(`w${i}.padTo(r); ${write}`);
    return `const w${i} = outs[${i}].builder;`;
  }
  const write = `o${i}[r] = ${operand.code}${layout === Layout.Bool ? ' ? 1 : 0' : ''};`;
  const start = `if (b${i} === null) b${i} = u${i}.validity = ${ones}(o${i}.length);`;
  const clear = `${start} b${i}[r >> 3] &= ~(1 << (r & 7));`;
  if (operand.nil === 'false') scope.add(write);
  else if (operand.nil === 'true') scope.add(clear);
  else scope.add(`if (${operand.nil}) { ${clear} } else ${write}`);
  return `const u${i} = outs[${i}], o${i} = u${i}.values; let b${i} = null;`;
}

function writeBuilder(i: number, operand: Operand): string {
  if (operand.nil === 'true') return `w${i}.appendNull();`;
  const { utf8 } = operand;
  const append =
    utf8 === undefined
      ? `w${i}.append(${operand.code});`
      : `w${i}.appendBytes(${utf8.bytes}, ${utf8.start}, ${utf8.end});`;
  return operand.nil === 'false'
    ? append
    : `if (${operand.nil}) w${i}.appendNull(); else ${append}`;
}
