/**
 * The layouts of lines seen so far, as a tree of what stands between their values: keys, commas,
 * braces, blanks. A line that goes from the root to a leaf of it has the keys of a line that was
 * read before, each once, in the same order.
 */
import { LAYOUT_BYTES, type Kernel } from './kernel/kernel.js';
import type { LineHoles } from './line-holes.js';
import { BLOCK_ROWS } from './value-spans.js';

/**
 * A node by its words, in the kernel's memory:
 * - LENGTH: bytes of its text
 * - TARGET: the value behind the text: a column (as its offset in the spans), a HoleKind, LINE_END
 * - DEPTH: objects around the value
 * - CHILD: address of the node that came next last time; 0 = none
 * - SIBLING: address of another node that may stand in its place, in a ring
 * - MASK: four words, the bytes of the last block of 16 that count
 * - TEXT: blocks of four words
 */
const LENGTH = 0;
const TARGET = 2;
const DEPTH = 3;
const CHILD = 4;
const SIBLING = 5;
const MASK = 8;
const TEXT = 12;

/** Target of a node whose text ends with the line. */
const LINE_END = -3;
/** Address of the node in front of every line; it has no text. */
const ROOT = 0;

const BLOCK_BYTES = 16;
const SIBLINGS_MAX = 16;
/** Lines that vary without end are not learnt any more after so many fresh starts. */
const STARTS_MAX = 16;

export class LineLayouts {
  readonly #kernel: Kernel;
  #end = 4 * TEXT;
  #starts = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Adds the layout of the line `[start, end)` with these holes; its newline is at end - 1. */
  learn(start: number, end: number, holes: LineHoles): void {
    let node = ROOT;
    let from = start;
    for (let i = 0; i < holes.count; i++) {
      const target = holes.target(i);
      const offset = target < 0 ? target : 4 * BLOCK_ROWS * target;
      node = this.#child(node, from, holes.start(i), offset, holes.depth(i));
      if (node === ROOT) return;
      from = holes.end(i);
    }
    this.#child(node, from, end, LINE_END, 0);
  }

  /** The child of `parent` with this text and target, made when there is none; ROOT = no room. */
  #child(parent: number, start: number, end: number, target: number, depth: number): number {
    const { words } = this.#kernel.views;
    const first = words[parent / 4 + CHILD]!;
    let siblings = 0;
    for (let node = first; node !== 0;) {
      if (this.#equals(node, start, end, target)) return node;
      siblings++;
      node = words[node / 4 + SIBLING]!;
      if (node === first) break;
    }
    const node = siblings < SIBLINGS_MAX ? this.#add(start, end, target, depth) : ROOT;
    if (node === ROOT) return ROOT;
    if (first !== 0) {
      words[node / 4 + SIBLING] = words[first / 4 + SIBLING]!;
      words[first / 4 + SIBLING] = node;
    }
    words[parent / 4 + CHILD] = node;
    return node;
  }

  #equals(node: number, start: number, end: number, target: number): boolean {
    const { words, bytes } = this.#kernel.views;
    const length = end - start;
    const text = node + 4 * TEXT;
    return (
      words[node / 4 + TARGET] === target &&
      words[node / 4 + LENGTH] === length &&
      bytes.compare(bytes, start, end, text, text + length) === 0
    );
  }

  /** A new node, its own only sibling. */
  #add(start: number, end: number, target: number, depth: number): number {
    const { words, bytes } = this.#kernel.views;
    const length = end - start;
    const blocks = Math.max(0, Math.ceil(length / BLOCK_BYTES) - 1);
    const node = this.#reserve(4 * TEXT + (blocks + 1) * BLOCK_BYTES);
    if (node === ROOT) return ROOT;
    const word = node / 4;
    words.fill(0, word, this.#end / 4);
    words[word + LENGTH] = length;
    words[word + TARGET] = target;
    words[word + DEPTH] = depth;
    words[word + SIBLING] = node;
    bytes.fill(255, node + 4 * MASK, node + 4 * MASK + length - blocks * BLOCK_BYTES);
    bytes.copyWithin(node + 4 * TEXT, start, end);
    return node;
  }

  /** When there is no more room all is forgotten, and nothing is learnt of the line under way. */
  #reserve(bytes: number): number {
    const node = this.#end;
    if (node + bytes <= LAYOUT_BYTES) {
      this.#end += bytes;
      return node;
    }
    if (this.#starts === STARTS_MAX) return ROOT;
    this.#starts++;
    this.#end = 4 * TEXT;
    this.#kernel.views.words[ROOT / 4 + CHILD] = 0;
    return ROOT;
  }
}
