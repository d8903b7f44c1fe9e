/** Text of a generated function: its inputs, its arguments, and scopes of statements. */
import type { Value } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import { Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import { compareBytes, decodeUtf8, equalBytes } from '../../core/utf8.js';
import type { TextSlicer } from '../functions/function.js';
import { wordsOf } from '../state/key-columns.js';
import type { InputPath } from './inputs.js';

/**
 * A computed value: `code` counts where `nil` (a boolean expression, 'false' = never null) is
 * false.
 */
export interface Operand {
  readonly code: string;
  readonly nil: string;
  /** Text as UTF-8: `bytes[start..end)`, for comparing without decoding. */
  readonly utf8?: Utf8Range;
  /** A 64-bit integer that lies in a column: number of the input. */
  readonly bigInput?: number;
  /** A 64-bit integer as a number of 32 bits, which is a number in rows that are NULL, too. */
  readonly int32?: string;
  readonly wide?: WideCode;
}

/** A DECIMAL of more than 18 digits, as 64-bit integers: behind the statements `before`. */
export interface WideCode {
  readonly before: readonly string[];
  readonly low: string;
  readonly high: string;
}

export interface Utf8Range {
  readonly bytes: string;
  readonly start: string;
  readonly end: string;
  /** Are `bytes` the same in every row: those of an input column or of literals? */
  readonly isOneArray: boolean;
}

/** A part of a text that was looked for, see TextSlicer. */
export interface FoundPart {
  /** The text, as arguments for a slicer. */
  readonly text: string;
  readonly slicer: TextSlicer;
  readonly end: string;
  readonly nil: string;
}

/** Statements, and what they have computed so far; an inner scope sees the outer one's values. */
export class Scope {
  readonly lines: string[] = [];
  readonly #known = new Map<number, Operand>();
  readonly #parts: FoundPart[] = [];
  readonly #parent: Scope | null;

  constructor(parent: Scope | null) {
    this.#parent = parent;
  }

  add(line: string): void {
    this.lines.push(line);
  }
  remember(id: number, operand: Operand): void {
    this.#known.set(id, operand);
  }
  find(id: number): Operand | undefined {
    return this.#known.get(id) ?? this.#parent?.find(id);
  }
  rememberPart(part: FoundPart): void {
    this.#parts.push(part);
  }
  /** The parts of `text` looked for so far, the last one first. */
  partsOf(text: string): FoundPart[] {
    const own = this.#parts.filter((part) => part.text === text).reverse();
    return [...own, ...(this.#parent?.partsOf(text) ?? [])];
  }
  /** The statements as one block. */
  block(): string {
    return `{\n${this.lines.join('\n')}\n}`;
  }
}

/** Names made for one generated function. Nothing a user wrote becomes part of the text. */
export class Source {
  readonly inputs: InputPath[] = [];
  /** Values of the outer function's parameters k0, k1, ... */
  readonly constants: unknown[] = [];
  /** No input has nulls in the batches this variant serves. */
  readonly allValid: boolean;
  /** All rows of these batches are live. */
  readonly isDense: boolean;
  readonly #inputIndex = new Map<string, number>();
  readonly #perRow: string[] = [];
  /** Inputs whose words are used. */
  readonly #wordInputs = new Set<number>();
  #names = 0;

  constructor(allValid: boolean, isDense: boolean) {
    this.allValid = allValid;
    this.isDense = isDense;
  }

  name(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  constant(value: unknown): string {
    this.constants.push(value);
    return `k${this.constants.length - 1}`;
  }

  /** Local number of the input column at a path. */
  input(input: InputPath): number {
    const key = input.path.join('.');
    const known = this.#inputIndex.get(key);
    if (known !== undefined) return known;
    this.#inputIndex.set(key, this.inputs.length);
    this.inputs.push(input);
    return this.inputs.length - 1;
  }

  /** The 32-bit words of a BIGINT input in the current row. */
  words(input: number): { readonly low: string; readonly high: string } {
    this.#wordInputs.add(input);
    return { low: `c${input}w[2 * r]`, high: `c${input}w[2 * r + 1]` };
  }

  /** Declares a variable that holds null at the start of each row. */
  perRow(): string {
    const name = this.name('t');
    this.#perRow.push(name);
    return name;
  }

  /** `(cols, sel, n, outs, outSel) => count` around the statements of one row. */
  build<T>(row: Scope, before: readonly string[]): T {
    const arrays = this.inputs.map(
      (_, i) =>
        `const c${i} = cols[${i}], c${i}v = c${i}.values;\n` +
        `const c${i}o = c${i}.offsets, c${i}b = c${i}.validity;` +
        (this.#wordInputs.has(i) ? `const c${i}w = words(c${i}v);` : ''),
    );
    const reset =
      this.#perRow.length === 0
        ? ''
        : `let ${this.#perRow.map((name) => `${name} = null`).join(', ')};`;
    const text = [
      '"use strict"; return function (cols, sel, n, outs, outSel) {',
      ...arrays,
      'let count = 0;',
      ...before,
      'for (let i = 0; i < n; i++) {',
      `const r = ${this.isDense ? 'i' : 'sel[i]'};`,
      reset,
      ...row.lines,
      '}',
      'return count; };',
    ].join('\n');
    const names = this.constants.map((_, i) => `k${i}`);
    const make = new Function('dec', 'eqb', 'cmpb', 'words', ...names, text) as (
      ...values: unknown[]
    ) => T;
    return make(decodeUtf8, equalBytes, compareBytes, wordsOf, ...this.constants);
  }
}

/** Is the layout one machine value a row, safe to read also where the row is null? */
export function isPrimitive(layout: Layout): boolean {
  return layout === Layout.Fixed || layout === Layout.Bool || layout === Layout.Big;
}

/** What a variable of the type holds while it is null; V8 then sees one kind of value. */
export function idleCode(type: DataType): string {
  switch (layoutOf(type)) {
    case Layout.Fixed:
      return '0';
    case Layout.Bool:
      return 'false';
    case Layout.Big:
      return '0n';
    default:
      return 'null';
  }
}

/** Reads an input column in the current row. */
export function emitInput(source: Source, scope: Scope, input: InputPath): Operand {
  const i = source.input(input);
  const layout = layoutOf(input.type);
  if (layout === Layout.Null) return { code: 'null', nil: 'true' };
  let nil = 'false';
  if (!source.allValid) {
    nil = source.name('n');
    scope.add(`const ${nil} = c${i}b !== null && (c${i}b[r >> 3] & (1 << (r & 7))) === 0;`);
  }
  if (isPrimitive(layout)) {
    const code = source.name('v');
    scope.add(`const ${code} = c${i}v[r]${layout === Layout.Bool ? ' === 1' : ''};`);
    return layout === Layout.Big ? { code, nil, bigInput: i } : { code, nil };
  }
  const cached = source.perRow();
  if (layout === Layout.Text) {
    const utf8 = { bytes: `c${i}v`, start: `c${i}o[r]`, end: `c${i}o[r + 1]`, isOneArray: true };
    return { code: `(${cached} ??= dec(c${i}v, c${i}o[r], c${i}o[r + 1]))`, nil, utf8 };
  }
  const read = source.constant(columnReader(input.type));
  return { code: `(${cached} ??= ${read}(c${i}, r))`, nil };
}

/** A literal as code: numbers in place, everything else as an argument. */
export function literalCode(source: Source, value: Exclude<Value, null>): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value < 0n ? `(${value}n)` : `${value}n`;
  if (typeof value === 'number' && Number.isFinite(value)) {
    return Object.is(value, -0) ? '(-0)' : value < 0 ? `(${value})` : String(value);
  }
  return source.constant(value);
}
