/** Random texts of the Nexmark generator. */
import type { Draws } from './java-random.js';
import { channelCount, hotChannels } from './words.js';

const poolLength = 1 << 20;

/** 3 to max-1 letters with a `special` among 13; leading and trailing blanks are cut. */
export function nextString(random: Draws, max: number, special = ' '): string {
  const length = 3 + random.nextBelow(max - 3);
  let text = '';
  for (let i = 0; i < length; i++) {
    text += random.nextBelow(13) === 0 ? special : String.fromCharCode(97 + random.nextBelow(26));
  }
  return special === ' ' ? text.replace(/^ +| +$/g, '') : text;
}

/**
 * `length` characters, six a draw; a negative draw gives characters below 'a' ('H'..'z'), as in
 * Java.
 */
export function rawExact(random: Draws, length: number): string {
  const codes: string[] = [];
  let draw = 0;
  for (let i = 0; i < length; i++) {
    if (i % 6 === 0) draw = random.nextInt();
    codes.push(String.fromCharCode(97 + (draw % 26)));
    draw = (draw / 26) | 0;
  }
  return codes.join('');
}

/** 100 to about 100 million, evenly over the orders of magnitude. */
export function nextPrice(random: Draws): number {
  return Math.round(10 ** (random.nextDouble() * 6) * 100);
}

/** What the flink rules draw once: a pool of characters, four hot URLs, ten thousand channels. */
export interface SharedTexts {
  readonly pool: string;
  readonly hotUrls: readonly string[];
  readonly channels: readonly (readonly [channel: string, url: string])[];
}

/** `texts` and `urls` are fresh generators of their own; `length`: of the pool. */
export function sharedTexts(texts: Draws, urls: Draws, length = poolLength): SharedTexts {
  const pool = rawExact(texts, length);
  const hotUrls = hotChannels.map(() => nextUrl(urls));
  const channels: (readonly [string, string])[] = [];
  for (let i = 0; i < channelCount; i++) {
    const url = nextUrl(urls);
    const suffix = urls.nextBelow(10) > 0 ? `&channel_id=${channelId(i)}` : '';
    channels.push([`channel-${i}`, url + suffix]);
  }
  return { pool, hotUrls, channels };
}

function nextUrl(random: Draws): string {
  const folder = (): string => nextString(random, 5, '_');
  return `https://www.nexmark.com/${folder()}/${folder()}/${folder()}/item.htm?query=1`;
}

/** Java's Math.abs(Integer.reverse(i)): the smallest integer stays negative. */
function channelId(i: number): number {
  let bits = i;
  let reversed = 0;
  for (let k = 0; k < 32; k++) {
    reversed = (reversed << 1) | (bits & 1);
    bits >>>= 1;
  }
  return reversed === -2147483648 ? reversed : Math.abs(reversed | 0);
}

/**
 * Padding that brings a record of `current` bytes to about `average`. `pool` null: beam's rules.
 */
export function extraText(
  random: Draws,
  current: number,
  average: number,
  pool: string | null,
): string {
  if (current > average) return '';
  const wanted = average - current;
  const delta = Math.round(wanted * 0.2);
  const length = wanted - delta + (delta === 0 ? 0 : random.nextBelow(2 * delta));
  if (pool === null) return rawExact(random, length);
  const start = random.nextBelow(poolLength - length);
  return pool.slice(start, start + length);
}
