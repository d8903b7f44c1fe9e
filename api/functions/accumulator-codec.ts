/** Accumulators as text: JSON with bigints. What JSON would silently change is refused. */
import { DataError } from '../../core/errors.js';

const BIGINT_KEY = '$bigint';

/** JSON of an accumulator. Throws DataError ACCUMULATOR_NOT_JSON for a Map, NaN, a class, ... */
export function encodeAccumulator(accumulator: unknown): string {
  return JSON.stringify(plain(accumulator, 'the accumulator'));
}

/** What `encodeAccumulator` wrote. */
export function decodeAccumulator(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !(BIGINT_KEY in value)) return value;
    return BigInt(value[BIGINT_KEY] as string);
  });
}

function plain(value: unknown, place: string): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return { [BIGINT_KEY]: String(value) };
  if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return value;
  if (Array.isArray(value)) return value.map((item, i) => plain(item, `${place}[${i}]`));
  if (typeof value === 'object' && isPlain(value) && !(BIGINT_KEY in value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, `${place}.${key}`)]));
  }
  throw new DataError('ACCUMULATOR_NOT_JSON', {
    message: `${place} is ${describe(value)}, which JSON does not keep`,
    hint: 'Give the aggregate a "codec".',
  });
}

function isPlain(value: object): boolean {
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor.name}`;
  return typeof value === 'number' ? String(value) : typeof value;
}
