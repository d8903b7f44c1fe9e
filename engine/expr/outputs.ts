/** Computed columns: arrays that the generated loop writes at the physical row. */
import type { Column, ColumnValues } from '../../core/batch.js';
import { copyRanges } from '../../core/byte-ranges.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { layoutOf, Layout, unsetValues } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import type { Operand, Scope, Utf8Range, WideCode } from './source.js';
import { isPrimitive } from './source.js';

/** Where the loop writes one column; `builder` for types of rows that are no machine values. */
export interface Output {
  readonly type: DataType;
  readonly values: ColumnValues | null;
  readonly builder: ColumnBuilder | null;
  readonly rows: number;
  /** Set by the loop. */
  validity: Uint8Array | null;
  /** Texts that are cut out of an input column: copied when the loop is done. */
  ranges: Ranges | null;
}
interface Ranges {
  readonly from: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Fresh room for `rows` rows, which hold anything until the loop writes them. */
export function makeOutput(type: DataType, rows: number): Output {
  const isFlat = isFlatLayout(layoutOf(type));
  return {
    type,
    values: isFlat ? unsetValues(type, rows) : null,
    builder: isFlat ? null : new ColumnBuilder(type, rows),
    rows,
    validity: null,
    ranges: null,
  };
}

/** Is a row of it one machine value, or two? */
function isFlatLayout(layout: Layout): boolean {
  return isPrimitive(layout) || layout === Layout.Wide;
}

/** Called by the loop before the first row: the texts of output `i` are all parts of `from`. */
export type OpenRanges = (output: Output, i: number, from: Uint8Array) => Ranges;

/** For one loop: its outputs keep their arrays of ranges from batch to batch, empty at first. */
export function rangeOpener(): OpenRanges {
  const kept: Omit<Ranges, 'from'>[] = [];
  return (output, i, from) => {
    const { rows } = output;
    let room = kept[i];
    if (room === undefined || room.starts.length < rows) {
      room = kept[i] = { starts: new Int32Array(rows), ends: new Int32Array(rows) };
    } else {
      room.starts.fill(0, 0, rows);
      room.ends.fill(0, 0, rows);
    }
    output.ranges = { from, ...room };
    return output.ranges;
  };
}

/** The written column. Rows that the loop skipped hold anything. */
export function finishOutput(output: Output, rows: number): Column {
  if (output.ranges !== null) {
    const { from, starts, ends } = output.ranges;
    const bytes = copyRanges(from, starts, ends, rows);
    return { type: output.type, ...bytes, validity: output.validity, nanos: null, children: null };
  }
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

/** Names of the functions of this file in the generated code. */
export interface OutputHelpers {
  readonly allValidBits: string;
  readonly openRanges: string;
}

/**
 * Adds the statements that write `operand` to output `i` in the loop; gives those in front of it.
 * Nothing may follow the loop: V8 would leave the optimised loop there
 * each time, and never optimise the function as a whole.
 */
export function emitOutput(
  i: number,
  type: DataType,
  operand: Operand,
  helpers: OutputHelpers,
  scope: Scope,
): string {
  const layout = layoutOf(type);
  if (operand.utf8?.isOneArray === true && operand.nil !== 'true')
    return emitRange(i, operand, operand.utf8, helpers, scope);
  if (!isFlatLayout(layout)) {
    const write = writeBuilder(i, operand);
    scope.add(`w${i}.padTo(r); ${write}`);
    return `const w${i} = outs[${i}].builder;`;
  }
  const write = writeFlat(i, layout, operand);
  const asWords = operand.int32 !== undefined;
  const clear = `${clearCode(i, helpers)} ${writeIdle(i, layout, asWords)}`;
  if (operand.nil === 'false') scope.add(write);
  else if (operand.nil === 'true') scope.add(clear);
  else scope.add(`if (${operand.nil}) { ${clear} } else { ${write} }`);
  const array = asWords ? `words(u${i}.values)` : `u${i}.values`;
  return `const u${i} = outs[${i}], o${i} = ${array}; let b${i} = null;`;
}

function writeFlat(i: number, layout: Layout, { code, int32, wide }: Operand): string {
  const sign = `${int32} >> 31`;
  if (wide !== undefined) return writeWide(i, wide);
  if (layout === Layout.Wide && int32 !== undefined)
    return writeWords(i, [int32, sign, sign, sign]);
  if (layout === Layout.Wide) {
    const low = `o${i}[2 * r] = BigInt.asIntN(64, x${i});`;
    return `{ const x${i} = ${code}; ${low} o${i}[2 * r + 1] = x${i} >> 64n; }`;
  }
  if (int32 !== undefined) return `o${i}[2 * r] = ${int32}; o${i}[2 * r + 1] = ${sign};`;
  return `o${i}[r] = ${code}${layout === Layout.Bool ? ' ? 1 : 0' : ''};`;
}

/** A null row holds 0, as whoever passes on whole columns expects. */
function writeIdle(i: number, layout: Layout, asWords: boolean): string {
  if (layout === Layout.Wide)
    return asWords ? writeWords(i, ['0', '0', '0', '0']) : `o${i}[2 * r] = o${i}[2 * r + 1] = 0n;`;
  if (asWords) return `o${i}[2 * r] = o${i}[2 * r + 1] = 0;`;
  return `o${i}[r] = 0${layout === Layout.Big ? 'n' : ''};`;
}

function writeWide(i: number, { before, low, high }: WideCode): string {
  return `{ ${before.join(' ')} o${i}[2 * r] = ${low}; o${i}[2 * r + 1] = ${high}; }`;
}

function writeWords(i: number, words: readonly string[]): string {
  return words.map((word, w) => `o${i}[4 * r + ${w}] = ${word};`).join(' ');
}

function clearCode(i: number, { allValidBits: ones }: OutputHelpers): string {
  const start = `if (b${i} === null) b${i} = u${i}.validity = ${ones}(u${i}.rows);`;
  return `${start} b${i}[r >> 3] &= ~(1 << (r & 7));`;
}

/** Notes where the text lies; a null row's range is empty. */
function emitRange(
  i: number,
  { nil }: Operand,
  utf8: Utf8Range,
  helpers: OutputHelpers,
  scope: Scope,
): string {
  const write = `p${i}[r] = ${utf8.start}; q${i}[r] = ${utf8.end};`;
  if (nil === 'false') scope.add(write);
  else scope.add(`if (${nil}) { ${clearCode(i, helpers)} } else { ${write} }`);
  return [
    `const u${i} = outs[${i}], g${i} = ${helpers.openRanges}(u${i}, ${i}, ${utf8.bytes});`,
    `const p${i} = g${i}.starts, q${i} = g${i}.ends; let b${i} = null;`,
  ].join('\n');
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
