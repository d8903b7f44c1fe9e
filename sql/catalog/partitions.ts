/** Partitions that ALTER TABLE adds and drops, kept as `k=v/k=v` in the order of the keys. */
import { didYouMean } from '../../core/errors.js';
import type { Span } from '../../core/errors.js';
import type { PartitionValue } from '../ast/statement.js';
import type { BindEnv } from '../binder/context.js';
import { constantText } from '../binder/constant-text.js';
import { tableError } from './define-table.js';
import type { TableDef } from './state.js';

interface PartitionSpec {
  readonly values: readonly PartitionValue[];
  readonly span: Span;
}

/** `k=v` for the keys that `spec` names, in the order of the table's keys. */
function pairsOf(table: TableDef, spec: PartitionSpec, env: BindEnv): readonly string[] {
  for (const { column, span } of spec.values) {
    if (table.partitionKeys.includes(column.name)) continue;
    throw tableError(
      `the table is not partitioned by "${column.name}"`,
      span,
      didYouMean(column.name, table.partitionKeys),
    );
  }
  return table.partitionKeys.flatMap((key) => {
    const value = spec.values.find((v) => v.column.name === key)?.value ?? null;
    return value === null ? [] : [`${key}=${constantText(value, env)}`];
  });
}

function partitionText(table: TableDef, spec: PartitionSpec, env: BindEnv): string {
  if (table.partitionKeys.length === 0) throw tableError('the table is not partitioned', spec.span);
  const pairs = pairsOf(table, spec, env);
  const missing = table.partitionKeys.find((key) => !pairs.some((p) => p.startsWith(`${key}=`)));
  if (missing !== undefined)
    throw tableError(`the partition needs a value for "${missing}"`, spec.span);
  return pairs.join('/');
}

/** Throws for a partition that is there, unless `ifNotExists`. */
export function addPartitions(
  table: TableDef,
  specs: readonly PartitionSpec[],
  ifNotExists: boolean,
  env: BindEnv,
): TableDef {
  const partitions = [...table.partitions];
  for (const spec of specs) {
    const text = partitionText(table, spec, env);
    if (!partitions.includes(text)) partitions.push(text);
    else if (!ifNotExists) throw tableError(`partition ${text} is there already`, spec.span);
  }
  return { ...table, partitions };
}

/** Throws for a partition that is not there, unless `ifExists`. */
export function dropPartitions(
  table: TableDef,
  specs: readonly PartitionSpec[],
  ifExists: boolean,
  env: BindEnv,
): TableDef {
  let partitions = table.partitions;
  for (const spec of specs) {
    const text = partitionText(table, spec, env);
    if (!partitions.includes(text) && !ifExists)
      throw tableError(`no partition ${text}`, spec.span);
    partitions = partitions.filter((p) => p !== text);
  }
  return { ...table, partitions };
}

/** The table's partitions that have the values of `spec`, sorted. */
export function partitionsWith(
  table: TableDef,
  spec: PartitionSpec,
  env: BindEnv,
): readonly string[] {
  const pairs = pairsOf(table, spec, env);
  const has = (partition: string): boolean => {
    const parts = partition.split('/');
    return pairs.every((pair) => parts.includes(pair));
  };
  return table.partitions.filter(has).sort();
}
