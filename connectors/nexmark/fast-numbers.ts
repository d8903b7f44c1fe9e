/** Number fields of the fast mode: BIGINTs and times; all are safe integers. */
import { drawBits, drawPrice, drawScaled, eventKey, runKey, scaleOf } from './fast-draws.js';
import type { Runs } from './fast-events.js';
import {
  Kind,
  auctionRange,
  categories,
  expiryEvents,
  firstCategory,
  firstId,
  hotEvery,
  lastAuction,
  lastPerson,
  personRange,
  type Timeline,
} from './timeline.js';

/** Writes a BIGINT field of all runs: low and high word by row. `words` are zeros before. */
export type BigintLoop = (seed: number, runs: Runs, words: Int32Array) => void;

/** Writes a time field of all runs, ms by row. `out` are zeros before. */
export type TimeLoop = (seed: number, runs: Runs, out: Float64Array, timeline: Timeline) => void;

/** One value that is not negative. */
type BigintField = (key: number, id: number) => number;

function each(field: BigintField): BigintLoop {
  return (seed, { count, rows, lengths, ids }, words) => {
    for (let r = 0; r < count; r++) {
      const key = runKey(seed, ids[r]!);
      for (let i = 0; i < lengths[r]!; i++) {
        const id = ids[r]! + i;
        const value = field(eventKey(key, id | 0), id);
        const at = 2 * (rows[r]! + i);
        words[at] = value | 0;
        words[at + 1] = (value / 4294967296) | 0;
      }
    }
  };
}

const hot = (newest: number): number => Math.floor(newest / hotEvery) * hotEvery;

const seller: BigintField = (key, id) => {
  if ((drawBits(key, 0) & 3) > 0) return firstId + hot(lastPerson(id));
  const { first, count } = personRange(id);
  return firstId + first + drawScaled(key, 1, scaleOf(count));
};

// Nine of ten events are bids: each of their fields has a loop of its own. What only the epoch
// decides is found once a run, and a choice is made by masks, as half of the branches would be
// mispredicted.
const bidAuction: BigintLoop = (seed, { count, rows, lengths, ids }, words) => {
  for (let r = 0; r < count; r++) {
    const id = ids[r]!;
    const { first, count: candidates } = auctionRange(id);
    const scale = scaleOf(candidates);
    const hotPlace = (hot(lastAuction(id)) - first) | 0;
    const key = runKey(seed, id);
    const low = id | 0;
    const base = (firstId + first) | 0;
    const high = ((firstId + first) / 4294967296) | 0;
    const end = lengths[r]!;
    let at = 2 * rows[r]!;
    for (let i = 0; i < end; i++, at += 2) {
      const event = eventKey(key, (low + i) | 0);
      const isHot = (drawBits(event, 0) << 31) >> 31;
      const place = (hotPlace & isHot) | (drawScaled(event, 1, scale) & ~isHot);
      words[at] = base + place;
      words[at + 1] = high + carry(base, place);
    }
  }
};
const bidBidder: BigintLoop = (seed, { count, rows, lengths, ids }, words) => {
  for (let r = 0; r < count; r++) {
    const id = ids[r]!;
    const { first, count: candidates } = personRange(id);
    const scale = scaleOf(candidates);
    const hotPlace = (hot(lastPerson(id)) + 1 - first) | 0;
    const key = runKey(seed, id);
    const low = id | 0;
    const base = (2 * firstId + first) | 0;
    const high = ((2 * firstId + first) / 4294967296) | 0;
    const end = lengths[r]!;
    let at = 2 * rows[r]!;
    for (let i = 0; i < end; i++, at += 2) {
      const event = eventKey(key, (low + i) | 0);
      const isCold = ((drawBits(event, 2) & 3) - 1) >> 31;
      const place = (hotPlace & ~isCold) | (drawScaled(event, 3, scale) & isCold);
      words[at] = base + place;
      words[at + 1] = high + carry(base, place);
    }
  }
};
const bidPrice: BigintLoop = (seed, { count, rows, lengths, ids }, words) => {
  for (let r = 0; r < count; r++) {
    const key = runKey(seed, ids[r]!);
    const low = ids[r]! | 0;
    const end = lengths[r]!;
    let at = 2 * rows[r]!;
    for (let i = 0; i < end; i++, at += 2) {
      words[at] = drawPrice(eventKey(key, (low + i) | 0), 4); // the high word is 0
    }
  }
};

/** 1 when the low word `base` overflows by adding `place`, which is not negative. */
function carry(base: number, place: number): number {
  return (base + place) >>> 0 < place ? 1 : 0;
}

/** By kind of event, then name. */
export const bigintFields: Readonly<Record<Kind, Readonly<Record<string, BigintLoop>>>> = {
  [Kind.Person]: { id: each((_key, id) => lastPerson(id) + firstId) },
  [Kind.Auction]: {
    id: each((_key, id) => lastAuction(id) + firstId),
    seller: each(seller),
    category: each((key) => firstCategory + drawScaled(key, 2, scaleOf(categories))),
    initialBid: each((key) => drawPrice(key, 3)),
    reserve: each((key) => drawPrice(key, 3) + drawPrice(key, 4)),
  },
  [Kind.Bid]: { auction: bidAuction, bidder: bidBidder, price: bidPrice },
};

const dateTime: TimeLoop = (_seed, { count, rows, lengths, ids }, out, timeline) => {
  for (let r = 0; r < count; r++) timeline.writeTimes(ids[r]!, lengths[r]!, out, rows[r]!);
};
const expires: TimeLoop = (seed, { count, rows, lengths, ids }, out, timeline) => {
  for (let r = 0; r < count; r++) {
    const key = runKey(seed, ids[r]!);
    for (let i = 0; i < lengths[r]!; i++) {
      const id = ids[r]! + i;
      const start = timeline.timeOfId(id);
      const horizon = timeline.timeOfId(id + expiryEvents) - start;
      const bound = Math.max(horizon * 2, 1);
      const wait = Math.floor((drawBits(eventKey(key, id | 0), 5) >>> 0) * scaleOf(bound));
      out[rows[r]! + i] = start + 1 + wait;
    }
  }
};

/** By kind of event, then name. */
export const timeFields: Readonly<Record<Kind, Readonly<Record<string, TimeLoop>>>> = {
  [Kind.Person]: { dateTime },
  [Kind.Auction]: { dateTime, expires },
  [Kind.Bid]: { dateTime },
};
