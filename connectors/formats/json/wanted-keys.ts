/** The wanted keys as hash tables in the kernel's memory, for lines of no known layout. */
import type { PathNode } from './paths.js';
import { BLOCK_ROWS } from './value-spans.js';

/**
 * A key by its words; those of its text as in line-layouts.ts:
 * - LENGTH, MASK, TEXT: the text, without quotes
 * - CHILD: address of the table of the object below; 0 = nothing is wanted of it
 * - COLUMNS: address of the columns that take the whole value, as offsets in the spans
 * - BELOW: where these end and the columns of the object below begin
 * - END: where those end
 */
const LENGTH = 0;
const CHILD = 2;
const COLUMNS = 3;
const BELOW = 4;
const END = 5;
const MASK = 8;
const TEXT = 12;

const BLOCK_BYTES = 16;

/**
 * The tables for the tree at `root`, as they stand at `address`, the first one that of `root`. A
 * table is the count of its slots (a power of two) less one, and the address of a key in each slot,
 * or 0; a key is in the first free slot from that of its hash on.
 */
export function keyTables(root: PathNode, address: number): Int32Array {
  const words: number[] = [];
  addTable(root, address, words);
  return Int32Array.from(words);
}

/** Gives the address of the table. */
function addTable(node: PathNode, base: number, words: number[]): number {
  const keys = [...node.children].filter(([name]) => Buffer.from(name).toString() === name);
  let size = 8;
  while (size < 4 * keys.length) size *= 2;
  const table = words.length;
  words.push(size - 1, ...Array<number>(size).fill(0));
  for (const [name, child] of keys) {
    const text = Buffer.from(name);
    let slot = hash(text) & (size - 1);
    while (words[table + 1 + slot] !== 0) slot = (slot + 1) & (size - 1);
    words[table + 1 + slot] = addKey(text, child, base, words);
  }
  return base + 4 * table;
}

/** Gives the address of the key. */
function addKey(text: Buffer, node: PathNode, base: number, words: number[]): number {
  const key = words.length;
  const blocks = Math.max(0, Math.ceil(text.length / BLOCK_BYTES) - 1);
  const bytes = Buffer.alloc(4 * TEXT + (blocks + 1) * BLOCK_BYTES);
  bytes.writeInt32LE(text.length, 4 * LENGTH);
  bytes.fill(255, 4 * MASK, 4 * MASK + text.length - blocks * BLOCK_BYTES);
  text.copy(bytes, 4 * TEXT);
  for (let at = 0; at < bytes.length; at += 4) words.push(bytes.readInt32LE(at));
  words[key + COLUMNS] = base + 4 * words.length;
  words.push(...node.columns.map(offset));
  words[key + BELOW] = base + 4 * words.length;
  words.push(...node.below.map(offset));
  words[key + END] = base + 4 * words.length;
  if (node.children.size > 0) words[key + CHILD] = addTable(node, base, words);
  return base + 4 * key;
}

function offset(column: number): number {
  return 4 * BLOCK_ROWS * column;
}

/** As in kernel/scan.as. */
function hash(text: Buffer): number {
  const length = BigInt(text.length);
  const padded = Buffer.concat([text, Buffer.alloc(8)]);
  let bits = padded.readBigUInt64LE(0);
  if (length >= 8n) {
    const last = text.readBigUInt64LE(text.length - 8);
    bits ^= BigInt.asUintN(64, (last << 23n) | (last >> 41n));
  }
  const product = BigInt.asUintN(64, (bits ^ length) * 0x9e3779b97f4a7c15n);
  return Number(product >> 40n);
}
