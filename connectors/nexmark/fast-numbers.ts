/** Number fields of the fast mode as functions of (seed, event id, its time). */
import { draw, drawBelow, drawPrice } from './fast-draws.js';
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

/** `adjusted` is the event's number on the timeline. */
export type NumberField = (
  seed: number,
  id: number,
  adjusted: number,
  timeline: Timeline,
) => number;

const hot = (newest: number): number => Math.floor(newest / hotEvery) * hotEvery;

function somePerson(seed: number, id: number, number: number): number {
  const { first, count } = personRange(id);
  return first + drawBelow(seed, id, number, count);
}
function someAuction(seed: number, id: number, number: number): number {
  const { first, count } = auctionRange(id);
  return first + drawBelow(seed, id, number, count);
}

const time: NumberField = (_seed, _id, adjusted, timeline) => timeline.timeMs(adjusted);
const initialBid: NumberField = (seed, id) => drawPrice(seed, id, 3);

/** By kind of event, then name. BIGINTs and times; all are safe integers. */
export const numberFields: Readonly<Record<Kind, Readonly<Record<string, NumberField>>>> = {
  [Kind.Person]: { id: (_seed, id) => lastPerson(id) + firstId, dateTime: time },
  [Kind.Auction]: {
    id: (_seed, id) => lastAuction(id) + firstId,
    dateTime: time,
    seller: (seed, id) =>
      firstId + ((draw(seed, id, 0) & 3) > 0 ? hot(lastPerson(id)) : somePerson(seed, id, 1)),
    category: (seed, id) => firstCategory + drawBelow(seed, id, 2, categories),
    initialBid,
    reserve: (seed, id, adjusted, timeline) =>
      initialBid(seed, id, adjusted, timeline) + drawPrice(seed, id, 4),
    expires: (seed, id, adjusted, timeline) => {
      const start = timeline.timeMs(adjusted);
      const horizon = timeline.timeMs(adjusted + expiryEvents) - start;
      return start + 1 + drawBelow(seed, id, 5, Math.max(horizon * 2, 1));
    },
  },
  [Kind.Bid]: {
    auction: (seed, id) =>
      firstId + ((draw(seed, id, 0) & 1) > 0 ? hot(lastAuction(id)) : someAuction(seed, id, 1)),
    bidder: (seed, id) =>
      2 * firstId +
      ((draw(seed, id, 2) & 3) > 0 ? hot(lastPerson(id)) + 1 : somePerson(seed, id, 3)),
    price: (seed, id) => drawPrice(seed, id, 4),
    dateTime: time,
  },
};
