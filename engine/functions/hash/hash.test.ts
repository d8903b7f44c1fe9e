import { createHash } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { checkProperty } from '../../../props/check-property.js';
import { md5 } from './md5.js';
import { sha1 } from './sha1.js';
import { sha224, sha256 } from './sha256.js';
import { sha384, sha512 } from './sha512.js';

const hashes = { md5, sha1, sha224, sha256, sha384, sha512 };

for (const [name, hash] of Object.entries(hashes)) {
  const wanted = (message: Uint8Array): string => createHash(name).update(message).digest('hex');

  test(`${name} at all lengths around its blocks`, (t) => {
    for (let length = 0; length <= 260; length++) {
      const message = Uint8Array.from({ length }, (_, i) => i * 7 + length);
      t.is(hash(message), wanted(message), String(length));
    }
  });

  test(`${name} of anything`, async (t) => {
    const sameHash = fc.property(
      fc.uint8Array({ maxLength: 1000, size: 'max' }),
      (message) => hash(message) === wanted(message),
    );
    await checkProperty(t, sameHash);
  });
}
