/** Whether a node's rows are only ever added, and why not. */
import type { SourceFacts } from '../../engine/connector.js';
import type { ChangelogMode } from '../../engine/nodes.js';
import type { LogicalNode, ScanTable } from './nodes.js';
import { inputsOf } from './nodes.js';

/** Facts of the sources of one statement, by `scanKey`. */
export type Facts = ReadonlyMap<string, SourceFacts>;

/** Equal for scans that read the same rows. */
export function scanKey(table: ScanTable): string {
  return JSON.stringify([
    table.name,
    table.connector,
    Object.entries(table.options).sort(),
    table.base.fields.map((f) => f.name),
  ]);
}

export function changelogOf(node: LogicalNode, facts: Facts): ChangelogMode {
  return updatingNode(node, facts) === null ? 'insert-only' : 'retract';
}

/** The node (nearest to `node`) that takes rows away again; null when nothing does. */
export function updatingNode(node: LogicalNode, facts: Facts): LogicalNode | null {
  const below = (): LogicalNode | null => {
    for (const input of inputsOf(node)) {
      const found = updatingNode(input, facts);
      if (found !== null) return found;
    }
    return null;
  };
  switch (node.kind) {
    case 'scan':
      return facts.get(scanKey(node.table))?.changelog === 'retract' ? node : null;
    case 'values':
    case 'windowAggregate':
      return null;
    case 'aggregate':
      return node.calls.length === 0 && node.keys.length > 0 ? below() : node;
    case 'topN':
      return node.windowEnd !== null ? null : node;
    case 'changeCodes':
      if (node.direction === 'write') return null;
      return node.codes.every(([, kind]) => kind === 0) ? null : node;
    case 'deduplicate':
      return node.keep === 'last' ? node : null;
    case 'join': {
      if (node.windowEnd !== null) return null;
      return node.joinType === 'inner' || node.joinType === 'semi' ? below() : node;
    }
    default:
      return below();
  }
}

/** Do all sources end? */
export function isBounded(node: LogicalNode, facts: Facts): boolean {
  if (node.kind === 'scan') return facts.get(scanKey(node.table))?.bounded ?? false;
  return inputsOf(node).every((input) => isBounded(input, facts));
}
