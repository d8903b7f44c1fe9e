/** Functions at the end of a JSON path. */
import { formatDouble } from '../../../core/java-number.js';
import type { PathFunction } from './path-steps.js';
import type { JsonTree } from './tree.js';
import { isArray, isObject, JsonNumber } from './tree.js';

/** Value of the function for what the path led to; undefined when it has none. */
export function pathFunction(
  name: PathFunction,
  argument: number,
  tree: JsonTree,
): JsonTree | undefined {
  switch (name) {
    case 'length':
    case 'size':
      return sizeOf(tree);
    case 'keys':
      return isObject(tree) ? [...tree.keys()] : undefined;
    case 'first':
      return isArray(tree) ? tree[0] : undefined;
    case 'last':
      return isArray(tree) ? tree.at(-1) : undefined;
    case 'index':
      return isArray(tree) ? tree.at(argument) : undefined;
    default:
      return isArray(tree) ? aggregate(name, tree) : undefined;
  }
}

function sizeOf(tree: JsonTree): JsonTree | undefined {
  if (isArray(tree)) return new JsonNumber(String(tree.length));
  return isObject(tree) ? new JsonNumber(String(tree.size)) : undefined;
}

function aggregate(
  name: Exclude<PathFunction, 'length' | 'size' | 'keys' | 'first' | 'last' | 'index'>,
  items: readonly JsonTree[],
): JsonTree | undefined {
  const numbers = items.flatMap((item) =>
    item instanceof JsonNumber ? [Number(item.source)] : [],
  );
  if (numbers.length === 0) return undefined;
  const sum = numbers.reduce((total, number) => total + number, 0);
  const mean = sum / numbers.length;
  switch (name) {
    case 'sum':
      return double(sum);
    case 'avg':
      return double(mean);
    case 'min':
      return double(numbers.reduce((a, b) => Math.min(a, b)));
    case 'max':
      return double(numbers.reduce((a, b) => Math.max(a, b)));
    case 'stddev': {
      const squares = numbers.reduce((total, number) => total + (number - mean) ** 2, 0);
      return double(Math.sqrt(squares / numbers.length));
    }
  }
}

function double(value: number): JsonNumber {
  return new JsonNumber(formatDouble(value));
}
