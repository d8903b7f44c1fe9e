import test from 'ava';
import { PlanError } from '../core/errors.js';
import { readJobOptions } from './job-options.js';
import { parseDurationMs, parseMemoryBytes } from './option-values.js';
import { checkOption, checkOptions, sessionOptions } from './options.js';

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return error instanceof PlanError ? error.code : String(error);
  }
  return undefined;
};

test('every default is a value the option takes', (t) => {
  for (const option of sessionOptions) {
    if (option.default !== null)
      t.is(
        codeOf(() => checkOption(option.name, option.default!)),
        undefined,
        option.name,
      );
  }
});

test('no name is given twice', (t) => {
  const names = sessionOptions.flatMap((option) => [option.name, ...(option.aliases ?? [])]);
  t.is(new Set(names).size, names.length);
});

test('a misspelt option is refused with the nearest name', (t) => {
  const error = t.throws(() => checkOption('execution.checkpointing.intervall', '1 s'), {
    instanceOf: PlanError,
  });
  t.is(error?.code, 'OPTION_UNKNOWN');
  t.is(error?.hint, 'Did you mean "execution.checkpointing.interval"?');
});

test('a bad value says what is expected', (t) => {
  const error = t.throws(() => checkOption('table.exec.sink.not-null-enforcer', 'MAYBE'), {
    instanceOf: PlanError,
  });
  t.is(error?.code, 'OPTION_VALUE');
  t.is(error?.hint, 'Expected one of ERROR, DROP.');
});

test('what would change results is refused, what would not is taken', (t) => {
  t.is(
    codeOf(() => checkOption('table.exec.emit.late-fire.enabled', 'true')),
    'OPTION_UNSUPPORTED',
  );
  t.is(
    codeOf(() => checkOption('table.exec.emit.late-fire.enabled', 'false')),
    undefined,
  );
  t.is(
    codeOf(() => checkOption('table.exec.mini-batch.enabled', 'true')),
    undefined,
  );
  t.is(
    codeOf(() => checkOption('taskmanager.numberOfTaskSlots', '4')),
    undefined,
  );
  t.is(
    codeOf(() => checkOption('execution.runtime-mode', 'batch')),
    'OPTION_UNSUPPORTED',
  );
});

test('durations and sizes are read as Flink writes them', (t) => {
  const durations: [string, number][] = [
    ['10 s', 10_000],
    ['1min', 60_000],
    ['1 m', 60_000],
    ['500', 500],
    ['2 h', 7_200_000],
    ['1 d', 86_400_000],
    ['PT1M30S', 90_000],
    ['250 ms', 250],
  ];
  for (const [text, ms] of durations) t.is(parseDurationMs('x', text), ms, text);
  t.is(parseMemoryBytes('x', '256 mb'), 2 ** 28);
  t.is(parseMemoryBytes('x', '1g'), 2 ** 30);
  t.is(parseMemoryBytes('x', '12'), 12);
  for (const bad of ['', '-1 s', '1 fortnight', '1.5 s', 'P'])
    t.is(
      codeOf(() => parseDurationMs('x', bad)),
      'OPTION_VALUE',
      bad,
    );
  t.is(
    codeOf(() => parseMemoryBytes('x', '1 pb')),
    'OPTION_VALUE',
  );
});

test('an older name sets the same option, the name itself wins', (t) => {
  t.deepEqual(
    [...checkOptions(new Map([['state.backend', 'rocksdb']]))],
    [['state.backend.type', 'rocksdb']],
  );
  const both = new Map([
    ['state.backend.type', 'hashmap'],
    ['state.backend', 'rocksdb'],
  ]);
  t.deepEqual([...checkOptions(both)], [['state.backend.type', 'hashmap']]);
});

test('job options are typed and have defaults', (t) => {
  const plain = readJobOptions(new Map());
  t.like(plain, {
    checkpointIntervalMs: undefined,
    retainedCount: 2,
    tolerableFailures: 0,
    restart: { kind: 'none' },
  });
  const set = readJobOptions(
    new Map([
      ['execution.checkpointing.interval', '0'],
      ['restart-strategy', 'fixed_delay'],
      ['restart-strategy.fixed-delay.attempts', '3'],
      ['restart-strategy.fixed-delay.delay', '10 ms'],
    ]),
  );
  t.is(set.checkpointIntervalMs, null);
  t.deepEqual(set.restart, { kind: 'fixedDelay', attempts: 3, delayMs: 10 });
  t.like(readJobOptions(new Map([['restart-strategy.type', 'exponential-delay']])).restart, {
    kind: 'exponentialDelay',
    initialMs: 1000,
    multiplier: 1.5,
    attempts: Infinity,
  });
});
