/**
 * How `state.memory-budget` is divided between the state tables and the backend under them. It
 * covers all the job keeps of its state: entries, indexes, arrays' slack, what is being written,
 * the backend's cache, write buffers and mapped files.
 */

/** Bytes for the backend (see BackendOptions.memoryBytes). */
export function backendShare(memoryBudgetBytes: number): number {
  return (memoryBudgetBytes * 3) / 8;
}

/** Bytes for the state tables; a tenth is left for entries on their way to the backend. */
export function tablesShare(memoryBudgetBytes: number): number {
  return (memoryBudgetBytes - backendShare(memoryBudgetBytes)) * 0.9;
}
