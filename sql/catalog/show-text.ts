/** How SHOW CREATE writes names, texts and types. */
import type { DataType } from '../../core/types.js';
import { formatType } from '../../core/types.js';

/** A name in backticks. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A text literal. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** STRING is written VARCHAR(2147483647), as Flink does. */
export function typeText(type: DataType): string {
  return formatType(type)
    .replaceAll('STRING', 'VARCHAR(2147483647)')
    .replaceAll('BYTES', 'VARBINARY(2147483647)');
}
