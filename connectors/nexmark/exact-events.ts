/**
 * The beam and flink modes: every draw in its order, so that events equal those of the Java
 * generators.
 */
import { JavaRandom, SplittableRandom, type Draws, type SplitState } from './java-random.js';
import { extraText, nextPrice, nextString, sharedTexts, type SharedTexts } from './texts.js';
import {
  Kind,
  Timeline,
  auctionRange,
  categories,
  expiryEvents,
  firstCategory,
  firstId,
  hotEvery,
  kindOf,
  lastAuction,
  lastPerson,
  personRange,
  type TimelineOptions,
} from './timeline.js';
import { cities, firstNames, hotChannels, lastNames, states } from './words.js';

export interface PersonEvent {
  readonly kind: typeof Kind.Person;
  readonly id: number;
  readonly name: string;
  readonly emailAddress: string;
  readonly creditCard: string;
  readonly city: string;
  readonly state: string;
  readonly dateTime: number;
  readonly extra: string;
}
export interface AuctionEvent {
  readonly kind: typeof Kind.Auction;
  readonly id: number;
  readonly itemName: string;
  readonly description: string;
  readonly initialBid: number;
  readonly reserve: number;
  readonly dateTime: number;
  readonly expires: number;
  readonly seller: number;
  readonly category: number;
  readonly extra: string;
}
export interface BidEvent {
  readonly kind: typeof Kind.Bid;
  readonly auction: number;
  readonly bidder: number;
  readonly price: number;
  /** null in beam mode. */
  readonly channel: string | null;
  readonly url: string | null;
  readonly dateTime: number;
  readonly extra: string;
}
export type NexmarkEvent = PersonEvent | AuctionEvent | BidEvent;

const averageBytes = { person: 200, auction: 500, bid: 100 } as const;

/** Events in order; `state` is what a checkpoint needs beside the number of events made. */
export class ExactEvents {
  readonly timeline: Timeline;
  readonly #shared: SharedTexts | null;
  #random: Draws;

  /**
   * `seeds` of the flink rules: events, texts, URLs. beam has one generator an event, seeded by its
   * id.
   */
  constructor(options: TimelineOptions, seeds: { events: number; texts: number; urls: number }) {
    this.timeline = new Timeline(options);
    const flink = options.mode !== 'beam';
    this.#shared = flink
      ? sharedTexts(SplittableRandom.seeded(seeds.texts), SplittableRandom.seeded(seeds.urls))
      : null;
    this.#random = flink ? SplittableRandom.seeded(seeds.events) : new JavaRandom(0);
  }

  /** null in beam mode. */
  get state(): SplitState | null {
    return this.#random instanceof SplittableRandom ? this.#random.state : null;
  }
  restore(state: SplitState | null): void {
    if (state !== null) this.#random = new SplittableRandom(state);
  }

  /** The k-th event. flink: call with k = 0, 1, 2, ... */
  event(k: number): NexmarkEvent {
    const adjusted = this.timeline.adjusted(k);
    const id = this.timeline.eventId(adjusted);
    if (this.#shared === null) this.#random = new JavaRandom(id);
    switch (kindOf(id)) {
      case Kind.Person:
        return this.#person(id, adjusted);
      case Kind.Auction:
        return this.#auction(id, adjusted);
      default:
        return this.#bid(id, adjusted);
    }
  }

  #person(id: number, adjusted: number): PersonEvent {
    const random = this.#random;
    const name = `${pick(random, firstNames)} ${pick(random, lastNames)}`;
    const user = nextString(random, 7);
    const emailAddress = `${user}@${nextString(random, 5)}.com`;
    const four = (): string => String(random.nextBelow(10_000)).padStart(4, '0');
    const creditCard = `${four()} ${four()} ${four()} ${four()}`;
    const city = pick(random, cities);
    const state = pick(random, states);
    const bytes =
      8 + name.length + emailAddress.length + creditCard.length + city.length + state.length;
    const extra = this.#extra(bytes, averageBytes.person);
    const dateTime = this.timeline.timeMs(adjusted);
    return {
      kind: Kind.Person,
      id: lastPerson(id) + firstId,
      name,
      emailAddress,
      creditCard,
      city,
      state,
      dateTime,
      extra,
    };
  }

  #auction(id: number, adjusted: number): AuctionEvent {
    const random = this.#random;
    const dateTime = this.timeline.timeMs(adjusted);
    const seller =
      firstId + (random.nextBelow(4) > 0 ? hot(lastPerson(id)) : drawn(random, personRange(id)));
    const category = firstCategory + random.nextBelow(categories);
    const initialBid = nextPrice(random);
    const horizon = this.timeline.timeMs(adjusted + expiryEvents) - dateTime;
    const expires = dateTime + 1 + random.nextBelow(Math.max(horizon * 2, 1));
    const itemName = nextString(random, 20);
    const description = nextString(random, 100);
    const reserve = initialBid + nextPrice(random);
    const extra = this.#extra(8 + itemName.length + description.length + 40, averageBytes.auction);
    return {
      kind: Kind.Auction,
      id: lastAuction(id) + firstId,
      itemName,
      description,
      initialBid,
      reserve,
      dateTime,
      expires,
      seller,
      category,
      extra,
    };
  }

  #bid(id: number, adjusted: number): BidEvent {
    const random = this.#random;
    const auction =
      firstId + (random.nextBelow(2) > 0 ? hot(lastAuction(id)) : drawn(random, auctionRange(id)));
    const person =
      random.nextBelow(4) > 0 ? hot(lastPerson(id)) + 1 : drawn(random, personRange(id));
    const price = nextPrice(random);
    const [channel, url] = this.#channel();
    // The flink rules add the first id twice.
    const bidder = person + (this.#shared === null ? firstId : 2 * firstId);
    const extra = this.#extra(32, averageBytes.bid);
    const dateTime = this.timeline.timeMs(adjusted);
    return { kind: Kind.Bid, auction, bidder, price, channel, url, dateTime, extra };
  }

  #channel(): readonly [string | null, string | null] {
    if (this.#shared === null) return [null, null];
    const random = this.#random;
    if (random.nextBelow(2) === 0)
      return this.#shared.channels[random.nextBelow(this.#shared.channels.length)]!;
    const i = random.nextBelow(hotChannels.length);
    return [hotChannels[i]!, this.#shared.hotUrls[i]!];
  }

  #extra(current: number, average: number): string {
    return extraText(this.#random, current, average, this.#shared?.pool ?? null);
  }
}

function pick<T>(random: Draws, list: readonly T[]): T {
  return list[random.nextBelow(list.length)]!;
}
function hot(newest: number): number {
  return Math.floor(newest / hotEvery) * hotEvery;
}
function drawn(random: Draws, range: { first: number; count: number }): number {
  return range.first + random.nextBelow(range.count);
}
