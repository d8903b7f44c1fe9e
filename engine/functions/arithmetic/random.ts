/** RAND, RAND_INTEGER, UUID. With a seed they give the numbers of java.util.Random. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import type { DataType } from '../../../core/types.js';
import { doubleType, intType } from '../../../core/types.js';
import type { CallSite, ScalarFunction } from '../function.js';
import { randomOf } from '../machine.js';
import { int, strict } from '../signature.js';

interface Chance {
  nextDouble(): number;
  nextInt(bound: number): number;
}

const uuidType: DataType = { id: 'char', length: 36, nullable: false };

/** java.util.Random: a 48-bit linear congruential generator. */
class JavaRandom implements Chance {
  #state: bigint;

  constructor(seed: number) {
    this.#state = (BigInt(seed) ^ 0x5deece66dn) & 0xffffffffffffn;
  }

  nextDouble(): number {
    return (this.#bits(26) * 134217728 + this.#bits(27)) / 9007199254740992;
  }

  nextInt(bound: number): number {
    if ((bound & -bound) === bound) return Math.floor((bound * this.#bits(31)) / 2147483648);
    for (;;) {
      const bits = this.#bits(31);
      const value = bits % bound;
      if (bits - value + (bound - 1) < 2147483648) return value;
    }
  }

  #bits(count: number): number {
    this.#state = (this.#state * 0x5deece66dn + 11n) & 0xffffffffffffn;
    return Number(this.#state >> BigInt(48 - count));
  }
}

/** Seeded by the literal seed, else from the job's chance. */
function chanceOf(site: CallSite, seed: Value | undefined): Chance {
  if (typeof seed === 'number') return new JavaRandom(seed);
  const random = randomOf(site.session);
  return { nextDouble: () => random.next(), nextInt: (bound) => Math.floor(random.next() * bound) };
}

function checkBound(bound: number): void {
  if (bound > 0) return;
  throw new DataError('RAND_BOUND_INVALID', {
    message: `RAND_INTEGER wants a positive bound, not ${bound}`,
  });
}

export const randomFunctions: readonly ScalarFunction[] = [
  {
    name: 'RAND',
    doc: 'Random number from 0 to below 1; a seed makes it repeatable.',
    syntax: 'RAND([seed])',
    category: 'arithmetic',
    examples: [['RAND() < 1', 'TRUE']],
    nulls: 'strict',
    deterministic: false,
    resolve: strict([int], doubleType, { optional: 1 }),
    kernel(site) {
      const chance = chanceOf(site, site.literals[0]);
      return () => chance.nextDouble();
    },
  },
  {
    name: 'RAND_INTEGER',
    doc: 'Random integer from 0 to below the bound.',
    syntax: 'RAND_INTEGER([seed,] bound)',
    category: 'arithmetic',
    examples: [['RAND_INTEGER(1)', '0']],
    nulls: 'strict',
    deterministic: false,
    resolve: strict([int, int], intType, { optional: 1 }),
    kernel(site) {
      const chance = chanceOf(site, site.args.length === 2 ? site.literals[0] : undefined);
      return (...args: readonly number[]) => {
        const bound = args.at(-1)!;
        checkBound(bound);
        return chance.nextInt(bound);
      };
    },
  },
  {
    name: 'UUID',
    doc: 'Random (version 4) UUID.',
    syntax: 'UUID()',
    category: 'string',
    deterministic: false,
    examples: [['CHAR_LENGTH(UUID())', '36']],
    nulls: 'strict',
    resolve: strict([], uuidType),
    kernel(site) {
      const random = randomOf(site.session);
      return () => random.uuid();
    },
  },
];
