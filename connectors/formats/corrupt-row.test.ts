import test from 'ava';
import { corruptRow } from './corrupt-row.js';

test('files of binary formats and archives without a suffix are told by how they begin', (t) => {
  const hintOf = (bytes: readonly number[], line = 0): string | undefined => {
    const row = { file: 'f', line, bytes: Uint8Array.from(bytes), start: 0, at: 0, position: 0 };
    return corruptRow({ ...row, end: bytes.length, column: null, reason: 'no' }).hint;
  };
  const parquet = [...Buffer.from('PAR1\u0015')];
  t.regex(hintOf(parquet)!, /Parquet/);
  t.notRegex(hintOf(parquet, 1)!, /Parquet/);
  t.regex(hintOf([0x4f, 0x62, 0x6a, 1, 4])!, /Avro/);
  t.regex(hintOf([0x1f, 0x8b, 8, 0])!, /gzip/);
  t.regex(hintOf([0x28, 0xb5, 0x2f, 0xfd, 4])!, /zstandard/);
});
