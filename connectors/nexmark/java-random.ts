/**
 * Java's random generators, bit for bit, without BigInt: nexmark's exact modes depend on every
 * draw.
 */

/** What the generator asks of a source of chance. */
export interface Draws {
  /** Any 32-bit integer. */
  nextInt(): number;
  /** Uniform in [0, bound), bound in 1..2^31-1. */
  nextBelow(bound: number): number;
  /** Uniform in [0, 1), 53 bits. */
  nextDouble(): number;
}

const limb = 0x1000000; // 2^24

/** java.util.Random: a 48-bit linear congruential generator, here in two 24-bit limbs. */
export class JavaRandom implements Draws {
  #low: number;
  #high: number;

  /** `seed`: a safe integer, not negative. */
  constructor(seed: number) {
    this.#low = (seed % limb) ^ 0xece66d;
    this.#high = (Math.floor(seed / limb) % limb) ^ 0x5de;
  }

  nextInt(): number {
    return this.#next32() | 0;
  }

  nextBelow(bound: number): number {
    let u = this.#next32() >>> 1;
    const mask = bound - 1;
    if ((bound & mask) === 0) return Math.floor((bound * u) / 2147483648);
    for (;;) {
      const r = u % bound;
      if (((u - r + mask) | 0) >= 0) return r;
      u = this.#next32() >>> 1;
    }
  }

  nextDouble(): number {
    const high = this.#next32() >>> 6;
    const low = this.#next32() >>> 5;
    return (high * 134217728 + low) * 2 ** -53;
  }

  #next32(): number {
    const low = this.#low * 0xece66d + 0xb;
    const high = this.#high * 0xece66d + this.#low * 0x5de + Math.floor(low / limb);
    this.#low = low % limb;
    this.#high = high % limb;
    return this.#high * 256 + (this.#low >>> 16);
  }
}

/** The state of a SplittableRandom: two 32-bit words. */
export interface SplitState {
  readonly high: number;
  readonly low: number;
}

/**
 * java.util.SplittableRandom: a 64-bit counter put through a mixing function (Steele et al., 2014).
 */
export class SplittableRandom implements Draws {
  #high: number;
  #low: number;
  // A product or shifted word that does not fit one number: see #mix.
  #zHigh = 0;
  #zLow = 0;

  constructor(state: SplitState) {
    this.#high = state.high | 0;
    this.#low = state.low | 0;
  }

  /** Seed as in Java's constructor, for a small seed. */
  static seeded(seed: number): SplittableRandom {
    return new SplittableRandom({ high: 0, low: seed });
  }

  get state(): SplitState {
    return { high: this.#high, low: this.#low };
  }

  nextInt(): number {
    this.#advance();
    this.#mix(33, 0x62a9d9ed, 0x799705f5);
    this.#mix(28, 0xcb24d0a5, 0xc88c35b3);
    return this.#zHigh;
  }

  nextBelow(bound: number): number {
    const first = this.nextInt();
    const mask = bound - 1;
    if ((bound & mask) === 0) return first & mask;
    let u = first >>> 1;
    for (;;) {
      const r = u % bound;
      if (((u + mask - r) | 0) >= 0) return r;
      u = this.nextInt() >>> 1;
    }
  }

  nextDouble(): number {
    this.#advance();
    this.#mix(30, 0xbf58476d, 0x1ce4e5b9);
    this.#mix(27, 0x94d049bb, 0x133111eb);
    const low = this.#zLow ^ ((this.#zLow >>> 31) | (this.#zHigh << 1));
    const high = this.#zHigh ^ (this.#zHigh >>> 31);
    return ((high >>> 0) * 2097152 + (low >>> 11)) * 2 ** -53;
  }

  #advance(): void {
    const low = (this.#low >>> 0) + 0x7f4a7c15;
    this.#low = low | 0;
    this.#high = (this.#high + 0x9e3779b9 + (low > 0xffffffff ? 1 : 0)) | 0;
    this.#zHigh = this.#high;
    this.#zLow = this.#low;
  }

  /** z = (z ^ z >>> shift) * factor, mod 2^64. */
  #mix(shift: number, factorHigh: number, factorLow: number): void {
    const high = this.#zHigh;
    let low = this.#zLow;
    let xHigh = high;
    if (shift >= 32) {
      low ^= high >>> (shift - 32);
    } else {
      low ^= (low >>> shift) | (high << (32 - shift));
      xHigh ^= high >>> shift;
    }
    this.#zLow = Math.imul(low, factorLow);
    this.#zHigh =
      (highWord(low >>> 0, factorLow >>> 0) +
        Math.imul(xHigh, factorLow) +
        Math.imul(low, factorHigh)) |
      0;
  }
}

/** High 32 bits of the product of two unsigned 32-bit numbers. */
function highWord(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carried / 65536)) | 0;
}
