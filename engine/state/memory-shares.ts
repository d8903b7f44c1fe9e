/**
 * How `state.memory-budget` is divided between the state tables and the backend under them. It
 * covers all the job keeps of its state: entries, indexes, arrays' slack, what is being written,
 * the backend's cache, write buffers and mapped files.
 */

/** Bytes for the backend (see BackendOptions.memoryBytes). */
export function backendShare(memoryBudgetBytes: number): number {
  return (memoryBudgetBytes * 3) / 8;
}

/**
 * Bytes for the state tables. The rest is left for what is on its way to the backend, and for
 * arrays that were outgrown or dropped and not yet collected: V8 lets 64 MB of them gather.
 */
export function tablesShare(memoryBudgetBytes: number): number {
  return memoryBudgetBytes * 0.38;
}
