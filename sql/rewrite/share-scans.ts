/** Scans of one table become one scan of all their columns, so that a source is read once. */
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import { scanKey } from '../logical/changelog.js';
import { exprKey } from '../logical/expr-tools.js';
import type { LogicalNode, Scan } from '../logical/nodes.js';
import { calc, inputsOf } from '../logical/nodes.js';
import { bottomUp } from './context.js';

/** Over all plans of one statement (several sinks). */
export function shareScans(roots: readonly LogicalNode[]): readonly LogicalNode[] {
  const groups = new Map<string, Scan[]>();
  const seen = new Set<LogicalNode>();
  const collect = (node: LogicalNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'scan') {
      const key = scanKey(node.table);
      groups.set(key, [...(groups.get(key) ?? []), node]);
    }
    inputsOf(node).forEach(collect);
  };
  roots.forEach(collect);
  const replaced = new Map<LogicalNode, LogicalNode>();
  for (const scans of groups.values()) if (scans.length > 1) shareGroup(scans, replaced);
  return roots.map((root) => bottomUp(root, (node) => replaced.get(node) ?? node));
}

function shareGroup(scans: readonly Scan[], replaced: Map<LogicalNode, LogicalNode>): void {
  const columns: Expr[] = [];
  const names: string[] = [];
  const place = (expr: Expr, name: string): number => {
    const known = columns.findIndex((other) => exprKey(other) === exprKey(expr));
    if (known >= 0) return known;
    names.push(name);
    return columns.push(expr) - 1;
  };
  const places = scans.map((scan) =>
    scan.columns.map((expr, i) => place(expr, scan.output.fields[i]!.name)),
  );
  const shared: Scan = {
    ...scans[0]!,
    columns,
    output: { fields: columns.map((expr, i) => ({ name: names[i]!, type: expr.type })) },
  };
  scans.forEach((scan, i) => {
    const projections = places[i]!.map((at, c) => column(at, scan.columns[c]!.type));
    const isWhole =
      projections.length === columns.length && projections.every((p, c) => p.index === c);
    replaced.set(
      scan,
      isWhole
        ? shared
        : calc(
            shared,
            null,
            projections,
            scan.output.fields.map((f) => f.name),
          ),
    );
  });
}
