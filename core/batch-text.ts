/**
 * Batches written as text, for tests. A line is a row: its kind (`+`, `-`, or `+I -U +U -D`), then
 * a
 * word a column. Words: null; numbers as they are; texts bare or in '...' ('' inside is a quote);
 * timestamps as ms since 1970, `12:00:01.5` on 1970-01-01, or `2026-01-31T12:00:01`; dates
 * `2026-01-31`; bytes `x0aff`; arrays, maps and rows as JSON in their boxed form, e.g. [1,"a b"].
 */
import { assert } from './assert.js';
import type { Batch, Value } from './batch.js';
import { rowAt } from './batch.js';
import { ColumnBuilder } from './column-builder.js';
import { columnReader } from './column-read.js';
import { formatDecimal, parseDecimal, toDecimal } from './decimal.js';
import { childTypes } from './layout.js';
import { kindMark } from './rowkind.js';
import {
  formatDate,
  formatTime,
  formatTimestamp,
  MS_PER_DAY,
  parseDate,
  parseTime,
  parseTimestamp,
} from './time.js';
import { instantOf, timestampValue } from './timestamp-value.js';
import type { DataType, Schema, TimestampType } from './types.js';
import { hexOf } from './hex.js';

/** Dense batch of the lines of `text` (blank lines skipped); at least one row. */
export function batchFromText(schema: Schema, text: string): Batch {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  assert(lines.length > 0, 'a batch has at least one row');
  const builders = schema.fields.map((field) => new ColumnBuilder(field.type, lines.length));
  const kinds = new Uint8Array(lines.length);
  for (const [row, line] of lines.entries()) {
    const [mark, ...words] = splitWords(line);
    assert(words.length === builders.length, `${builders.length} columns wanted: ${line}`);
    kinds[row] = kindOf(mark!);
    for (const [i, word] of words.entries())
      builders[i]!.append(parseWord(builders[i]!.type, word));
  }
  return {
    columns: builders.map((builder) => builder.finish()),
    kinds: kinds.every((kind) => kind === 0) ? null : kinds,
    selection: null,
    rowCount: lines.length,
    watermarks: null,
  };
}

/** Live rows as lines. `+I` and `-D` are written `+` and `-`. */
export function batchToText(schema: Schema, batch: Batch): string {
  const readers = schema.fields.map((field) => columnReader(field.type));
  const lines: string[] = [];
  for (let i = 0; i < batch.rowCount; i++) {
    const row = rowAt(batch, i);
    const mark = kindMark[(batch.kinds === null ? 0 : batch.kinds[row]!) as 0];
    const words = readers.map((read, c) =>
      formatWord(schema.fields[c]!.type, read(batch.columns[c]!, row)),
    );
    lines.push([shortMarks.get(mark) ?? mark, ...words].join(' '));
  }
  return lines.join('\n');
}

const shortMarks: ReadonlyMap<string, string> = new Map([
  ['+I', '+'],
  ['-D', '-'],
]);

function kindOf(mark: string): number {
  const long = mark === '+' ? '+I' : mark === '-' ? '-D' : mark;
  const kind = kindMark.findIndex((known) => known === long);
  assert(kind >= 0, `row kind + - +I -U +U -D wanted, not ${mark}`);
  return kind;
}

/** Splits at blanks outside quotes and brackets. */
function splitWords(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let depth = 0;
  for (const char of line) {
    if (quote === '' && depth === 0 && char === ' ') {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    word += char;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === "'" || (char === '"' && depth > 0)) quote = char;
    else if (char === '[') depth += 1;
    else if (char === ']') depth -= 1;
  }
  if (word !== '') words.push(word);
  return words;
}

/** Boxed value of one word. */
export function parseWord(type: DataType, word: string): Value {
  if (word === 'null') return null;
  switch (type.id) {
    case 'boolean':
      return word === 'true';
    case 'bigint':
      return BigInt(word);
    case 'decimal':
      return toDecimal(parseDecimal(word)!, type.precision, type.scale);
    case 'char':
    case 'varchar':
    case 'variant':
      return unquote(word);
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return parseHex(word);
    case 'date':
      return parseDate(word) ?? Number(word);
    case 'time':
      return parseTime(word)?.ms ?? Number(word);
    case 'timestamp':
    case 'timestamp_ltz':
      return parseInstant(type, word);
    case 'array':
    case 'map':
    case 'multiset':
    case 'row':
      return fromJson(type, JSON.parse(word));
    default:
      return Number(word);
  }
}

function unquote(word: string): string {
  return word.startsWith("'") ? word.slice(1, -1).replaceAll("''", "'") : word;
}

function parseHex(word: string): Uint8Array {
  const pairs = word.slice(1).match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

function parseInstant(type: TimestampType, word: string): Value {
  const instant = /^-?\d+$/.test(word)
    ? { ms: Number(word), nanos: 0 }
    : word.indexOf(':') <= 2 && word.includes(':')
      ? parseTime(word)
      : parseTimestamp(word);
  assert(instant !== null, `timestamp wanted, not ${word}`);
  return timestampValue(instant, type);
}

/** JSON of nested values: numbers or texts inside, texts also where a word would do. */
function fromJson(type: DataType, json: unknown): Value {
  if (json === null) return null;
  if (!Array.isArray(json)) {
    return typeof json === 'string' && (type.id === 'varchar' || type.id === 'char')
      ? json
      : parseWord(type, String(json));
  }
  const types = childTypes(type);
  if (type.id === 'row') return json.map((item, i) => fromJson(types[i]!, item));
  if (type.id === 'array') return json.map((item) => fromJson(types[0]!, item));
  return json.map((pair: readonly unknown[]) => pair.map((item, i) => fromJson(types[i]!, item)));
}

/** The word `parseWord` reads back as `value`. */
export function formatWord(type: DataType, value: Value): string {
  if (value === null) return 'null';
  switch (type.id) {
    case 'decimal':
      return formatDecimal(value as bigint, type.scale);
    case 'char':
    case 'varchar':
    case 'variant':
      return quoted(value as string);
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return `x${hexOf(value as Uint8Array)}`;
    case 'date':
      return formatDate(value as number);
    case 'time':
      return withoutZeros(formatTime(value as number, 9));
    case 'timestamp':
    case 'timestamp_ltz':
      return formatInstant(value);
    case 'array':
    case 'map':
    case 'multiset':
    case 'row':
      return JSON.stringify(toJson(type, value));
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
}

function quoted(text: string): string {
  return text === '' || text === 'null' || /[\s'[\]]/.test(text)
    ? `'${text.replaceAll("'", "''")}'`
    : text;
}

function formatInstant(value: Value): string {
  const { ms, nanos } = instantOf(value);
  const isFirstDay = ms >= 0 && ms < MS_PER_DAY;
  return withoutZeros(isFirstDay ? formatTime(ms, 9, nanos) : formatTimestamp(ms, 9, nanos, 'T'));
}

function withoutZeros(text: string): string {
  return text.replace(/\.?0+$/, (zeros) =>
    zeros.startsWith('.') ? '' : /\.\d*$/.test(text) ? '' : zeros,
  );
}

function toJson(type: DataType, value: Value): unknown {
  if (value === null) return null;
  if (!Array.isArray(value)) {
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    return typeof value === 'number' && Number.isFinite(value) && isPlainNumber(type)
      ? value
      : formatWord(type, value);
  }
  const types = childTypes(type);
  const items = value as readonly Value[];
  if (type.id === 'row') return items.map((item, i) => toJson(types[i]!, item));
  if (type.id === 'array') return items.map((item) => toJson(types[0]!, item));
  return items.map((pair) => (pair as readonly Value[]).map((item, i) => toJson(types[i]!, item)));
}

function isPlainNumber(type: DataType): boolean {
  return ['tinyint', 'smallint', 'int', 'float', 'double'].includes(type.id);
}
