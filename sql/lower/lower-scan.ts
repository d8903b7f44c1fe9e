/**
 * A scan: the source with the paths that are read, computed columns, the watermark, the columns
 * asked for.
 */
import type { Schema } from '../../core/types.js';
import { formatType, withoutAttribute } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type { ChangelogMode } from '../../engine/nodes.js';
import { exprKey, mapExpr, visitExpr } from '../logical/expr-tools.js';
import type { Scan, ScanTable } from '../logical/nodes.js';
import { columnsOf } from '../logical/nodes.js';
import { isPath } from '../rewrite/merge-calcs.js';
import type { PlanBuilder } from './builder.js';

export interface LoweredScan {
  readonly id: number;
  /** The scan's columns over the node's output. */
  readonly columns: readonly Expr[];
}

/** Source and watermark of `scan`; its columns are left to the calc above. */
export function lowerScan(scan: Scan, changelog: ChangelogMode, plan: PlanBuilder): LoweredScan {
  const { table } = scan;
  const { watermark } = table;
  const all =
    watermark === null ? scan.columns : [...scan.columns, watermark.rowtime, watermark.expr];
  const leaves = leavesOf(all, table);
  const fields = leaves.map((leaf) => ({ name: pathOf(leaf, table).join('.'), type: leaf.type }));
  const physical = leaves.filter((leaf) => baseColumn(leaf) < table.physical.fields.length);
  const metadata = leaves.filter((leaf) => !physical.includes(leaf));
  const output: Schema = { fields };
  const id = plan.add(
    {
      kind: 'source',
      table: table.name,
      connector: table.connector,
      options: table.options,
      physical: table.physical,
      projection: physical.map((leaf) => pathOf(leaf, table)),
      metadata: metadata.map(
        (leaf) => table.metadata[baseColumn(leaf) - table.physical.fields.length]!,
      ),
      partitionKeys: table.partitionKeys,
    },
    { inputs: [], exchanges: [], output, changelog },
  );
  const read = (expr: Expr): Expr => overLeaves(expr, leaves);
  if (watermark === null) return { id, columns: scan.columns.map(read) };
  return withWatermark(scan, { id, output, changelog, read }, plan);
}

interface SourcePart {
  readonly id: number;
  readonly output: Schema;
  readonly changelog: ChangelogMode;
  readonly read: (expr: Expr) => Expr;
}

function withWatermark(scan: Scan, source: SourcePart, plan: PlanBuilder): LoweredScan {
  const watermark = scan.table.watermark!;
  const { changelog, read } = source;
  const rowtime = read(watermark.rowtime);
  const isColumn = rowtime.kind === 'column';
  const at = isColumn ? rowtime.index : source.output.fields.length;
  const timeType = {
    ...withoutAttribute(watermark.rowtime.type),
    attribute: 'rowtime',
  } as typeof rowtime.type;
  const types = columnsOf(source.output).map((c, i) => (i === at ? column(i, timeType) : c));
  const projections = isColumn ? types : [...types, { ...rowtime, type: timeType }];
  const names = [...source.output.fields.map((f) => f.name), ...(isColumn ? [] : ['$rowtime'])];
  const output: Schema = { fields: projections.map((p, i) => ({ name: names[i]!, type: p.type })) };
  const place = { exchanges: [{ kind: 'forward' } as const], output, changelog };
  const input = isColumn
    ? source.id
    : plan.add({ kind: 'calc', filter: null, projections }, { ...place, inputs: [source.id] });
  const key = exprKey(watermark.rowtime);
  const reuse = (expr: Expr): Expr =>
    mapExpr(expr, (e) => (exprKey(e) === key ? column(at, { ...timeType }) : null));
  const final = (expr: Expr): Expr => {
    const timed = isColumn ? expr : reusing(expr, key, at, timeType);
    return readBelow(timed, read);
  };
  const id = plan.add(
    {
      kind: 'watermark',
      rowtime: at,
      expr: final(watermark.expr),
      idleTimeoutMs: watermark.idleMs,
    },
    { ...place, inputs: [input] },
  );
  return {
    id,
    columns: scan.columns.map((expr) =>
      exprKey(expr) === key && !isColumn ? reuse(expr) : final(expr),
    ),
  };
}

/** Marks the rowtime's expression with a column far out, so that `readBelow` leaves it alone. */
function reusing(expr: Expr, key: string, at: number, type: Expr['type']): Expr {
  return mapExpr(expr, (e) =>
    exprKey(e) === key ? { kind: 'call', name: '$AT', args: [], type, options: at } : null,
  );
}

function readBelow(expr: Expr, read: (expr: Expr) => Expr): Expr {
  return mapExpr(read(expr), (e) =>
    e.kind === 'call' && e.name === '$AT' ? column(e.options as number, e.type) : null,
  );
}

/** The longest paths that `exprs` read; a path below another one that is read is left out. */
function leavesOf(exprs: readonly Expr[], table: ScanTable): readonly Expr[] {
  const found = new Map<string, Expr>();
  for (const expr of exprs) collectPaths(expr, found);
  const paths = [...found.values()];
  const texts = paths.map((leaf) => pathOf(leaf, table).join('\u0000'));
  const needed = paths.filter(
    (_, i) => !texts.some((other, j) => j !== i && texts[i]!.startsWith(`${other}\u0000`)),
  );
  // counting rows needs something to be read
  if (needed.length === 0) needed.push(column(0, table.base.fields[0]!.type));
  const order = (leaf: Expr): number => (baseColumn(leaf) < table.physical.fields.length ? 0 : 1);
  return needed
    .map((leaf) => ({ ...leaf, type: withoutAttribute(leaf.type) }))
    .sort((a, b) => order(a) - order(b) || baseColumn(a) - baseColumn(b));
}

function collectPaths(expr: Expr, found: Map<string, Expr>): void {
  if (isPath(expr)) found.set(pathKeyOf(expr), expr);
  else if (expr.kind === 'call') for (const arg of expr.args) collectPaths(arg, found);
}

function pathKeyOf(expr: Expr): string {
  if (expr.kind === 'column') return String(expr.index);
  return expr.kind === 'call'
    ? `${pathKeyOf(expr.args[0]!)}.${(expr.options as { index: number }).index}`
    : '';
}

function baseColumn(path: Expr): number {
  let at = -1;
  visitExpr(path, (e) => {
    if (e.kind === 'column') at = e.index;
  });
  return at;
}

function pathOf(path: Expr, table: ScanTable): readonly string[] {
  if (path.kind === 'column') return [table.base.fields[path.index]!.name];
  if (path.kind !== 'call') return [];
  const row = path.args[0]!.type;
  const { index } = path.options as { index: number };
  return [
    ...pathOf(path.args[0]!, table),
    row.id === 'row' ? row.fields[index]!.name : formatType(row),
  ];
}

/** The expression over the source's output: paths become its columns. */
function overLeaves(expr: Expr, leaves: readonly Expr[]): Expr {
  const keys = leaves.map(pathKeyOf);
  return mapExpr(expr, (e) => {
    if (!isPath(e)) return null;
    const at = keys.indexOf(pathKeyOf(e));
    return at < 0 ? null : column(at, e.type);
  });
}
