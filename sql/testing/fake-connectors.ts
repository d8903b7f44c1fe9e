/** Connectors that only state facts: planning needs no more. */
import { assert } from '../../core/assert.js';
import { PlanError } from '../../core/errors.js';
import type { Env } from '../../core/env.js';
import { bigintType, notNull, stringType, timestampLtzType } from '../../core/types.js';
import type { ConnectorRegistry, ConnectorSpec, OptionSpec } from '../../engine/connector.js';

const FORMATS: readonly string[] = [
  'json',
  'csv',
  'raw',
  'parquet',
  'avro',
  'debezium-json',
  'canal-json',
  'maxwell-json',
  'ogg-json',
];

function options(...names: readonly string[]): readonly OptionSpec[] {
  return names.map((name) => ({ name, doc: name }));
}

function never(): never {
  assert(false, 'planning reads no rows');
  throw new PlanError('NEVER', { message: 'never' });
}

const isChanges = (format: string | undefined): boolean => (format ?? '').endsWith('-json');

const filesystem: ConnectorSpec = {
  name: 'filesystem',
  doc: 'files',
  options: options(
    'path',
    'format',
    'source.monitor-interval',
    'source.path.regex-pattern',
    'partition.default-name',
    'sink.*',
    'partition.*',
  ),
  extraOptions: (given) =>
    options(...FORMATS.filter((f) => f === given['format']).map((f) => `${f}.*`), 'csv.*'),
  metadata: {
    'file.path': notNull(stringType),
    'file.name': notNull(stringType),
    'file.size': notNull(bigintType),
    'file.modification-time': timestampLtzType(3, false),
  },
  sourceFacts: (context) => ({
    bounded: context.options['source.monitor-interval'] === undefined,
    replayable: true,
    estimatedBytes: null,
    changelog: isChanges(context.options['format']) ? 'retract' : 'insert-only',
  }),
  sinkFacts: (context) => ({
    delivery: 'exactly-once',
    acceptsRetractions: isChanges(context.options['format']),
    overwrites: true,
  }),
  source: never,
  sink: never,
};

const print: ConnectorSpec = {
  name: 'print',
  doc: 'prints',
  options: options('print-identifier', 'standard-error'),
  sink: never,
  sinkFacts: () => ({ delivery: 'at-least-once', acceptsRetractions: true }),
};

const blackhole: ConnectorSpec = {
  name: 'blackhole',
  doc: 'forgets',
  options: [],
  sink: never,
  sinkFacts: () => ({ delivery: 'exactly-once', acceptsRetractions: true }),
};

const datagen: ConnectorSpec = {
  name: 'datagen',
  doc: 'makes rows',
  options: options('rows-per-second', 'number-of-rows', 'fields.*'),
  source: never,
  estimatedRows: ({ options: given }) => Number(given['number-of-rows'] ?? NaN) || null,
  sourceFacts: (context) => ({
    bounded: context.options['number-of-rows'] !== undefined,
    replayable: true,
    changelog: 'insert-only',
    estimatedBytes: null,
  }),
};

const specs = new Map([filesystem, print, blackhole, datagen].map((spec) => [spec.name, spec]));

export const fakeConnectors: ConnectorRegistry = {
  get: (name) => specs.get(name),
  names: () => [...specs.keys()],
};

/** An Env that nobody may use. */
export const noEnv = new Proxy({}, { get: never }) as Env;
