/** Number fields of the fast mode: BIGINTs and times; all are safe integers. */
import { draw, drawBelow, drawPrice } from './fast-draws.js';
import type { FastEvents } from './fast-events.js';
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

/** Writes the field of rows[0..count) to `out`, by row. */
export type NumberLoop = (
  seed: number,
  events: FastEvents,
  rows: Int32Array,
  count: number,
  out: Float64Array,
) => void;

/** One value; `adjusted` is the event's number on the timeline. */
type NumberField = (seed: number, id: number, adjusted: number, timeline: Timeline) => number;

function each(field: NumberField): NumberLoop {
  return (seed, { ids, adjusted, timeline }, rows, count, out) => {
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      out[row] = field(seed, ids[row]!, adjusted[row]!, timeline);
    }
  };
}

const hot = (newest: number): number => Math.floor(newest / hotEvery) * hotEvery;

function somePerson(seed: number, id: number, number: number): number {
  const { first, count } = personRange(id);
  return first + drawBelow(seed, id, number, count);
}
function someAuction(seed: number, id: number, number: number): number {
  const { first, count } = auctionRange(id);
  return first + drawBelow(seed, id, number, count);
}

const time: NumberLoop = (_seed, { adjusted, timeline }, rows, count, out) => {
  for (let i = 0; i < count; i++) out[rows[i]!] = timeline.timeMs(adjusted[rows[i]!]!);
};
const initialBid: NumberField = (seed, id) => drawPrice(seed, id, 3);

// Nine of ten events are bids: each of their fields has a loop of its own, which the compiler can
// inline into.
const bidAuction: NumberLoop = (seed, { ids }, rows, count, out) => {
  for (let i = 0; i < count; i++) {
    const id = ids[rows[i]!]!;
    const isHot = (draw(seed, id, 0) & 1) > 0;
    out[rows[i]!] = firstId + (isHot ? hot(lastAuction(id)) : someAuction(seed, id, 1));
  }
};
const bidBidder: NumberLoop = (seed, { ids }, rows, count, out) => {
  for (let i = 0; i < count; i++) {
    const id = ids[rows[i]!]!;
    const isHot = (draw(seed, id, 2) & 3) > 0;
    out[rows[i]!] = 2 * firstId + (isHot ? hot(lastPerson(id)) + 1 : somePerson(seed, id, 3));
  }
};
const bidPrice: NumberLoop = (seed, { ids }, rows, count, out) => {
  for (let i = 0; i < count; i++) out[rows[i]!] = drawPrice(seed, ids[rows[i]!]!, 4);
};

/** By kind of event, then name. */
export const numberFields: Readonly<Record<Kind, Readonly<Record<string, NumberLoop>>>> = {
  [Kind.Person]: { id: each((_seed, id) => lastPerson(id) + firstId), dateTime: time },
  [Kind.Auction]: {
    id: each((_seed, id) => lastAuction(id) + firstId),
    dateTime: time,
    seller: each(
      (seed, id) =>
        firstId + ((draw(seed, id, 0) & 3) > 0 ? hot(lastPerson(id)) : somePerson(seed, id, 1)),
    ),
    category: each((seed, id) => firstCategory + drawBelow(seed, id, 2, categories)),
    initialBid: each(initialBid),
    reserve: each(
      (seed, id, adjusted, timeline) =>
        initialBid(seed, id, adjusted, timeline) + drawPrice(seed, id, 4),
    ),
    expires: each((seed, id, adjusted, timeline) => {
      const start = timeline.timeMs(adjusted);
      const horizon = timeline.timeMs(adjusted + expiryEvents) - start;
      return start + 1 + drawBelow(seed, id, 5, Math.max(horizon * 2, 1));
    }),
  },
  [Kind.Bid]: { auction: bidAuction, bidder: bidBidder, price: bidPrice, dateTime: time },
};
