import test from 'ava';
import { intType, stringType, timestampType, type DataType, type Schema } from '../core/types.js';
import { validateOptions } from '../engine/connector-options.js';
import { tableConnectors } from './registry.js';
import { batchOf, diskWith, sinkContext, testEnv } from './test-rig.js';

test('every connector has a line of documentation, and every option too', (t) => {
  const registry = tableConnectors();
  t.deepEqual([...registry.names()].sort(), [
    'blackhole',
    'datagen',
    'filesystem',
    'nexmark',
    'print',
    'program',
  ]);
  for (const name of registry.names()) {
    const spec = registry.get(name)!;
    t.true(spec.doc.length > 10, name);
    for (const option of spec.options) t.true(option.doc.length > 3, `${name}: ${option.name}`);
  }
  t.is(registry.get('kafka'), undefined);
});

test('unknown and missing options are refused, with the name that was meant', (t) => {
  const filesystem = tableConnectors().get('filesystem')!;
  const base = { connector: 'filesystem', path: 'x', format: 'json' };
  t.notThrows(() =>
    validateOptions('t', filesystem, {
      ...base,
      'json.ignore-parse-errors': 'true',
      'error.policy': 'skip',
    }),
  );
  const error = t.throws(() =>
    validateOptions('t', filesystem, { ...base, 'json.ignore-parse-error': 'true' }),
  );
  t.like(error, { code: 'OPTION_UNKNOWN', hint: 'Did you mean "json.ignore-parse-errors"?' });
  t.throws(() => validateOptions('t', filesystem, { ...base, 'csv.field-delimiter': ';' }), {
    code: 'OPTION_UNKNOWN',
  });
  t.throws(() => validateOptions('t', filesystem, { connector: 'filesystem', format: 'json' }), {
    code: 'OPTION_MISSING',
  });
  const datagen = tableConnectors().get('datagen')!;
  t.notThrows(() => validateOptions('t', datagen, { connector: 'datagen', 'fields.a.b.min': '1' }));
  t.throws(() => validateOptions('t', datagen, { connector: 'datagen', 'fields.min': '1' }), {
    code: 'OPTION_UNKNOWN',
  });
});

test('an unknown format names the nearest one', async (t) => {
  const filesystem = tableConnectors().get('filesystem')!;
  const context = {
    env: testEnv((await diskWith({ '/base/x': '' })).mount()),
    table: 't',
    baseDir: '/base',
    sessionTimeZone: 'UTC',
  };
  t.throws(() => filesystem.sinkFacts!({ ...context, options: { path: 'x', format: 'jsn' } }), {
    code: 'FORMAT_UNKNOWN',
  });
  t.true(
    filesystem.sinkFacts!({ ...context, options: { path: 'x', format: 'debezium-json' } })
      .acceptsRetractions,
  );
  t.false(
    filesystem.sinkFacts!({ ...context, options: { path: 'x', format: 'json' } })
      .acceptsRetractions,
  );
});

test('print writes changes as Flink does', async (t) => {
  const texts: string[] = [];
  const row: DataType = { id: 'row', nullable: true, fields: [{ name: 'x', type: intType }] };
  const schema: Schema = {
    fields: [
      { name: 'a', type: intType },
      { name: 's', type: stringType },
      { name: 't', type: timestampType(3) },
      { name: 'r', type: row },
    ],
  };
  const print = tableConnectors({
    print: { out: (text) => texts.push(text), error: () => t.fail() },
  }).get('print')!;
  const env = testEnv((await diskWith({ '/base/x': '' })).mount());
  const sink = print.sink!(
    sinkContext({ env, options: { 'print-identifier': 'id' }, physical: schema }),
  );
  await sink.write({
    ...batchOf(schema, [
      [1, 'ann', 500, [1]],
      [2, null, null, null],
    ]),
    kinds: Uint8Array.of(0, 3),
  });
  t.is(
    texts.join(''),
    'id> +I[1, ann, 1970-01-01T00:00:00.5, +I[1]]\nid> -D[2, null, null, null]\n',
  );
});
