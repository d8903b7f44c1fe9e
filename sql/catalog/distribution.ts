/** DISTRIBUTED BY as SHOW CREATE writes it. */
import { didYouMean, listedNames } from '../../core/errors.js';
import type { Distribution } from '../ast/create.js';
import { tableError } from './define-table.js';
import { quoted } from './show-text.js';
import type { ColumnDef } from './state.js';

/** `BY HASH(\`a\`) INTO 4 BUCKETS`; refused for a key that is no stored column. */
export function distributionText(node: Distribution, columns: readonly ColumnDef[]): string {
  const names = columns.filter((c) => c.kind === 'physical').map((c) => c.name);
  for (const { name, span } of node.columns) {
    if (!names.includes(name)) {
      throw tableError(
        `no stored column "${name}" to distribute by (there are ${listedNames(names, name)})`,
        span,
        didYouMean(name, names),
      );
    }
  }
  const keys = `(${node.columns.map((c) => quoted(c.name)).join(', ')})`;
  const by = node.columns.length === 0 ? [] : [`BY ${node.method ?? ''}${keys}`];
  const into = node.buckets === null ? [] : [`INTO ${node.buckets} BUCKETS`];
  return [...by, ...into].join(' ');
}
