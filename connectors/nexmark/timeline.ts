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

const eventsPerEpoch = 50;
const auctionsPerEpoch = 3;
const activePeople = 1000;
const inFlightAuctions = 100;
const idLead = 10;

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
    return group === 1 ? number : Math.floor(number / group) * group + ((number * 953) % group);
  }
  /** Id of an event from its adjusted number. */
  eventId(adjusted: number): number {
    return this.#options.firstEventId + adjusted;
  }
  /** Event time of an adjusted number, ms. */
  timeMs(adjusted: number): number {
    return this.#options.baseMs + Math.floor(Math.floor(adjusted * this.#delayUs) / 1000);
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
  const rest = eventId % eventsPerEpoch;
  if (rest < 1) return Kind.Person;
  return rest < 1 + auctionsPerEpoch ? Kind.Auction : Kind.Bid;
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
