/**
 * The json reader against values that are known before they are written, and against JSON.parse
 * for broken lines: few layouts and many lines, so that layouts are learnt, met again and missed.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Value } from '../core/batch.js';
import { decodeChunks } from '../connectors/formats/json/testing/decode-chunks.js';
import {
  bigintType,
  booleanType,
  decimalType,
  doubleType,
  intType,
  stringType,
  timestampLtzType,
  timestampType,
  tinyintType,
  type DataType,
  type Field,
} from '../core/types.js';
import { checkProperty } from './check-property.js';

/** A value as it stands in a line, and what is read from it. */
interface Written {
  readonly text: string;
  readonly value: Value;
}

const floatType: DataType = { id: 'float', nullable: true };
const intArray: DataType = { id: 'array', element: intType, nullable: true };
const inner: readonly Field[] = [
  { name: 'x', type: bigintType },
  { name: 'y', type: stringType },
];
const fields: readonly Field[] = [
  { name: 'i', type: intType },
  { name: 't', type: tinyintType },
  { name: 'l', type: bigintType },
  { name: 'f', type: doubleType },
  { name: 'g', type: floatType },
  { name: 'd', type: decimalType(12, 3) },
  { name: 'w', type: decimalType(38, 5) },
  { name: 's', type: stringType },
  { name: 'b', type: booleanType },
  { name: 'ts', type: timestampType(3) },
  { name: 'tn', type: timestampType(9) },
  { name: 'z', type: timestampLtzType(1) },
  { name: 'a', type: intArray },
  { name: 'k"\\é', type: stringType },
  { name: 'r', type: { id: 'row', nullable: true, fields: inner } },
];
const paths = fields.flatMap(({ name }) =>
  name === 'r' ? inner.map((field) => ['r', field.name]) : [[name]],
);

const maybeQuoted = ({ text, value }: Written): fc.Arbitrary<Written> =>
  fc.boolean().map((isQuoted) => ({ text: isQuoted ? `"${text}"` : text, value }));

function integer(bits: bigint, isBig: boolean): fc.Arbitrary<Written> {
  const limit = 1n << (bits - 1n);
  const edge = fc.constantFrom(0n, 1n, -1n, limit - 1n, -limit, limit / 10n);
  return fc
    .tuple(fc.oneof(fc.bigInt({ min: -limit, max: limit - 1n }), edge), fc.boolean())
    .chain(([value, hasPoint]) => {
      const read = isBig ? value : Number(value);
      if (hasPoint) return fc.constant({ text: `${value}.00`, value: read });
      return maybeQuoted({ text: `${value}`, value: read });
    });
}

function double(isFloat: boolean): fc.Arbitrary<Written> {
  return fc
    .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 4 }))
    .chain(([number, form]) => {
      const plain = [JSON.stringify(number), number.toExponential(), `${number}`.replace('e', 'E')];
      const short = [(number % 1e6).toFixed(3), `${Math.trunc(number % 1e9)}`];
      const text = [...plain, ...short][form]!;
      const value = Number(text);
      return maybeQuoted({ text, value: isFloat ? Math.fround(value) : value });
    });
}

function decimal(precision: number, scale: number): fc.Arbitrary<Written> {
  const limit = 10n ** BigInt(precision) - 1n;
  return fc
    .tuple(fc.bigInt({ min: -limit, max: limit }), fc.integer({ min: 0, max: 3 }))
    .chain(([unscaled, more]) => {
      const digits = `${unscaled < 0n ? -unscaled : unscaled}`.padStart(scale + 1, '0');
      const [whole, fraction] = [digits.slice(0, -scale), digits.slice(-scale)];
      const text = `${unscaled < 0n ? '-' : ''}${whole}.${fraction}${'0'.repeat(more)}`;
      return maybeQuoted({ text, value: unscaled });
    });
}

const text: fc.Arbitrary<Written> = fc
  .tuple(
    fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          'a',
          'é',
          '😀',
          '"',
          '\\',
          '\n',
          '/',
          '*',
          '\u0002',
          '{',
          ']',
          ',',
          '\u2028',
        ),
        fc.constantFrom('a long plain text without anything in it that is special ', 'ü€'),
      ),
      maxLength: 30,
      size: 'max',
    }),
    fc.boolean(),
  )
  .map(([value, isEscaped]) => ({
    text: isEscaped ? escaped(value) : JSON.stringify(value),
    value,
  }));

/** Every code unit escaped, in turn as JSON allows it. */
function escaped(value: string): string {
  const units = [...Array(value.length).keys()].map((i) => {
    const hex = value.charCodeAt(i).toString(16).padStart(4, '0');
    if (value[i] === '/') return '\\/';
    return `\\u${i % 2 === 0 ? hex : hex.toUpperCase()}`;
  });
  return `"${units.join('')}"`;
}

function timestamp(digits: number, end: string): fc.Arbitrary<{ text: string; nanos: bigint }> {
  return fc
    .tuple(
      fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: digits }),
      fc.integer({ min: 0, max: 999_999_999 }),
    )
    .map(([date, shown, fraction]) => {
      const seconds = date.toISOString().slice(0, 19).replace('T', ' ');
      const digitsShown = `${fraction}`.padStart(9, '0').slice(0, shown);
      const nanos =
        BigInt(Math.floor(date.getTime() / 1000)) * 1_000_000_000n +
        BigInt(digitsShown.padEnd(9, '0'));
      return { text: `"${seconds}${shown > 0 ? '.' : ''}${digitsShown}${end}"`, nanos };
    });
}

const floorTo = (value: bigint, step: bigint): bigint => value - (((value % step) + step) % step);

const written: Readonly<Record<string, fc.Arbitrary<Written>>> = {
  i: integer(32n, false),
  t: integer(8n, false),
  l: integer(64n, true),
  f: double(false),
  g: double(true),
  d: decimal(12, 3),
  w: decimal(38, 5),
  s: text,
  b: fc.constantFrom<Written>(
    { text: 'true', value: true },
    { text: 'false', value: false },
    { text: '"TRUE"', value: true },
  ),
  ts: timestamp(9, '').map((at) => ({
    text: at.text,
    value: Number(floorTo(at.nanos, 1_000_000n) / 1_000_000n),
  })),
  tn: timestamp(9, '').map((at) => ({ text: at.text, value: at.nanos })),
  z: timestamp(3, 'Z').map((at) => ({
    text: at.text,
    value: Number(floorTo(at.nanos, 100_000_000n) / 1_000_000n),
  })),
  a: fc
    .array(fc.option(fc.integer()), { maxLength: 3 })
    .map((items) => ({ text: JSON.stringify(items), value: items })),
  'k"\\é': text,
  x: integer(64n, true),
  y: text,
};

const nothing: Written = { text: 'null', value: null };
const unread = fc
  .jsonValue({ stringUnit: 'grapheme', maxDepth: 3 })
  .map((value) => ({ text: JSON.stringify(value), value: null }));

/** The keys of an object in order, some twice or unknown, some not there; and its blanks. */
interface LayoutOf {
  readonly keys: readonly string[];
  readonly innerKeys: readonly string[];
  readonly blank: string;
}
const names = fields.map((field) => field.name);
const layout: fc.Arbitrary<LayoutOf> = fc.record({
  keys: fc
    .tuple(
      fc.shuffledSubarray([...names, 'u', 'v']),
      fc.subarray(names, { maxLength: 2 }),
      fc.nat(9),
    )
    .map(([keys, twice, odds]) => (odds < 7 ? keys : [...keys, ...twice])),
  innerKeys: fc.shuffledSubarray(['x', 'y', 'u']),
  blank: fc.constantFrom('', '', ' ', '\t ', '\r'),
});

interface Line {
  readonly text: string;
  readonly row: Readonly<Record<string, Value>>;
}

function object(
  keys: readonly string[],
  blank: string,
  values: readonly { text: string; row: Readonly<Record<string, Value>> }[],
): Line {
  const members = keys.map((key, i) => `${JSON.stringify(key)}${blank}:${blank}${values[i]!.text}`);
  const inside = members.join(`${blank},${blank}`);
  const row = Object.assign({}, ...values.map((value) => value.row)) as Record<string, Value>;
  return { text: `{${blank}${inside}${blank}}`, row };
}

const leaf = (key: string, name: string): fc.Arbitrary<Line> =>
  fc
    .oneof(
      { weight: 5, arbitrary: written[key] ?? unread },
      { weight: 1, arbitrary: fc.constant(nothing) },
    )
    .map(({ text, value }) => ({ text, row: written[key] === undefined ? {} : { [name]: value } }));

function line({ keys, innerKeys, blank }: LayoutOf): fc.Arbitrary<Line> {
  const none = { text: 'null', row: { 'r.x': null, 'r.y': null } };
  const nested = fc
    .tuple(...innerKeys.map((key) => leaf(key, `r.${key}`)))
    .map((values) => object(innerKeys, blank, [{ text: '', row: none.row }, ...values].slice(1)))
    .map(({ text, row }) => ({ text, row: { ...none.row, ...row } }));
  const member = (key: string): fc.Arbitrary<Line> =>
    key === 'r'
      ? fc.oneof({ weight: 4, arbitrary: nested }, { weight: 1, arbitrary: fc.constant(none) })
      : leaf(key, key);
  return fc.tuple(...keys.map(member)).map((values) => object(keys, blank, values));
}

const layouts = fc.array(layout, { minLength: 1, maxLength: 3 });
/** Lines of few layouts, repeated until they fill blocks of rows. */
const document = layouts
  .chain((all) => fc.array(fc.oneof(...all.map(line)), { minLength: 1, maxLength: 12 }))
  .chain((lines) =>
    fc
      .record({ times: fc.integer({ min: 1, max: 30 }), end: fc.constantFrom('\n', '\r\n', ' \n') })
      .map(({ times, end }) => ({ lines: Array.from({ length: times }, () => lines).flat(), end })),
  );

/**
 * Lines that are no rows to compare: so many keys that walking and learning layouts pause, and the
 * lines behind them are scanned.
 */
const strangers = Array.from({ length: 300 }, (_, i) => `{"p${i}":0}\n`);
const beforehand = fc.constantFrom([], strangers);

const reading = fc.record({
  before: beforehand,
  projection: fc.subarray(paths),
  cuts: fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 4 }),
  rowsMax: fc.constantFrom(1, 7, 255, 256, 300, 4096),
});

test('what was written is read: any layouts, chunks, wanted columns', (t) =>
  checkProperty(
    t,
    fc.property(document, reading, ({ lines, end }, read) => {
      const texts = [...read.before, ...lines.map((one) => one.text + end)];
      const bytes = Buffer.from(texts.join(''));
      const { rows, skipped } = decodeChunks(bytes, { ...read, fields, skipCorrupt: true });
      const want = lines.map(({ row }) =>
        read.projection.map((path) => row[path.join('.')] ?? null),
      );
      assert.equal(skipped, 0);
      assert.deepEqual(rows.slice(read.before.length), want);
    }),
    50,
  ));

/** Deletes, doubles or replaces a character. */
const damage = fc.record({
  at: fc.nat(),
  by: fc.constantFrom(
    '',
    '"',
    '\\',
    ',',
    ':',
    '{',
    '}',
    '[',
    ']',
    '0',
    '1',
    '-',
    '.',
    'e',
    'n',
    'u',
    ' ',
  ),
});
const textFields: readonly Field[] = [
  { name: 's', type: stringType },
  { name: 'u', type: stringType },
  { name: 'r', type: { id: 'row', nullable: true, fields: [{ name: 'y', type: stringType }] } },
];

/** What JSON.parse makes of a line; undefined when the row is to be refused. */
function parsed(text: string): Record<string, unknown> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const row = value as Record<string, unknown>;
  const nested = row['r'] ?? null;
  return typeof nested !== 'object' || Array.isArray(nested) ? undefined : row;
}

/** A text column takes any value: strings as they are, others as their JSON. */
function checkText(got: Value, value: unknown): void {
  if (typeof value === 'string')
    assert.equal(got, Buffer.from(value).toString()); // lone surrogates
  else if (value === undefined || value === null) assert.equal(got, null);
  else assert.deepEqual(JSON.parse(got as string), value);
}

test('a damaged line is refused exactly when JSON.parse refuses it', (t) =>
  checkProperty(
    t,
    fc.property(
      document,
      fc.array(damage, { minLength: 1, maxLength: 12 }),
      reading,
      ({ lines }, damages, { before, cuts, rowsMax }) => {
        const texts = lines.map(({ text }, i) => {
          const { at, by } = damages[i % damages.length]!;
          const place = 1 + (at % text.length);
          if (i % 3 !== 0) return text;
          return Buffer.from(text.slice(0, place) + by + text.slice(place + 1)).toString();
        });
        const projection = [['s'], ['u'], ['r', 'y']];
        const read = { fields: textFields, projection, cuts, rowsMax, skipCorrupt: true };
        const bytes = Buffer.from(`${before.join('')}${texts.join('\n')}\n`);
        const { rows: all, skipped } = decodeChunks(bytes, read);
        const rows = all.slice(before.length);
        const want = texts.map(parsed).filter((row) => row !== undefined);
        assert.equal(skipped, texts.length - want.length);
        assert.equal(rows.length, want.length);
        for (const [i, row] of want.entries()) {
          const y = (row['r'] as Record<string, unknown> | null | undefined)?.['y'];
          for (const [c, value] of [row['s'], row['u'], y].entries())
            checkText(rows[i]![c]!, value);
        }
      },
    ),
    50,
  ));
