/** Texts that readers are measured on: a flat layout of 20 columns, and Nexmark events. */
import { readFileSync } from 'node:fs';
import { bigintType, stringType, type DataType, type Field } from '../../core/types.js';
import { eventFile } from '../nexmark/event-file.js';

const intType: DataType = { id: 'int', nullable: true };
const doubleType: DataType = { id: 'double', nullable: true };
const boolType: DataType = { id: 'boolean', nullable: true };
const timeType: DataType = { id: 'timestamp', precision: 3, nullable: true };
const priceType: DataType = { id: 'decimal', precision: 12, scale: 2, nullable: true };

/** Ids, measures, times and texts of 2 to 80 bytes, as an order log has them. */
export const flatFields: readonly Field[] = [
  { name: 'order_id', type: bigintType },
  { name: 'customer_id', type: bigintType },
  { name: 'created_at', type: timeType },
  { name: 'status', type: stringType },
  { name: 'country', type: stringType },
  { name: 'quantity', type: intType },
  { name: 'unit_price', type: priceType },
  { name: 'discount', type: doubleType },
  { name: 'is_gift', type: boolType },
  { name: 'product', type: stringType },
  { name: 'category', type: stringType },
  { name: 'warehouse', type: intType },
  { name: 'shipped_at', type: timeType },
  { name: 'weight_kg', type: doubleType },
  { name: 'email', type: stringType },
  { name: 'address', type: stringType },
  { name: 'comment', type: stringType },
  { name: 'session', type: stringType },
  { name: 'clicks', type: intType },
  { name: 'revision', type: bigintType },
];

type Scalar = string | number | boolean;

function flatRow(row: number): readonly Scalar[] {
  const mix = Math.imul(row + 1, 0x9e3779b1) >>> 0;
  const stamp = (ms: number): string =>
    new Date(1.7e12 + row * 250 + ms).toISOString().slice(0, 23).replace('T', ' ');
  const words = ['left', 'at', 'the', 'front', 'door', 'please', 'ring', 'twice'];
  const word = (i: number): string => words[(mix >>> i) & 7]!;
  return [
    10_000_000 + row,
    mix % 1_000_003,
    stamp(0),
    ['new', 'paid', 'shipped'][mix % 3]!,
    ['DE', 'FR', 'US', 'JP'][mix & 3]!,
    mix % 12,
    (mix % 90_000) / 100,
    (mix % 40) / 100,
    mix % 5 === 0,
    `${word(3)} ${word(7)} lamp no. ${mix % 977}`,
    `home/${word(9)}`,
    mix % 31,
    stamp(86_400_000),
    (mix % 7919) / 1000,
    `user.${mix % 99_991}@example.org`,
    `${mix % 300} ${word(2)} street, ${word(5)} ${word(8)} town ${mix % 9999}`,
    Array.from({ length: 4 + (mix % 9) }, (_, i) => word(2 * i)).join(' '),
    mix.toString(16).padStart(8, '0').repeat(4),
    mix % 211,
    row % 5,
  ];
}

/** `rows` objects of the flat layout, one a line. */
export function flatJson(rows: number): Buffer {
  const lines = Array.from({ length: rows }, (_, row) => {
    const values = flatRow(row);
    return JSON.stringify(
      Object.fromEntries(flatFields.map((field, i) => [field.name, values[i]])),
    );
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Key orders, and sets of keys: too many to be learnt, few enough for the shapes of V8. */
const LAYOUTS = 200;

/** The same rows, the keys in one of many orders. */
export function shuffledJson(rows: number): Buffer {
  return keyedJson(rows, (keys, random) => {
    for (let i = keys.length - 1; i > 0; i--) {
      const j = random() % (i + 1);
      [keys[i], keys[j]] = [keys[j]!, keys[i]!];
    }
    return keys;
  });
}

/** The same rows, each without a fifth of the keys. */
export function sparseJson(rows: number): Buffer {
  return keyedJson(rows, (keys, random) => keys.filter(() => random() % 5 !== 0));
}

/** The flat rows with keys (as indexes) that `choose` gives. */
function keyedJson(
  rows: number,
  choose: (keys: number[], random: () => number) => readonly number[],
): Buffer {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
  const layouts = Array.from({ length: LAYOUTS }, () => choose([...flatFields.keys()], random));
  const lines = Array.from({ length: rows }, (_, row) => {
    const values = flatRow(row);
    const entries = layouts[random() % LAYOUTS]!.map((key) => [flatFields[key]!.name, values[key]]);
    return JSON.stringify(Object.fromEntries(entries));
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** The same rows as CSV; texts with commas are quoted. */
export function flatCsv(rows: number): Buffer {
  const text = (value: Scalar): string => {
    const plain = String(value);
    return plain.includes(',') ? `"${plain}"` : plain;
  };
  const lines = Array.from({ length: rows }, (_, row) => flatRow(row).map(text).join(','));
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Events of the Nexmark generator, one a line. */
export async function nexmarkJson(events: number): Promise<Buffer> {
  return readFileSync(await eventFile(events));
}

const person = ['id', 'name', 'emailAddress', 'creditCard', 'city', 'state', 'dateTime', 'extra'];
const auction =
  'id itemName description initialBid reserve dateTime expires seller category extra'.split(' ');
const bid = ['auction', 'bidder', 'price', 'channel', 'url', 'dateTime', 'extra'];

/** Columns of the events: a row type for each kind. */
export const nexmarkFields: readonly Field[] = [
  { name: 'event_type', type: intType },
  { name: 'person', type: rowOf(person) },
  { name: 'auction', type: rowOf(auction) },
  { name: 'bid', type: rowOf(bid) },
];

function rowOf(names: readonly string[]): DataType {
  return {
    id: 'row',
    nullable: true,
    fields: names.map((name) => ({ name, type: leafType(name) })),
  };
}

function leafType(name: string): DataType {
  if (/name|email|card|city|state|extra|description|channel|url/i.test(name)) return stringType;
  return /dateTime|expires/.test(name) ? timeType : bigintType;
}

/** Paths of all values in `fields`, rows opened. */
export function leafPaths(fields: readonly Field[]): string[] {
  return fields.flatMap(({ name, type }) =>
    type.id === 'row' ? leafPaths(type.fields).map((inner) => `${name}.${inner}`) : [name],
  );
}
