import test from 'ava';
import { intType, stringType, type Field } from '../../../core/types.js';
import { decodeChunks } from './testing/decode-chunks.js';

const fields: readonly Field[] = [
  { name: 'id', type: intType },
  { name: 's', type: stringType },
  { name: 'k"é', type: stringType },
  { name: '\ud800', type: stringType },
  { name: 'sixteen bytes here and some more', type: stringType },
  {
    name: 'r',
    type: {
      id: 'row',
      nullable: true,
      fields: [
        { name: 'x', type: intType },
        { name: 'y', type: stringType },
      ],
    },
  },
];
const leaves = fields.slice(0, 5).map((field) => [field.name]);
const projections = [
  [],
  [['id']],
  [['r', 'y']],
  [...leaves, ['r', 'x'], ['r', 'y']],
  [['s'], ['r'], ['r', 'x'], ['s'], ['r', 'x']],
];

const lines = [
  '{}',
  ' \t{ \r"s" :\t"a" , "id":\r2 } \r',
  '{"s":"a","s":"b\\n","id":1,"id":null}',
  '{"r":{"x":1,"y":"a"},"r":{"y":"b\\u00e9"}}',
  '{"r":{"x":1,"y":"a"},"r":null}',
  '{"r":null,"s":{"x":"\\"}"},"r":{"y":[1,{"z":"]"}]}}',
  '{"r":{"x":1,"x":2,"r":{"x":3}},"x":4}',
  '{"r":"text\\n"}',
  '{"r":[{"x":1}]}',
  '{"r":{"x":"one"}}',
  '{"k\\"\\u00e9":"a","s":"b"}',
  '{"k\\"é":"a","k\\"\\u00e9":"c\\t"}',
  '{"\\ud800":"a"}',
  '{"\ufffd":"a"}',
  '{"sixteen bytes here and some more":"a","sixteen bytes here and some mor":"b"}',
  '{"sixteen bytes here and some more!":"a","sixteen bytes herE and some more":"b"}',
  '{"":1,"i":2,"idd":3,"ID":4,"id":5}',
  '{"s":true,"id":-7}',
  '{"s":1.50e+2,"id":0}',
  '{"s":nul}',
  '{"s":01}',
  '{"s":+1}',
  '{"s":"a}',
  '{"s":"\\q"}',
  '{"q":"\\q"}',
  '{"s" "a"}',
  '{"s";1}',
  '{"s":1;"id":2}',
  '{"s":1 "id":2}',
  '{"s":"a",}',
  '{"s":"a"}}',
  '{"s":"a"} x',
  '{"s":"a"',
  '{"r":{"x":1}',
  '{,}',
  '{s:1}',
  '',
  '  ',
  '17',
  '[{"id":1},{"id":2}]',
  `{"q":${'['.repeat(499)}${']'.repeat(499)},"id":3}`,
  `{"q":${'['.repeat(500)}${']'.repeat(500)},"id":3}`,
];

/** As many bytes as `strangers`, in lines whose layout is known. */
const known = '{"id":1,"p":1000}\n'.repeat(300);
/** Ever other keys: layouts are not learnt for a while, so that the kernel scans what follows. */
const strangers = Array.from({ length: 300 }, (_, i) => `{"id":1,"p${100 + i}":0}\n`).join('');

/** Rows and the count of skipped lines, or the error. */
function outcome(
  text: string,
  projection: readonly (readonly string[])[],
  skipCorrupt: boolean,
  options: Readonly<Record<string, string>>,
): unknown {
  const read = { fields, projection, cuts: [100_000], rowsMax: 4096, skipCorrupt, options };
  try {
    return decodeChunks(Buffer.from(text), read);
  } catch (error) {
    return (error as Error).message;
  }
}

test('a line is read, or refused in the same words, whatever stood before it', (t) => {
  const ignoring = { 'json.ignore-parse-errors': 'true' };
  for (const line of lines) {
    for (const projection of projections) {
      for (const options of line.includes('"r"') ? [{}, ignoring] : [{}]) {
        const behind = (before: string): unknown =>
          outcome(`${before}${line}\n{"id":9}\n`, projection, false, options);
        t.deepEqual(behind(strangers), behind(known), `${line} for ${JSON.stringify(projection)}`);
      }
    }
  }
});

test('missing fields are refused behind any lines', (t) => {
  const options = { 'json.fail-on-missing-field': 'true' };
  for (const line of ['{"id":null}', '{"id":1,"s":2}', '{"s":1}', '{}']) {
    const behind = (before: string): unknown =>
      outcome(`${before}${line}\n`, [['id']], false, options);
    t.deepEqual(behind(strangers), behind(known), line);
    t.is(typeof behind(strangers), line.includes('id') ? 'object' : 'string', line);
  }
});
