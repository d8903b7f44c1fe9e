/** What a JSON path is made of. */
import type { JsonTree } from './tree.js';

export type PathStep =
  /** .name, ['name'], ['a', 'b'] */
  | { readonly kind: 'property'; readonly names: readonly string[] }
  /** [0], [-1], [0, 2] */
  | { readonly kind: 'index'; readonly indexes: readonly number[] }
  /** [from:to], either may be missing */
  | { readonly kind: 'slice'; readonly from: number | null; readonly to: number | null }
  /** .* or [*] */
  | { readonly kind: 'wildcard' }
  /** [?(...)] */
  | { readonly kind: 'filter'; readonly test: Filter }
  /** The step behind `..`, tried on every value below. */
  | { readonly kind: 'deep'; readonly step: PathStep }
  /** .length() and its like, at the end. */
  | { readonly kind: 'function'; readonly name: PathFunction; readonly argument: number };

export type PathFunction =
  | 'length'
  | 'size'
  | 'keys'
  | 'min'
  | 'max'
  | 'avg'
  | 'sum'
  | 'stddev'
  | 'first'
  | 'last'
  | 'index';

export const PATH_FUNCTIONS: readonly PathFunction[] = [
  'length',
  'size',
  'keys',
  'min',
  'max',
  'avg',
  'sum',
  'stddev',
  'first',
  'last',
  'index',
];

/** Is the condition true for an item of a document? */
export type Filter = (item: JsonTree, root: JsonTree) => boolean;

export interface JsonPath {
  /** lax: what cannot be found is empty; strict (the default): it is an error. */
  readonly isLax: boolean;
  readonly steps: readonly PathStep[];
  /** Leads to one value at most; else the result is a list of what was found. */
  readonly isDefinite: boolean;
}

/** Can the step lead to several values? */
export function isDefiniteStep(step: PathStep, isLast: boolean): boolean {
  switch (step.kind) {
    case 'property':
      return step.names.length === 1 || isLast;
    case 'index':
      return step.indexes.length === 1;
    case 'function':
      return true;
    default:
      return false;
  }
}
