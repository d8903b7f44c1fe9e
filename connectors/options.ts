/** Option texts into values. All throw ConnectorError OPTION_VALUE (blame: user) on a bad text. */
import { ConnectorError, didYouMean } from '../core/errors.js';
import { shownOption } from '../core/secrets.js';

export type Options = Readonly<Record<string, string>>;

function badValue(name: string, text: string, wanted: string, hint?: string): ConnectorError {
  return new ConnectorError('OPTION_VALUE', {
    message: `option '${name}' must be ${wanted}, not '${shownOption(name, text)}'`,
    hint,
    blame: 'user',
  });
}

/** `true` or `false` in any case; `fallback` when not set. */
export function booleanOption(options: Options, name: string, fallback: boolean): boolean {
  const text = options[name];
  if (text === undefined) return fallback;
  const lower = text.trim().toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw badValue(name, text, 'true or false');
  return lower === 'true';
}

/** One of `choices`, in any case; the first is the default. */
export function choiceOption<T extends string>(
  options: Options,
  name: string,
  choices: readonly T[],
): T {
  const text = options[name];
  if (text === undefined) return choices[0]!;
  const found = choices.find((choice) => choice.toLowerCase() === text.trim().toLowerCase());
  if (found === undefined)
    throw badValue(name, text, `one of ${choices.join(', ')}`, didYouMean(text, choices));
  return found;
}

/** An integer in [min, 2^53), or null when not set. */
export function integerOption(options: Options, name: string, min: number): number | null {
  const text = options[name];
  if (text === undefined) return null;
  const value = Number(text.trim());
  if (!/^[+-]?\d+$/.test(text.trim()) || !Number.isSafeInteger(value) || value < min) {
    throw badValue(name, text, `an integer of at least ${min}`);
  }
  return value;
}

/** Exactly one UTF-16 unit (`\t` and the like are understood), or null when not set. */
export function characterOption(options: Options, name: string): string | null {
  const text = options[name];
  if (text === undefined) return null;
  const character = unescape(text);
  if (character.length !== 1) throw badValue(name, text, 'a single character');
  return character;
}

function unescape(text: string): string {
  if (!text.startsWith('\\') || text.length < 2) return text;
  const simple = new Map([
    ['\\t', '\t'],
    ['\\n', '\n'],
    ['\\r', '\r'],
    ['\\b', '\b'],
    ['\\f', '\f'],
    ['\\\\', '\\'],
    ["\\'", "'"],
    ['\\"', '"'],
    ['\\0', '\0'],
  ]);
  const found = simple.get(text);
  if (found !== undefined) return found;
  const unicode = /^\\u([0-9a-fA-F]{4})$/.exec(text);
  return unicode === null ? text : String.fromCharCode(Number.parseInt(unicode[1]!, 16));
}

const MS_OF_UNIT: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['ms', 1],
  ['', 1],
  ['milli', 1],
  ['millis', 1],
  ['millisecond', 1],
  ['milliseconds', 1],
  ['s', 1000],
  ['sec', 1000],
  ['second', 1000],
  ['seconds', 1000],
  ['min', 60_000],
  ['m', 60_000],
  ['minute', 60_000],
  ['minutes', 60_000],
  ['h', 3_600_000],
  ['hour', 3_600_000],
  ['hours', 3_600_000],
  ['d', 86_400_000],
  ['day', 86_400_000],
  ['days', 86_400_000],
]);

/** A duration such as `10 s`, `500ms` or `1 h` in ms, or null when not set. */
export function durationOption(options: Options, name: string): number | null {
  const text = options[name];
  if (text === undefined) return null;
  const match = /^(\d+)\s*([a-z]*)$/.exec(text.trim().toLowerCase());
  const unit = match === null ? undefined : MS_OF_UNIT.get(match[2]!);
  if (match === null || unit === undefined) throw badValue(name, text, "a duration such as '10 s'");
  return Number(match[1]) * unit;
}

const BYTES_OF_UNIT: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['bytes', 1],
  ['k', 1024],
  ['kb', 1024],
  ['kibibytes', 1024],
  ['m', 1024 ** 2],
  ['mb', 1024 ** 2],
  ['mebibytes', 1024 ** 2],
  ['g', 1024 ** 3],
  ['gb', 1024 ** 3],
  ['gibibytes', 1024 ** 3],
]);

/** A size such as `128MB` in bytes, or null when not set. */
export function sizeOption(options: Options, name: string): number | null {
  const text = options[name];
  if (text === undefined) return null;
  const match = /^(\d+)\s*([a-z]*)$/.exec(text.trim().toLowerCase());
  const unit = match === null ? undefined : BYTES_OF_UNIT.get(match[2]!);
  if (match === null || unit === undefined) throw badValue(name, text, "a size such as '128MB'");
  return Number(match[1]) * unit;
}
