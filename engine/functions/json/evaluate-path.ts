/** Walks a document along the steps of a path. */
import { DataError } from '../../../core/errors.js';
import { pathFunction } from './path-functions.js';
import type { JsonPath, PathStep } from './path-steps.js';
import { isDefiniteStep } from './path-steps.js';
import type { JsonTree } from './tree.js';
import { isArray, isObject } from './tree.js';

/**
 * What the path leads to: the value of a definite path, else the list of all values found.
 * undefined when a lax path finds nothing. Throws DataError JSON_PATH_MISSING when a strict one
 * does.
 */
export function evaluatePath(root: JsonTree, path: JsonPath): JsonTree | undefined {
  const found = evaluateSteps(root, path.steps, root, path.isLax);
  if (!path.isDefinite) return found;
  if (found.length === 0 && !path.isLax) throw missing('nothing is there');
  return found[0];
}

/**
 * Values at the end of the steps from `start`. Not lax: a step that must fit but does not throws.
 */
export function evaluateSteps(
  start: JsonTree,
  steps: readonly PathStep[],
  root: JsonTree,
  isLax: boolean,
): readonly JsonTree[] {
  const walk = new Walk(steps, root, isLax);
  walk.from(start, 0, true);
  return walk.found;
}

function missing(why: string): DataError {
  return new DataError('JSON_PATH_MISSING', {
    message: `a strict JSON path fails: ${why}`,
    hint: "write 'lax $...' to take what is missing as empty",
  });
}

class Walk {
  readonly found: JsonTree[] = [];
  readonly #steps: readonly PathStep[];
  readonly #root: JsonTree;
  readonly #isLax: boolean;

  constructor(steps: readonly PathStep[], root: JsonTree, isLax: boolean) {
    this.#steps = steps;
    this.#root = root;
    this.#isLax = isLax;
  }

  /**
   * Takes the steps from number `at`. `isDefinite`: no step before could lead to several values.
   */
  from(tree: JsonTree, at: number, isDefinite: boolean): void {
    const step = this.#steps[at];
    if (step === undefined) {
      this.found.push(tree);
      return;
    }
    if (step.kind === 'deep') this.#below(tree, step.step, at);
    else this.#take(tree, step, at, isDefinite);
  }

  /** The step on the value and on everything below it. */
  #below(tree: JsonTree, step: PathStep, at: number): void {
    this.#take(tree, step, at, false);
    const children = isArray(tree) ? tree : isObject(tree) ? tree.values() : [];
    for (const child of children) this.#below(child, step, at);
  }

  #take(tree: JsonTree, step: PathStep, at: number, isDefinite: boolean): void {
    const isLast = at === this.#steps.length - 1;
    const stays = isDefinite && isDefiniteStep(step, isLast);
    const go = (next: JsonTree): void => this.from(next, at + 1, stays);
    switch (step.kind) {
      case 'property':
        this.#properties(tree, step.names, isLast, isDefinite, go);
        return;
      case 'wildcard':
        for (const item of isArray(tree) ? tree : isObject(tree) ? tree.values() : []) go(item);
        return;
      case 'filter':
        for (const item of isArray(tree) ? tree : isObject(tree) ? [tree] : [])
          if (step.test(item, this.#root)) go(item);
        return;
      case 'function': {
        const value = pathFunction(step.name, step.argument, tree);
        if (value !== undefined) go(value);
        return;
      }
      case 'deep':
        return;
      default:
        this.#positions(tree, step, isDefinite, go);
    }
  }

  #properties(
    tree: JsonTree,
    names: readonly string[],
    isLast: boolean,
    isDefinite: boolean,
    go: (next: JsonTree) => void,
  ): void {
    if (!isObject(tree)) {
      this.#mismatch(isDefinite, `"${names.join('", "')}" wants an object`);
      return;
    }
    if (names.length > 1 && isLast) {
      go(new Map(names.filter((name) => tree.has(name)).map((name) => [name, tree.get(name)!])));
      return;
    }
    for (const name of names) {
      const value = tree.get(name);
      if (value !== undefined) go(value);
      else if (names.length === 1) this.#mismatch(isDefinite && !isLast, `no key "${name}"`);
    }
  }

  #positions(
    tree: JsonTree,
    step: Extract<PathStep, { kind: 'index' | 'slice' }>,
    isDefinite: boolean,
    go: (next: JsonTree) => void,
  ): void {
    if (!isArray(tree)) {
      this.#mismatch(isDefinite, 'a position wants an array');
      return;
    }
    if (step.kind === 'index') {
      for (const index of step.indexes) {
        const item = tree.at(index);
        if (item !== undefined) go(item);
      }
      return;
    }
    for (const item of tree.slice(step.from ?? 0, step.to ?? tree.length)) go(item);
  }

  #mismatch(isDefinite: boolean, why: string): void {
    if (isDefinite && !this.#isLax) throw missing(why);
  }
}
