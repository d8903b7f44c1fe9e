/** Text fields of the fast mode, written straight as bytes. */
import { BATCH_ROWS } from '../../core/batch.js';
import { TextMemory, type TextPool, type Texts } from './fast-copy.js';
import { drawBelow, drawBits, drawScaled, eventKey, runKey, scaleOf } from './fast-draws.js';
import type { Runs } from './fast-events.js';
import { writeCard, writeEmail } from './fast-letters.js';
import { SplittableRandom } from './java-random.js';
import { sharedTexts } from './texts.js';
import { Kind } from './timeline.js';
import { cities, firstNames, hotChannels, lastNames, states } from './words.js';

/** Chooses a part of a pool for each event of `runs`. */
type Choice = (seed: number, runs: Runs, starts: Int32Array, lengths: Int32Array) => void;

/** Makes text columns; all texts are ASCII. */
export class FastTexts {
  readonly #seed: number;
  readonly #memory = new TextMemory();
  readonly #choices = textChoices(this.#memory);

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A field's texts for the rows in `runs`, those of `kind`; empty ones for the others. */
  column(kind: Kind, field: string, runs: Runs, rowCount: number): Texts {
    const { starts, lengths } = this.#memory.parts;
    this.#choices[kind][field]!(this.#seed, runs, starts, lengths);
    return this.#memory.column(runs, rowCount);
  }
}

const lettersLength = 1 << 14;
const paddingLength = 1 << 16;

/** By kind of event and name. Takes some 20 ms. */
function textChoices(memory: TextMemory): Readonly<Record<Kind, Readonly<Record<string, Choice>>>> {
  const shared = sharedTexts(
    SplittableRandom.seeded(1),
    SplittableRandom.seeded(2),
    paddingLength, // few enough to stay in the processor's cache
  );
  const padding = memory.addPool([shared.pool]);
  const letters = memory.addPool([lettersAndBlanks()]);
  const urls = [...shared.hotUrls, ...shared.channels.map(([, url]) => url)];
  const channels = [...hotChannels, ...shared.channels.map(([channel]) => channel)];
  const choice = new ChannelChoice(channels.length);
  const names = firstNames.flatMap((first) => lastNames.map((last) => `${first} ${last}`));
  return {
    [Kind.Person]: {
      name: oneOf(memory, names, 0),
      emailAddress: written(memory, 16, writeEmail),
      creditCard: written(memory, 19, writeCard),
      city: oneOf(memory, cities, 8),
      state: oneOf(memory, states, 9),
      extra: padded(padding, 135, 10),
    },
    [Kind.Auction]: {
      itemName: words(memory, letters, 20, 6),
      description: words(memory, letters, 100, 7),
      extra: padded(padding, 390, 8),
    },
    [Kind.Bid]: {
      channel: ofChannel(memory, channels, choice),
      url: ofChannel(memory, urls, choice),
      extra: padded(padding, 68, 8),
    },
  };
}

/** A blank among 13: for names of items and descriptions. */
function lettersAndBlanks(): string {
  const letters = new Uint8Array(lettersLength);
  for (let i = 0; i < lettersLength; i++) {
    letters[i] = drawBelow(3, i, 0, 13) === 0 ? 32 : 97 + drawBelow(3, i, 1, 26);
  }
  return new TextDecoder().decode(letters);
}

function oneOf(memory: TextMemory, texts: readonly string[], number: number): Choice {
  const pool = memory.addPool(texts);
  const scale = scaleOf(texts.length);
  return (seed, { count, ids, lengths: runLengths }, starts, lengths) => {
    let place = 0;
    for (let r = 0; r < count; r++) {
      const key = runKey(seed, ids[r]!);
      const low = ids[r]! | 0;
      for (let i = 0; i < runLengths[r]!; i++) {
        const text = drawScaled(eventKey(key, (low + i) | 0), number, scale);
        starts[place] = pool.starts[text]!;
        lengths[place++] = pool.starts[text + 1]! - pool.starts[text]!;
      }
    }
  };
}

/** Through which channel a bid came: half of the bids through one of the four first. */
class ChannelChoice {
  readonly #scale: number;
  readonly #chosen = new Int32Array(BATCH_ROWS);
  #of: Runs | null = null;

  constructor(channels: number) {
    this.#scale = scaleOf(channels - hotChannels.length);
  }

  /** By place among the events of `runs`: the same for channel and url. Draws 5 to 7. */
  of(seed: number, runs: Runs): Int32Array {
    if (this.#of === runs) return this.#chosen;
    this.#of = runs;
    const chosen = this.#chosen;
    const first = hotChannels.length;
    const scale = this.#scale;
    const { count, ids, lengths } = runs;
    let place = 0;
    for (let r = 0; r < count; r++) {
      const key = runKey(seed, ids[r]!);
      const low = ids[r]! | 0;
      const end = lengths[r]!;
      for (let i = 0; i < end; i++) {
        const event = eventKey(key, (low + i) | 0);
        const isHot = (drawBits(event, 5) << 31) >> 31;
        const hot = drawBits(event, 6) & 3;
        chosen[place++] = (hot & isHot) | ((first + drawScaled(event, 7, scale)) & ~isHot);
      }
    }
    return chosen;
  }
}

function ofChannel(memory: TextMemory, texts: readonly string[], choice: ChannelChoice): Choice {
  const { starts: textStarts } = memory.addPool(texts);
  return (seed, runs, starts, lengths) => {
    const channels = choice.of(seed, runs);
    for (let i = 0; i < runs.events; i++) {
      const start = textStarts[channels[i]!]!;
      starts[i] = start;
      lengths[i] = textStarts[channels[i]! + 1]! - start;
    }
  };
}

/** About `average` bytes, give or take a fifth. */
function padded(pool: TextPool, average: number, number: number): Choice {
  const delta = Math.round(average * 0.2);
  const poolStart = pool.starts[0]!;
  const poolBytes = pool.starts[1]! - poolStart;
  const scale = scaleOf(2 * delta);
  return (seed, { count, ids, lengths: runLengths }, starts, lengths) => {
    let place = 0;
    for (let r = 0; r < count; r++) {
      const key = runKey(seed, ids[r]!);
      const low = ids[r]! | 0;
      const end = runLengths[r]!;
      for (let i = 0; i < end; i++) {
        const event = eventKey(key, (low + i) | 0);
        const length = average - delta + drawScaled(event, number, scale);
        starts[place] = poolStart + drawScaled(event, number + 1, scaleOf(poolBytes - length));
        lengths[place++] = length;
      }
    }
  };
}

/** 3 to max-1 characters without blanks at the ends. */
function words(memory: TextMemory, pool: TextPool, max: number, number: number): Choice {
  const poolStart = pool.starts[0]!;
  const scale = scaleOf(max - 3);
  return (seed, { count, ids, lengths: runLengths }, starts, lengths) => {
    const { bytes } = memory;
    let place = 0;
    for (let r = 0; r < count; r++) {
      const key = runKey(seed, ids[r]!);
      for (let i = 0; i < runLengths[r]!; i++) {
        const bits = drawBits(eventKey(key, (ids[r]! + i) | 0), number) >>> 0;
        let from = poolStart + (bits % (lettersLength - max));
        let end = from + 3 + ((bits * scale) | 0);
        while (from < end && bytes[from] === 32) from++;
        while (end > from && bytes[end - 1] === 32) end--;
        starts[place] = from;
        lengths[place++] = end - from;
      }
    }
  };
}

/** Texts made letter by letter; `write` gives the end and writes at most `bytesMax` bytes. */
function written(
  memory: TextMemory,
  bytesMax: number,
  write: (key: number, target: Uint8Array, at: number) => number,
): Choice {
  const first = memory.addPool([' '.repeat(bytesMax * BATCH_ROWS)]).starts[0]!;
  return (seed, { count, ids, lengths: runLengths }, starts, lengths) => {
    const { bytes } = memory;
    let at = first;
    let place = 0;
    for (let r = 0; r < count; r++) {
      const key = runKey(seed, ids[r]!);
      for (let i = 0; i < runLengths[r]!; i++) {
        const end = write(eventKey(key, (ids[r]! + i) | 0), bytes, at);
        starts[place] = at;
        lengths[place++] = end - at;
        at = end;
      }
    }
  };
}
