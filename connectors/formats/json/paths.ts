/** The wanted paths of a JSON table as a tree of keys. */
import { KeyTable } from './key-table.js';

/**
 * One key. `keys` are the keys seen in objects here, in the order of the first object that had
 * them, and `targets[i]` what key i leads to (null = not wanted).
 */
export interface PathNode {
  readonly children: Map<string, PathNode>;
  /** Columns that take the whole value. */
  readonly columns: number[];
  /** Columns of the nodes below, for objects that are null or come twice. */
  readonly below: number[];
  readonly keys: KeyTable;
  readonly targets: (PathNode | null)[];
  /** Row that met this node last. */
  row: number;
}

function newNode(): PathNode {
  return {
    children: new Map(),
    columns: [],
    below: [],
    keys: new KeyTable(),
    targets: [],
    row: -1,
  };
}

/** Column i takes the value at `paths[i]`. */
export function pathTree(paths: readonly (readonly string[])[]): PathNode {
  const root = newNode();
  for (const [column, path] of paths.entries()) {
    let node = root;
    for (const name of path) {
      node.below.push(column);
      const child = node.children.get(name) ?? newNode();
      node.children.set(name, child);
      node = child;
    }
    node.columns.push(column);
  }
  return root;
}
