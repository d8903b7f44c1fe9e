/** Text fields of the fast mode, written straight as bytes. */
import { draw, drawBelow } from './fast-draws.js';
import { SplittableRandom } from './java-random.js';
import { sharedTexts } from './texts.js';
import { Kind } from './timeline.js';
import { cities, firstNames, hotChannels, lastNames, states } from './words.js';

/** Writes the text of event `id` at `at` and returns the end; at most `bytesMax` bytes, all ASCII. */
export interface TextField {
  readonly bytesMax: number;
  write(seed: number, id: number, target: Uint8Array, at: number): number;
}

interface Pools {
  /** 1 MiB of the characters that pad records. */
  readonly padding: Uint8Array;
  /** Letters with a blank among 13: names of items, descriptions. */
  readonly letters: Uint8Array;
  readonly urls: readonly Uint8Array[];
  readonly hotUrls: readonly Uint8Array[];
  readonly channels: readonly Uint8Array[];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const lettersLength = 1 << 16;

/** About 60 ms: made when a text field is wanted. */
function makePools(): Pools {
  const shared = sharedTexts(SplittableRandom.seeded(1), SplittableRandom.seeded(2));
  const letters = new Uint8Array(lettersLength);
  for (let i = 0; i < lettersLength; i++) {
    letters[i] = drawBelow(3, i, 0, 13) === 0 ? 32 : 97 + drawBelow(3, i, 1, 26);
  }
  return {
    padding: encode(shared.pool),
    letters,
    urls: shared.channels.map(([, url]) => encode(url)),
    hotUrls: shared.hotUrls.map(encode),
    channels: shared.channels.map(([channel]) => encode(channel)),
  };
}

/** Text fields by kind of event and name. */
export function textFields(): Readonly<Record<Kind, Readonly<Record<string, TextField>>>> {
  const pools = makePools();
  const hot = hotChannels.map(encode);
  return {
    [Kind.Person]: {
      name: oneOf(
        firstNames.flatMap((first) => lastNames.map((last) => encode(`${first} ${last}`))),
        0,
      ),
      emailAddress: { bytesMax: 16, write: writeEmail },
      creditCard: { bytesMax: 19, write: writeCard },
      city: oneOf(cities.map(encode), 8),
      state: oneOf(states.map(encode), 9),
      extra: padding(pools.padding, 135, 10),
    },
    [Kind.Auction]: {
      itemName: words(pools.letters, 20, 6),
      description: words(pools.letters, 100, 7),
      extra: padding(pools.padding, 390, 8),
    },
    [Kind.Bid]: {
      channel: hotOr(hot, pools.channels),
      url: hotOr(pools.hotUrls, pools.urls),
      extra: padding(pools.padding, 68, 8),
    },
  };
}

function copy(
  source: Uint8Array,
  from: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let to = at;
  for (let i = from; i < end; i++) target[to++] = source[i]!;
  return to;
}

function oneOf(texts: readonly Uint8Array[], number: number): TextField {
  const bytesMax = Math.max(...texts.map((text) => text.length));
  return {
    bytesMax,
    write: (seed, id, target, at) => {
      const text = texts[drawBelow(seed, id, number, texts.length)]!;
      return copy(text, 0, text.length, target, at);
    },
  };
}

/** Half of the bids go through one of four channels. Draws 5 to 7, the same for channel and url. */
function hotOr(hot: readonly Uint8Array[], others: readonly Uint8Array[]): TextField {
  const bytesMax = [...hot, ...others].reduce((max, text) => Math.max(max, text.length), 0);
  return {
    bytesMax,
    write: (seed, id, target, at) => {
      const isHot = (draw(seed, id, 5) & 1) > 0;
      const text = isHot
        ? hot[draw(seed, id, 6) & 3]!
        : others[drawBelow(seed, id, 7, others.length)]!;
      return copy(text, 0, text.length, target, at);
    },
  };
}

/** About `average` bytes, give or take a fifth. */
function padding(pool: Uint8Array, average: number, number: number): TextField {
  const delta = Math.round(average * 0.2);
  return {
    bytesMax: average + delta,
    write: (seed, id, target, at) => {
      const length = average - delta + drawBelow(seed, id, number, 2 * delta);
      const from = drawBelow(seed, id, number + 1, pool.length - length);
      return copy(pool, from, from + length, target, at);
    },
  };
}

/** 3 to max-1 characters without blanks at the ends. */
function words(pool: Uint8Array, max: number, number: number): TextField {
  return {
    bytesMax: max,
    write: (seed, id, target, at) => {
      const bits = draw(seed, id, number);
      let from = bits % (lettersLength - max);
      let end = from + 3 + Math.floor((bits / 4294967296) * (max - 3));
      while (from < end && pool[from] === 32) from++;
      while (end > from && pool[end - 1] === 32) end--;
      return copy(pool, from, end, target, at);
    },
  };
}

function writeEmail(seed: number, id: number, target: Uint8Array, at: number): number {
  let to = writeLetters(draw(seed, id, 2), 3 + drawBelow(seed, id, 1, 4), target, at);
  target[to++] = 64; // @
  to = writeLetters(draw(seed, id, 4), 3 + drawBelow(seed, id, 3, 2), target, to);
  target[to] = 46; // .com
  target[to + 1] = 99;
  target[to + 2] = 111;
  target[to + 3] = 109;
  return to + 4;
}
function writeLetters(bits: number, count: number, target: Uint8Array, at: number): number {
  let rest = bits;
  for (let i = 0; i < count; i++) {
    target[at + i] = 97 + (rest % 26);
    rest = (rest / 26) >>> 0;
  }
  return at + count;
}

function writeCard(seed: number, id: number, target: Uint8Array, at: number): number {
  for (let group = 0; group < 4; group++) {
    let digits = drawBelow(seed, id, 11 + group, 10_000);
    const first = at + group * 5;
    for (let i = 3; i >= 0; i--) {
      target[first + i] = 48 + (digits % 10);
      digits = Math.floor(digits / 10);
    }
    if (group < 3) target[first + 4] = 32;
  }
  return at + 19;
}
