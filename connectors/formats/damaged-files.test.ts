import test from 'ava';
import { MillraceError } from '../../core/errors.js';
import { filesystem } from '../filesystem/filesystem.js';
import { diskWith, readAll } from '../test-rig.js';
import { commonTypes, samplesOf, writeSamples } from './round-trip.js';

/** Numbers below `n`, the same in every run. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(state / 16) % n;
  };
}

for (const format of ['parquet', 'avro', 'arrow']) {
  test(`${format}: a damaged file is read or refused by name, in the user's words`, async (t) => {
    const files = (await diskWith({ '/base/x': '' })).mount();
    const table = await writeSamples(files, { format }, samplesOf(commonTypes, 40), 50);
    const part = (await files.list('/base/out')).find((name) => name.startsWith('part-'))!;
    const path = `/base/out/${part}`;
    const whole = await files.readFile(path);
    const next = numbers(whole.length);
    let refused = 0;
    for (let i = 0; i < 39; i++) {
      const bytes = i % 3 === 0 ? whole.slice(0, next(whole.length)) : whole.slice();
      const fromEnd = i % 3 === 1; // where footers are
      const at = next(Math.min(bytes.length, 1000));
      if (i % 3 !== 0) bytes[fromEnd ? bytes.length - 1 - at : at] = next(256);
      await files.writeFile(path, bytes);
      try {
        await readAll(filesystem, table);
      } catch (error) {
        refused++;
        if (!(error instanceof MillraceError)) throw error;
        t.is(error.blame, 'user', `damage ${i}: ${error.message}`);
        t.true(error.message.includes(path), `damage ${i}: ${error.message}`);
        t.notRegex(error.message, /undefined|not a function|not iterable|null \(/, `damage ${i}`);
      }
    }
    t.true(refused > 12, `${refused}`);
  });
}
