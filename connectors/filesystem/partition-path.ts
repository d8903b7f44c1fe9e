/** Folders named `key=value` that hold the values of partition columns. */
import type { Value } from '../../core/batch.js';
import { ConnectorError } from '../../core/errors.js';
import type { DataType } from '../../core/types.js';
import { formatScalar, parseScalar } from '../formats/scalar-text.js';

/** Characters that Hive and Flink write as %XX. */
const ESCAPED = /["#%'*/:=?\\\x7f{}[\]^\x00-\x1f]/g;

/** `text` as a part of a folder name. */
export function escapePartition(text: string): string {
  return text.replace(
    ESCAPED,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** Inverse of `escapePartition`; other text stays. */
export function unescapePartition(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Values by key from the folders of a path below the table's folder. */
export function partitionsOf(relativePath: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const folder of relativePath.split('/').slice(0, -1)) {
    const at = folder.indexOf('=');
    if (at > 0)
      found.set(unescapePartition(folder.slice(0, at)), unescapePartition(folder.slice(at + 1)));
  }
  return found;
}

/**
 * Boxed value of a partition's text. Throws ConnectorError PARTITION_VALUE when it does not fit
 * the type.
 */
export function partitionValue(
  text: string,
  type: DataType,
  defaultName: string,
  path: string,
): Value {
  if (text === defaultName) return null;
  const value = parseScalar(text, type);
  if (value === undefined) {
    throw new ConnectorError('PARTITION_VALUE', {
      message: `the folder value '${text}' does not fit ${type.id.toUpperCase()} in ${path}`,
      hint: 'rename the folder or declare the partition column with another type',
      blame: 'user',
    });
  }
  return value;
}

/** `key=value`; null and the empty text go to the default partition. */
export function partitionFolder(
  key: string,
  value: Value,
  type: DataType,
  defaultName: string,
): string {
  const text = value === null ? '' : formatScalar(value, type);
  return `${escapePartition(key)}=${text === '' ? defaultName : escapePartition(text)}`;
}
