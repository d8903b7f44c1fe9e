/** Options of the nexmark connector. */
import { ConnectorError } from '../../core/errors.js';
import type { OptionSpec } from '../../engine/connector.js';
import { booleanOption, choiceOption, integerOption, type Options } from '../options.js';
import type { NexmarkMode, TimelineOptions } from './timeline.js';

export const optionSpecs: readonly OptionSpec[] = [
  {
    name: 'mode',
    doc: 'fast (seekable, column by column), flink or beam (bit-exact with those generators).',
    default: 'fast',
  },
  { name: 'events.num', doc: 'Events in all; without it the stream never ends.' },
  { name: 'first-event.rate', doc: 'Events per second of event time.', default: '10000' },
  { name: 'base-time', doc: 'Time of the first event, ms since 1970.', default: '1436918400000' },
  { name: 'first-event-id', doc: 'Id of the first event (beam: 0, else 1).' },
  {
    name: 'out-of-order-group-size',
    doc: 'Events are shuffled within groups of this size.',
    default: '1',
  },
  { name: 'seed', doc: 'Seed of the fast and flink modes.', default: '42' },
  { name: 'rate.limited', doc: 'Emit at `first-event.rate` of wall-clock time.', default: 'false' },
  { name: 'split.count', doc: 'Generators that share the stream.', default: '1' },
  { name: 'split.index', doc: 'Which of them this one is, from 0.', default: '0' },
];

export interface NexmarkOptions {
  readonly timeline: TimelineOptions;
  /** Infinity = endless. */
  readonly eventsMax: number;
  readonly seed: number;
  readonly rateLimited: boolean;
}

/** Throws ConnectorError OPTION_VALUE. */
export function nexmarkOptions(given: Options): NexmarkOptions {
  const options: Options = { mode: 'fast', ...given };
  const mode: NexmarkMode = choiceOption(options, 'mode', ['fast', 'flink', 'beam']);
  const integer = (name: string, least: number, fallback: number): number =>
    integerOption(options, name, least) ?? fallback;
  const generators = integer('split.count', 1, 1);
  const index = integer('split.index', 0, 0);
  if (index >= generators) throw badSplit(index, generators);
  const all = integer('events.num', 1, Infinity);
  const each = Number.isFinite(all) ? Math.floor(all / generators) : 0;
  const first = integer('first-event-id', 0, mode === 'beam' ? 0 : 1);
  const timeline: TimelineOptions = {
    mode,
    baseMs: integer('base-time', 0, 1436918400000),
    ratePerSecond: integer('first-event.rate', 1, 10_000),
    outOfOrderGroup: integer('out-of-order-group-size', 1, 1),
    firstEventId: first + each * index,
    firstEventNumber: first,
    generators,
  };
  const last = index === generators - 1;
  const eventsMax = !Number.isFinite(all) ? Infinity : last ? all - each * index : each;
  return {
    timeline,
    eventsMax,
    seed: integer('seed', 0, 42),
    rateLimited: booleanOption(options, 'rate.limited', false),
  };
}

function badSplit(index: number, count: number): ConnectorError {
  return new ConnectorError('OPTION_VALUE', {
    message: `option 'split.index' must be below 'split.count' (${count}), not '${index}'`,
    blame: 'user',
  });
}
