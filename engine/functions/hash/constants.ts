/** The constants of the SHA-2 family: fractions of roots of the first primes, as 64-bit words. */

const PRIMES: readonly bigint[] = firstPrimes(80);

/** Fractions of the cube roots of the first 80 primes. SHA-256 takes the high words of 64. */
export const ROUND_CONSTANTS: readonly bigint[] = PRIMES.map((prime) => rootFraction(prime, 3n));

/** Fractions of the square roots of the first 16 primes. */
export const SQUARE_ROOTS: readonly bigint[] = PRIMES.slice(0, 16).map((prime) =>
  rootFraction(prime, 2n),
);

/** The high 32 bits of 64-bit words. */
export function highWords(words: readonly bigint[]): Int32Array {
  return Int32Array.from(words, (word) => Number(BigInt.asIntN(32, word >> 32n)));
}

/** The low halves. */
export function lowWords(words: readonly bigint[]): Int32Array {
  return Int32Array.from(words, (word) => Number(BigInt.asIntN(32, word)));
}

function firstPrimes(count: number): readonly bigint[] {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < count; n++)
    if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
  return primes;
}

/**
 * First 64 bits behind the point of the root of `value`: a double's root, one step of Newton's
 * method, and the last unit made right. (A search from nothing took 6 ms of every start.)
 */
function rootFraction(value: bigint, degree: bigint): bigint {
  const scaled = value << (64n * degree);
  const estimate = BigInt(Math.round(Number(value) ** (1 / Number(degree)) * 2 ** 64));
  let root = estimate + (scaled - estimate ** degree) / (degree * estimate ** (degree - 1n));
  while (root ** degree > scaled) root -= 1n;
  while ((root + 1n) ** degree <= scaled) root += 1n;
  return BigInt.asUintN(64, root);
}
