/**
 * The rows of a batch on their way into a top-N: those that may matter are stored together, in no
 * bucket yet; rows behind the bound already are not stored at all.
 */
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import type { TopNNode } from '../../nodes.js';
import type { RowMultimap } from '../../state/state.js';
import { boundOf } from './rank-bound.js';
import type { Rankings } from './rankings.js';

/** One instance per top-N; see the header. */
export class Arrivals {
  /** By place in the batch: the row's slot, or -1. Valid until the next `store`. */
  readonly slots = new Int32Array(BATCH_ROWS);
  readonly #node: TopNNode;
  readonly #keepsAll: boolean;
  readonly #rows: RowMultimap;
  readonly #rankings: Rankings;
  readonly #places = new Int32Array(BATCH_ROWS);
  readonly #stored = new Int32Array(BATCH_ROWS);
  readonly #storedSlots = new Int32Array(BATCH_ROWS);

  /** `keepsAll`: rows behind the bound may move up one day. */
  constructor(node: TopNNode, keepsAll: boolean, rows: RowMultimap, rankings: Rankings) {
    this.#node = node;
    this.#keepsAll = keepsAll;
    this.#rows = rows;
    this.#rankings = rankings;
  }

  /**
   * Takes the physical rows last given to the rankings' input, with their buckets, whose rankings
   * it loads.
   */
  store(batch: Batch, physical: Int32Array, buckets: Int32Array, count: number): void {
    if (this.#keepsAll) {
      for (let i = 0; i < count; i++) this.#rankings.load(buckets[i]!);
      this.#rows.store(batch, physical, count, this.slots);
      return;
    }
    const { to, toColumn } = this.#node;
    let stored = 0;
    for (let i = 0; i < count; i++) {
      const row = physical[i]!;
      this.slots[i] = -1;
      this.#rankings.load(buckets[i]!);
      const bound = boundOf(batch, toColumn, to, row);
      if (!this.#rankings.enters(buckets[i]!, i, bound)) continue;
      this.#stored[stored] = row;
      this.#places[stored++] = i;
    }
    if (stored === 0) return;
    this.#rows.store(batch, this.#stored, stored, this.#storedSlots);
    for (let k = 0; k < stored; k++) this.slots[this.#places[k]!] = this.#storedSlots[k]!;
  }
}
