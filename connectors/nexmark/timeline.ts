/**
 * Which event comes k-th, of which kind, with which time and ids: the part of Nexmark without
 * chance.
 */

export type NexmarkMode = 'beam' | 'flink' | 'fast';

export interface TimelineOptions {
  readonly mode: NexmarkMode;
  readonly baseMs: number;
  readonly ratePerSecond: number;
  readonly outOfOrderGroup: number;
  readonly firstEventId: number;
  readonly firstEventNumber: number;
  /** Generators that share the timeline; the delay between events grows with it. */
  readonly generators: number;
}

export const Kind = { Person: 0, Auction: 1, Bid: 2 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

export const eventsPerEpoch = 50;
const auctionsPerEpoch = 3;
/** Within an epoch: where persons, auctions and bids begin, and its end. */
const firstOffsets = [0, 1, 1 + auctionsPerEpoch, eventsPerEpoch] as const;
const activePeople = 1000;
const inFlightAuctions = 100;
const idLead = 10;
const shuffleStep = 953;

/** Numbers, ids and times of events, by the rules of one mode. */
export class Timeline {
  readonly #options: TimelineOptions;
  readonly #delayUs: number;

  constructor(options: TimelineOptions) {
    const { mode, ratePerSecond: rate, generators } = options;
    this.#options = options;
    this.#delayUs =
      mode === 'beam'
        ? Math.floor((1e6 + Math.floor(rate / 2)) / rate) * generators
        : (1e6 / rate) * generators;
  }

  /** Number of the k-th event after the shuffle within out-of-order groups. */
  adjusted(k: number): number {
    const number = this.#options.firstEventNumber + k;
    const group = this.#options.outOfOrderGroup;
    return group === 1
      ? number
      : Math.floor(number / group) * group + ((number * shuffleStep) % group);
  }
  /** Are the ids of consecutive events consecutive? */
  get inOrder(): boolean {
    return this.#options.outOfOrderGroup === 1;
  }
  /** Id of an event from its adjusted number. */
  eventId(adjusted: number): number {
    return this.#options.firstEventId + adjusted;
  }
  /** Ids of the events k = first .. first + count - 1. */
  ids(first: number, count: number): Float64Array {
    const { firstEventNumber, outOfOrderGroup: group } = this.#options;
    const ids = new Float64Array(count);
    let place = (firstEventNumber + first) % group;
    let start = this.eventId(firstEventNumber + first - place);
    const step = shuffleStep % group;
    let shuffled = (place * step) % group;
    for (let i = 0; i < count; i++) {
      ids[i] = start + shuffled;
      shuffled += step;
      if (shuffled >= group) shuffled -= group;
      if (++place < group) continue;
      place = 0;
      shuffled = 0;
      start += group;
    }
    return ids;
  }
  /** Event time of an adjusted number, ms. */
  timeMs(adjusted: number): number {
    return this.#options.baseMs + Math.floor(Math.floor(adjusted * this.#delayUs) / 1000);
  }
  /** Event time of an event's id, ms. */
  timeOfId(id: number): number {
    return this.timeMs(id - this.#options.firstEventId);
  }
  /** Writes the times of the events id .. id + count - 1 to out[at] and behind, ms. */
  writeTimes(id: number, count: number, out: Float64Array, at: number): void {
    const delay = this.#delayUs;
    const adjusted = id - this.#options.firstEventId;
    let time = 0;
    let nextUs = -1; // where the next millisecond begins
    for (let i = 0; i < count; i++) {
      const us = (adjusted + i) * delay;
      if (us >= nextUs) {
        const ms = Math.floor(Math.floor(us) / 1000);
        nextUs = (ms + 1) * 1000;
        time = this.#options.baseMs + ms;
      }
      out[at + i] = time;
    }
  }
  /** Lower bound of the times of the k-th event and all later ones, ms. */
  watermarkMs(k: number): number {
    const number = this.#options.firstEventNumber + k;
    const group = this.#options.outOfOrderGroup;
    return this.timeMs(Math.floor(number / group) * group);
  }
}

/** 2 % persons, 6 % auctions, 92 % bids. */
export function kindOf(eventId: number): Kind {
  const offset = eventId - Math.floor(eventId / eventsPerEpoch) * eventsPerEpoch;
  if (offset < firstOffsets[Kind.Auction]) return Kind.Person;
  return offset < firstOffsets[Kind.Bid] ? Kind.Auction : Kind.Bid;
}

/** Where the events of `kind` begin within their epoch; the epoch's length behind the last kind. */
export function firstOffset(kind: number): number {
  return firstOffsets[kind]!;
}

/** Base-0 id of the newest person at event `id`. */
export function lastPerson(id: number): number {
  return Math.floor(id / eventsPerEpoch);
}

/** Base-0 id of the newest auction at event `id`; -1 before the first. */
export function lastAuction(id: number): number {
  const epoch = Math.floor(id / eventsPerEpoch);
  const offset = id - epoch * eventsPerEpoch;
  if (offset < 1) return (epoch - 1) * auctionsPerEpoch + 2;
  return offset >= 4 ? epoch * auctionsPerEpoch + 2 : epoch * auctionsPerEpoch + offset - 1;
}

/** Candidates of a random person at event `id`: `first + draw(count)`, a few not there yet. */
export function personRange(id: number): { first: number; count: number } {
  const people = lastPerson(id) + 1;
  const active = Math.min(people, activePeople);
  return { first: people - active, count: active + idLead };
}

/** Candidates of a random auction at event `id`. */
export function auctionRange(id: number): { first: number; count: number } {
  const newest = lastAuction(id);
  const first = Math.max(newest - inFlightAuctions, 0);
  return { first, count: newest - first + 1 + idLead };
}

/** Events until about 100 auctions later: the horizon of an auction's expiry. */
export const expiryEvents = Math.floor((inFlightAuctions * eventsPerEpoch) / auctionsPerEpoch);
/** Popular persons and auctions change every hundred. */
export const hotEvery = 100;
export const firstId = 1000;
export const firstCategory = 10;
export const categories = 5;
