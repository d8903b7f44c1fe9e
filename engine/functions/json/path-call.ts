/** What JSON_VALUE, JSON_QUERY and JSON_EXISTS share: a document, a path, and its failures. */
import { DataError } from '../../../core/errors.js';
import type { JsonValue } from '../../../core/json.js';
import { evaluatePath } from './evaluate-path.js';
import { parsePath } from './path-parser.js';
import type { JsonPath } from './path-steps.js';
import type { JsonTree } from './tree.js';
import { isArray, parseJson } from './tree.js';

/** What a path led to; undefined: nothing (lax). */
export type Matched =
  | {
      readonly value: JsonTree | undefined;
      readonly isLax: boolean;
      /** The path could lead to several values, and led to none. */
      readonly isEmptyList: boolean;
    }
  /** The text is no JSON, the path is none, or a strict path failed. */
  | { readonly error: DataError };

/** Looks a path up in documents, for one call site. */
export function pathLookup(): (document: string, path: string) => Matched {
  let pathText: string | null = null;
  let path: JsonPath | DataError | null = null;
  return (document, wanted) => {
    if (wanted !== pathText) {
      path = attempt(() => parsePath(wanted));
      pathText = wanted;
    }
    if (path instanceof DataError) return { error: path };
    const known = path!;
    const tree = attempt(() => parseJson(document));
    if (tree instanceof DataError) return { error: tree };
    const value = attempt(() => evaluatePath(tree, known));
    if (value instanceof DataError) return { error: value };
    const isEmptyList = !known.isDefinite && isArray(value) && value.length === 0;
    return { value, isLax: known.isLax, isEmptyList };
  };
}

/** What we cannot do is no error of the data: ON ERROR does not hide it. */
function attempt<T>(run: () => T): T | DataError {
  try {
    return run();
  } catch (error) {
    if (error instanceof DataError && !error.code.endsWith('_UNSUPPORTED')) return error;
    throw error;
  }
}

/** A text among the options of a call. */
export function textOption(options: JsonValue | undefined, name: string): string {
  const value = (options as Readonly<Record<string, JsonValue>> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
