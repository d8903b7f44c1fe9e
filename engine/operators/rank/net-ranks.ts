/**
 * The net change of the visible places of the partitions a batch touches: what they held before
 * its first change against what they hold after its last.
 */
import { longerInt32 } from '../../../core/longer-int32.js';
import { RowKind } from '../../../core/rowkind.js';
import type { RankOutput } from './rank-output.js';
import type { Rankings } from './rankings.js';

export class NetRanks {
  /** Places [from, to), 0-based. */
  readonly #from: number;
  readonly #to: number;
  readonly #hasRank: boolean;
  /** By bucket: its place in the lists below while it is among them. */
  #places = new Int32Array(0);
  #buckets = new Int32Array(16);
  /** Physical row of the bucket's last change. */
  #causes = new Int32Array(16);
  /** Where the bucket's slots start in #before; one more than buckets. */
  #starts = new Int32Array(17);
  #before = new Int32Array(64);
  #after = new Int32Array(16);
  #count = 0;

  constructor(from: number, to: number, hasRank: boolean) {
    this.#from = from;
    this.#to = to;
    this.#hasRank = hasRank;
  }

  /** Number of rankings touched since the last `emit`. */
  get touched(): number {
    return this.#count;
  }
  /** Bucket of touched ranking `k`. */
  bucketAt(k: number): number {
    return this.#buckets[k]!;
  }

  /** Must precede every change of the ranking. */
  touch(bucket: number, rankings: Rankings, cause: number): void {
    if (bucket >= this.#places.length) this.#places = grown(this.#places, bucket + 1);
    const known = this.#places[bucket]!;
    if (known < this.#count && this.#buckets[known] === bucket) {
      this.#causes[known] = cause;
      return;
    }
    const at = this.#count++;
    if (at + 1 >= this.#buckets.length) {
      this.#buckets = grown(this.#buckets, at + 2);
      this.#causes = grown(this.#causes, at + 2);
      this.#starts = grown(this.#starts, at + 3);
    }
    this.#places[bucket] = at;
    this.#buckets[at] = bucket;
    this.#causes[at] = cause;
    let end = this.#starts[at]!;
    const last = Math.min(this.#to, rankings.count(bucket));
    if (end + last - this.#from > this.#before.length)
      this.#before = grown(this.#before, end + last - this.#from);
    for (let place = this.#from; place < last; place++)
      this.#before[end++] = rankings.slotAt(bucket, place);
    this.#starts[at + 1] = end;
  }

  /** Emits all changes since the last call; the rows they took away are still stored. */
  emit(rankings: Rankings, output: RankOutput): void {
    for (let at = 0; at < this.#count; at++) {
      const bucket = this.#buckets[at]!;
      const before = this.#before.subarray(this.#starts[at]!, this.#starts[at + 1]!);
      const last = Math.min(this.#to, rankings.count(bucket));
      const count = Math.max(0, last - this.#from);
      if (count > this.#after.length) this.#after = grown(this.#after, count);
      for (let i = 0; i < count; i++) this.#after[i] = rankings.slotAt(bucket, this.#from + i);
      const after = this.#after.subarray(0, count);
      if (this.#hasRank) this.#emitPlaces(before, after, this.#causes[at]!, output);
      else emitRows(before, after, this.#causes[at]!, output);
    }
    this.#count = 0;
  }

  #emitPlaces(before: Int32Array, after: Int32Array, cause: number, output: RankOutput): void {
    const both = Math.min(before.length, after.length);
    for (let i = 0; i < both; i++) {
      if (before[i] === after[i]) continue;
      const rank = this.#from + i + 1;
      output.add(before[i]!, RowKind.UpdateBefore, rank, cause);
      output.add(after[i]!, RowKind.UpdateAfter, rank, cause);
    }
    for (let i = both; i < before.length; i++)
      output.add(before[i]!, RowKind.Delete, this.#from + i + 1, cause);
    for (let i = both; i < after.length; i++)
      output.add(after[i]!, RowKind.Insert, this.#from + i + 1, cause);
  }
}

function emitRows(before: Int32Array, after: Int32Array, cause: number, output: RankOutput): void {
  for (let i = 0; i < before.length; i++)
    if (!after.includes(before[i]!)) output.add(before[i]!, RowKind.Delete, 1, cause);
  for (let i = 0; i < after.length; i++)
    if (!before.includes(after[i]!)) output.add(after[i]!, RowKind.Insert, 1, cause);
}

function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  return longerInt32(array, Math.max(least, array.length * 2));
}
