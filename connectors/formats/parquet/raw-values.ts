/**
 * What hyparquet is told, so that it loses nothing of a column it assembles: it would make doubles
 * of decimals, dates of milliseconds, lossy texts of bytes, and of maps objects with texts as keys.
 */
import type { FileMetaData, ParquetParsers, SchemaElement } from 'hyparquet';
import { isDecimal } from './nested-decimal.js';

/** A time of the file: nanoseconds since 1970. */
export interface NanoTime {
  readonly nanosSinceEpoch: bigint;
}

/** The 16 bytes of a UUID. */
export interface Uuid {
  readonly uuidBytes: Uint8Array;
}

/**
 * The metadata to read with: decimals are raw integers or bytes, a map is a row whose one field is
 * the list of its entries.
 */
export function withRawValues(metadata: FileMetaData): FileMetaData {
  return { ...metadata, schema: metadata.schema.map(withoutMeaning) };
}

/** `GEOMETRY` is the one annotation that hands every physical type to a parser of ours. */
function withoutMeaning(element: SchemaElement): SchemaElement {
  const { converted_type: converted, logical_type: logical, ...rest } = element;
  if (isDecimal(element)) return { ...rest, logical_type: { type: 'GEOMETRY' } };
  return converted === 'MAP' || logical?.type === 'MAP' ? rest : element;
}

/** Values as they stand in the file, for hyparquet's `parsers`. */
export const rawParsers = {
  timestampFromMilliseconds: (value: bigint): NanoTime => ({ nanosSinceEpoch: value * 1_000_000n }),
  timestampFromMicroseconds: (value: bigint): NanoTime => ({ nanosSinceEpoch: value * 1000n }),
  timestampFromNanoseconds: (value: bigint): NanoTime => ({ nanosSinceEpoch: value }),
  dateFromDays: (days: number): number => days,
  stringFromBytes: same,
  jsonFromBytes: same,
  geometryFromBytes: same,
  uuidFromBytes: (bytes: Uint8Array | undefined): Uuid | undefined =>
    bytes === undefined ? undefined : { uuidBytes: bytes },
} satisfies Partial<ParquetParsers>;

function same(value: unknown): unknown {
  return value;
}

/** `5ce45d4e-2a3c-4f6e-9a70-0123456789ab`. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
