/** A logical plan as an indented tree. */
import { exprText } from '../explain.js';
import type { LogicalNode } from './nodes.js';
import { inputsOf } from './nodes.js';

/** `note`: what is said behind each node. */
export function logicalText(
  root: LogicalNode,
  note: (node: LogicalNode) => string = () => '',
): string {
  const lines: string[] = [];
  const visit = (node: LogicalNode, depth: number): void => {
    const columns = node.output.fields.map((f) => f.name).join(', ');
    lines.push(`${'  '.repeat(depth)}${node.kind}(${details(node)}) [${columns}]${note(node)}`);
    inputsOf(node).forEach((input) => visit(input, depth + 1));
  };
  visit(root, 0);
  return lines.join('\n');
}

function details(node: LogicalNode): string {
  const fields = inputsOf(node).flatMap((input) => input.output.fields);
  const names = (column: number): string => fields[column]?.name ?? `#${column}`;
  const list = (columns: readonly number[]): string => `[${columns.map(names).join(', ')}]`;
  switch (node.kind) {
    case 'scan':
      return node.table.name;
    case 'values':
      return `${node.rows.length} rows`;
    case 'calc':
      return [
        node.filter === null ? '' : `where ${exprText(node.filter, names)}`,
        node.projections.map((p) => exprText(p, names)).join(', '),
      ]
        .filter((t) => t !== '')
        .join('; ');
    case 'aggregate':
      return (
        `by ${list(node.keys)}: ` +
        `${node.calls.map((c) => `${c.name}${list(c.args)}`).join(', ')}`
      );
    case 'windowTable':
      return `${node.window.kind} over ${names(node.window.time)}`;
    case 'windowAggregate':
      return (
        `${node.window.kind} by ${list(node.keys)}: ` +
        `${node.calls.map((c) => `${c.name}${list(c.args)}`).join(', ')}`
      );
    case 'join':
      return (
        `${node.joinType}${node.windowEnd === null ? '' : ' window'} on ` +
        `${node.condition === null ? 'true' : exprText(node.condition, names)}`
      );
    case 'over':
      return (
        `${node.calls.map((c) => c.name).join(', ')} partition ` +
        `${list(node.partition)} order ${list(node.order.map((k) => k.column))}`
      );
    case 'topN':
      return (
        `${node.from}..${node.to} partition ${list(node.partition)} ` +
        `order ${list(node.order.map((k) => k.column))}`
      );
    case 'deduplicate':
      return `keep ${node.keep} by ${list(node.keys)} time ${names(node.time)}`;
    case 'timeSort':
      return list(node.order.map((k) => k.column));
    case 'changeCodes':
      return `${node.direction} ${node.codes.map(([code]) => code).join(', ')}`;
    case 'limit':
      return `${node.count} after ${node.offset}`;
    case 'unsupported':
      return node.what;
    case 'correlate':
      return `${node.function}(${node.args.map((arg) => exprText(arg, names)).join(', ')})`;
    case 'asyncCalls':
      return node.calls.map((one) => one.name).join(', ');
    case 'union':
      return '';
  }
}
