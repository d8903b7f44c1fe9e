import type { JsonValue } from '../../core/json.js';

/** One option of a call by name, undefined when it is not there. */
export function optionOf(options: JsonValue | undefined, name: string): JsonValue | undefined {
  if (
    options === undefined ||
    options === null ||
    typeof options !== 'object' ||
    Array.isArray(options)
  ) {
    return undefined;
  }
  return (options as { readonly [key: string]: JsonValue })[name];
}
