/** Plain data that survives JSON: manifests, offsets, options. */
export type JsonValue =
  | null | boolean | number | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
