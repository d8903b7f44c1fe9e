/** VALUES: rows of constants, or one row each where something cannot be computed while planning. */
import type { Value } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import { withoutAttribute } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { commonType } from '../../engine/functions/common-type.js';
import type { Values } from '../ast/query.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, schemaOf, union } from '../logical/nodes.js';
import { castTo } from './call.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid } from './errors.js';
import { bindExpr } from './expression.js';
import type { Scope } from './scope.js';
import { emptyScope } from './scope.js';

/** One row without columns: what SELECT without FROM reads. */
export const oneRow: LogicalNode = { kind: 'values', rows: [[]], output: { fields: [] } };

export function bindValues(node: Values, env: BindEnv, parent: Scope | null): LogicalNode {
  const ctx = exprContext(env, { ...emptyScope, parent }, 'VALUES');
  const rows = node.rows.map((row) => row.map((expr) => bindExpr(expr, ctx)));
  const width = rows[0]!.length;
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven >= 0) {
    throw invalid(
      `row ${uneven + 1} of VALUES has ${rows[uneven]!.length} values, the first has ${width}`,
      node.span,
    );
  }
  const types = Array.from({ length: width }, (_, i) =>
    columnType(
      rows.map((row) => row[i]!.type),
      i,
      node,
    ),
  );
  const names = types.map((_, i) => `EXPR$${i}`);
  return rowsOf(
    rows.map((row) => row.map((expr, i) => castTo(expr, types[i]!, env.session))),
    types,
    names,
  );
}

function columnType(types: readonly DataType[], at: number, node: Values): DataType {
  const common = commonType(types.map(withoutAttribute));
  if (common === null)
    throw invalid(
      `column ${at + 1} of VALUES has values of types that do not go together`,
      node.span,
    );
  if (common.id === 'null')
    throw invalid('a NULL needs a type here: CAST(NULL AS type)', node.span);
  return common;
}

/** Constant rows as one node; rows with other expressions as a union of one-row calcs. */
export function rowsOf(
  rows: readonly (readonly Expr[])[],
  types: readonly DataType[],
  names: readonly string[],
): LogicalNode {
  if (rows.every((row) => row.every((expr) => expr.kind === 'literal'))) {
    const values = rows.map((row) => row.map((expr) => (expr as { value: Value }).value));
    return { kind: 'values', rows: values, output: schemaOf(names, types) };
  }
  const parts = rows.map((row) => calc(oneRow, null, row, names));
  const node = union(parts);
  return { ...node, output: schemaOf(names, types) };
}
