/** Text fields of the fast mode, written straight as bytes. */
import type { Column } from '../../core/batch.js';
import { copyText, TextPool } from './fast-copy.js';
import { draw, drawBelow } from './fast-draws.js';
import type { FastEvents } from './fast-events.js';
import { SplittableRandom } from './java-random.js';
import { sharedTexts } from './texts.js';
import { Kind } from './timeline.js';
import { cities, firstNames, hotChannels, lastNames, states } from './words.js';

/** All texts are ASCII. */
export interface TextField {
  /** Texts of the events of `kind`; empty in other rows. */
  column(seed: number, events: FastEvents, kind: Kind): Pick<Column, 'values' | 'offsets'>;
}

export type TextFields = Readonly<Record<Kind, Readonly<Record<string, TextField>>>>;

/** Chooses the text of event `ids[rows[i]]`: pool bytes starts[i] .. ends[i]. */
type Choice = (
  seed: number,
  ids: Float64Array,
  rows: Int32Array,
  count: number,
  starts: Int32Array,
  ends: Int32Array,
) => void;

interface Pools {
  /** The characters that pad records; few enough to stay in the processor's cache. */
  readonly padding: TextPool;
  /** Letters with a blank among 13: names of items, descriptions. */
  readonly letters: TextPool;
  /** Those of the four hot channels first. */
  readonly urls: TextPool;
  readonly channels: TextPool;
}

const lettersLength = 1 << 14;
const paddingLength = 1 << 16;

/** About 60 ms: made when a text field is wanted. */
function makePools(): Pools {
  const shared = sharedTexts(SplittableRandom.seeded(1), SplittableRandom.seeded(2));
  const letters = new Uint8Array(lettersLength);
  for (let i = 0; i < lettersLength; i++) {
    letters[i] = drawBelow(3, i, 0, 13) === 0 ? 32 : 97 + drawBelow(3, i, 1, 26);
  }
  return {
    padding: new TextPool([shared.pool.slice(0, paddingLength)]),
    letters: new TextPool([new TextDecoder().decode(letters)]),
    urls: new TextPool([...shared.hotUrls, ...shared.channels.map(([, url]) => url)]),
    channels: new TextPool([...hotChannels, ...shared.channels.map(([channel]) => channel)]),
  };
}

/** Text fields by kind of event and name. */
export function textFields(): TextFields {
  const pools = makePools();
  const names = firstNames.flatMap((first) => lastNames.map((last) => `${first} ${last}`));
  return {
    [Kind.Person]: {
      name: oneOf(names, 0),
      emailAddress: written(16, writeEmail),
      creditCard: written(19, writeCard),
      city: oneOf(cities, 8),
      state: oneOf(states, 9),
      extra: padding(pools.padding, 135, 10),
    },
    [Kind.Auction]: {
      itemName: words(pools.letters, 20, 6),
      description: words(pools.letters, 100, 7),
      extra: padding(pools.padding, 390, 8),
    },
    [Kind.Bid]: {
      channel: hotOr(pools.channels),
      url: hotOr(pools.urls),
      extra: padding(pools.padding, 68, 8),
    },
  };
}

/** Texts that are parts of a pool. */
function chosen(pool: TextPool, choice: Choice): TextField {
  return {
    column: (seed, events, kind) => {
      const { rows, count } = events.of(kind);
      const starts = new Int32Array(count);
      const ends = new Int32Array(count);
      choice(seed, events.ids, rows, count, starts, ends);
      return copyText(pool, { rows, count, starts, ends }, events.count);
    },
  };
}

function oneOf(texts: readonly string[], number: number): TextField {
  const pool = new TextPool(texts);
  return chosen(pool, (seed, ids, rows, count, starts, ends) => {
    for (let i = 0; i < count; i++) {
      const text = drawBelow(seed, ids[rows[i]!]!, number, texts.length);
      starts[i] = pool.starts[text]!;
      ends[i] = pool.starts[text + 1]!;
    }
  });
}

/**
 * Half of the bids go through one of the four first texts. Draws 5 to 7, the same for channel and
 * url.
 */
function hotOr(pool: TextPool): TextField {
  const first = hotChannels.length;
  const others = pool.starts.length - 1 - first;
  return chosen(pool, (seed, ids, rows, count, starts, ends) => {
    for (let i = 0; i < count; i++) {
      const id = ids[rows[i]!]!;
      const isHot = (draw(seed, id, 5) & 1) > 0;
      const text = isHot ? draw(seed, id, 6) & 3 : first + drawBelow(seed, id, 7, others);
      starts[i] = pool.starts[text]!;
      ends[i] = pool.starts[text + 1]!;
    }
  });
}

/** About `average` bytes, give or take a fifth. */
function padding(pool: TextPool, average: number, number: number): TextField {
  const delta = Math.round(average * 0.2);
  const poolBytes = pool.starts[1]!;
  return chosen(pool, (seed, ids, rows, count, starts, ends) => {
    for (let i = 0; i < count; i++) {
      const id = ids[rows[i]!]!;
      const length = average - delta + drawBelow(seed, id, number, 2 * delta);
      starts[i] = drawBelow(seed, id, number + 1, poolBytes - length);
      ends[i] = starts[i]! + length;
    }
  });
}

/** 3 to max-1 characters without blanks at the ends. */
function words(pool: TextPool, max: number, number: number): TextField {
  const { bytes } = pool;
  return chosen(pool, (seed, ids, rows, count, starts, ends) => {
    for (let i = 0; i < count; i++) {
      const bits = draw(seed, ids[rows[i]!]!, number);
      let from = bits % (lettersLength - max);
      let end = from + 3 + Math.floor((bits / 4294967296) * (max - 3));
      while (from < end && bytes[from] === 32) from++;
      while (end > from && bytes[end - 1] === 32) end--;
      starts[i] = from;
      ends[i] = end;
    }
  });
}

/** Texts made letter by letter; `write` gives the end and writes at most `bytesMax` bytes. */
function written(
  bytesMax: number,
  write: (seed: number, id: number, target: Uint8Array, at: number) => number,
): TextField {
  return {
    column: (seed, events, kind) => {
      const { rows, count } = events.of(kind);
      const bytes = new Uint8Array(count * bytesMax);
      const offsets = new Int32Array(events.count + 1);
      let at = 0;
      let filled = 0;
      for (let i = 0; i < count; i++) {
        const row = rows[i]!;
        while (filled < row) offsets[++filled] = at;
        at = write(seed, events.ids[row]!, bytes, at);
        offsets[++filled] = at;
      }
      while (filled < events.count) offsets[++filled] = at;
      return { values: bytes.subarray(0, at), offsets };
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
