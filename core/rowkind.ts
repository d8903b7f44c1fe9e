/**
 * How one row changes the result. The numbers are on disk and in sink files: never renumber.
 * Operators go by the sign alone (+I and +U add a row, -U and -D take one away); pairing is not
 * promised.
 */
export const RowKind = { Insert: 0, UpdateBefore: 1, UpdateAfter: 2, Delete: 3 } as const;
export type RowKind = (typeof RowKind)[keyof typeof RowKind];

/** +1 for +I and +U, -1 for -U and -D; indexed by RowKind. */
export const kindSign = new Int8Array([1, -1, 1, -1]);

/** Text marks as Flink prints them; indexed by RowKind. */
export const kindMark = ['+I', '-U', '+U', '-D'] as const;
