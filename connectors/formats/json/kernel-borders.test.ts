/** Strings and times that lie in any way across the borders of what the kernel takes at once. */
import test from 'ava';
import type { Value } from '../../../core/batch.js';
import { bigintType, intType, stringType, timestampType, type Field } from '../../../core/types.js';
import { decodeChunks } from './testing/decode-chunks.js';

const fields: readonly Field[] = [
  { name: 'id', type: intType },
  { name: 's', type: stringType },
  { name: 'tn', type: timestampType(9) },
  { name: 'tm', type: timestampType(3) },
];
const tails = ['', '"', 'n', 'u0041', 'ud83d\\ude00', 'u00g1', 'q', '/', '\\"', 'é'];

/** Contents of strings: 0 to 70 bytes, 1 to 5 backslashes, what they may escape, some more. */
function contents(): string[] {
  const all: string[] = [];
  for (let before = 0; before <= 70; before++) {
    for (let slashes = 1; slashes <= 5; slashes++) {
      const head = 'x'.repeat(before) + '\\'.repeat(slashes);
      for (const tail of tails) all.push(head + tail + 'y'.repeat((7 * before + slashes) % 70));
    }
  }
  // An escape, and others so far behind it that they lie across the next border.
  for (let between = 50; between <= 120; between++) {
    for (let slashes = 1; slashes <= 4; slashes++) {
      const head = `\\n${'x'.repeat(between)}${'\\'.repeat(slashes)}`;
      for (const tail of tails) all.push(`${head}${tail}y`);
    }
  }
  return all;
}

/** Rows that JSON.parse finds; halves of surrogate pairs become U+FFFD. */
function expected(lines: readonly string[], column: 'id' | 's'): Value[][] {
  return lines.flatMap((line) => {
    try {
      const value = (JSON.parse(line) as Record<string, Value>)[column] ?? null;
      return [[typeof value === 'string' ? Buffer.from(value).toString() : value]];
    } catch (error) {
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  });
}

/** Each line in a chunk of its own, behind which are the bytes of longer lines before it. */
function read(lines: readonly string[], column: string): { rows: Value[][]; skipped: number } {
  const bytes = lines.map((line) => Buffer.from(`${line}\n`));
  return decodeChunks(Buffer.concat(bytes), {
    fields,
    projection: [[column]],
    cuts: bytes.map((line) => line.length),
    rowsMax: 4096,
    skipCorrupt: true,
  });
}

const shapes: readonly {
  readonly name: string;
  readonly column: 'id' | 's';
  readonly line: (content: string) => string;
}[] = [
  { name: 'read', column: 's', line: (content) => `{"id":1,"s":"${content}"}` },
  {
    name: 'stepped over in objects',
    column: 'id',
    line: (content) => `{"id":1,"o":{"${content}":["${content}"]}}`,
  },
];

for (const { name, column, line } of shapes) {
  test(`strings ${name}: as JSON.parse, whatever their length and wherever they escape`, (t) => {
    const longest = `{"id":2,"s":"${'\\"'.repeat(200)}"}`;
    // Few broken lines in a row, so that layouts stay in use.
    const lines = contents().flatMap((content, i) => {
      const known = i % 3 === 0 ? [longest] : [];
      return [...known, line(`plain ${i}`), line(content)];
    });
    const wanted = expected(lines, column);
    const { rows, skipped } = read(lines, column);
    t.is(skipped, lines.length - wanted.length);
    t.true(skipped > 1000 && wanted.length > 5000);
    t.deepEqual(rows, wanted);
  });
}

test('a string with an escape ends with its line, too', (t) => {
  const known = '{"id":1,"s":"a\\n"}\n';
  const bytes = Buffer.from(`${known}${known}{"id":1,"s":"a\\"}\n"}\n${known}`);
  const projection = [['s']];
  const how = { fields, projection, cuts: [bytes.length], rowsMax: 4096, skipCorrupt: true };
  t.deepEqual(decodeChunks(bytes, how), { rows: [['a\n'], ['a\n'], ['a\n']], skipped: 2 });
});

test('keys of any length are told from those with one other byte', (t) => {
  for (let length = 1; length <= 70; length++) {
    const key = 'k'.repeat(length);
    const keys = [...key].flatMap((_, i) => [`${key.slice(0, i)}x${key.slice(i + 1)}`, key]);
    const bytes = Buffer.from([key, ...keys].map((name) => `{"${name}":1}\n`).join(''));
    const { rows } = decodeChunks(bytes, {
      fields: [{ name: key, type: intType }],
      projection: [[key]],
      cuts: [bytes.length],
      rowsMax: 4096,
      skipCorrupt: false,
    });
    t.deepEqual(rows, [[1], ...keys.map((name) => [name === key ? 1 : null])]);
  }
});

test('whole numbers of any length', (t) => {
  const limit = 1n << 63n;
  const values = [limit - 1n, -limit];
  for (let digits = 1, value = 0n; digits <= 18; digits++) {
    value = value * 10n + BigInt(digits % 10);
    values.push(value, -value, 10n ** BigInt(digits), 9n - 10n ** BigInt(digits));
  }
  const bytes = Buffer.from(values.map((value) => `{"l":${value}}\n`).join(''));
  const { rows } = decodeChunks(bytes, {
    fields: [{ name: 'l', type: bigintType }],
    projection: [['l']],
    cuts: [bytes.length],
    rowsMax: 4096,
    skipCorrupt: false,
  });
  t.deepEqual(
    rows,
    values.map((value) => [value]),
  );
});

test('bytes that are not UTF-8 break their line alone, wherever they are', (t) => {
  const bad = [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]];
  for (let before = 0; before <= 70; before++) {
    const line = (content: readonly number[]): Buffer => {
      const head = Buffer.from(`{"id":1,"s":"${'x'.repeat(before)}`);
      return Buffer.concat([head, Buffer.from(content), Buffer.from('"}\n')]);
    };
    const good = [...Buffer.from('é€😀')];
    const bytes = Buffer.concat([good, ...bad, good].map(line));
    const projection = [['s']];
    const how = { fields, projection, cuts: [bytes.length], rowsMax: 4096, skipCorrupt: true };
    const value = `${'x'.repeat(before)}é€😀`;
    t.deepEqual(decodeChunks(bytes, how), { rows: [[value], [value]], skipped: bad.length });
  }
});

/** Ns since 1970 of a text that is a time, else null. */
function nanosOf(text: string): bigint | null {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{0,9}))?$/.exec(text);
  if (parts === null) return null;
  const second = new Date(`${parts[1]}T${parts[2]}Z`);
  // Date takes 30 February for a day of March, and 24:00:00 for the next day.
  const isSame = !Number.isNaN(second.getTime()) && second.toISOString().startsWith(parts[1]!);
  if (!isSame) return null;
  return BigInt(second.getTime()) * 1_000_000n + BigInt((parts[3] ?? '').padEnd(9, '0'));
}

test('times: any damage to any byte, behind times of the same minute and of others', (t) => {
  const whole = '2024-02-29 23:59:48.987654321';
  const texts = ['2023-02-29 23:59:48', '2024-02-29 24:00:00', '2024-02-29 23:60:00'];
  for (let length = 0; length <= whole.length; length++) texts.push(whole.slice(0, length));
  texts.push(`${whole}0`, `${whole} `, `${whole.slice(0, 23)}Z`);
  for (let at = 0; at < whole.length; at++) {
    for (const other of '09/:; aT.-\u007f') {
      texts.push(whole.slice(0, at) + other + whole.slice(at + 1));
      if (at < 23) texts.push(whole.slice(0, at) + other + whole.slice(at + 1, 23));
    }
  }
  const others = [whole, '1969-12-31 23:59:59.999', '2024-02-29 23:58:00'];
  const lines = texts.flatMap((text, i) => [others[i % 3]!, text, text]);
  const bytes = lines.map((text) => `{"tn":"${text}","tm":"${text}"}\n`).join('');
  const { rows } = decodeChunks(Buffer.from(bytes), {
    fields,
    projection: [['tn'], ['tm']],
    cuts: [bytes.length],
    rowsMax: 4096,
    skipCorrupt: false,
    options: { 'json.ignore-parse-errors': 'true' },
  });
  t.is(rows.length, lines.length);
  for (const [i, text] of lines.entries()) {
    const nanos = nanosOf(text);
    t.is(rows[i]![0], nanos, text);
    const ms =
      nanos === null
        ? null
        : Number((nanos - (((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n);
    t.is(rows[i]![1], ms, text);
  }
});
