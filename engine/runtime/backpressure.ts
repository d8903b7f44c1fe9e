/** Promises of sinks and async calls that want no more rows for now. */
export class Backpressure {
  #waiting: Promise<void>[] = [];

  add(ready: Promise<void>): void {
    // Whoever settles hears of a failure; until then it must not count as unhandled.
    ready.catch(() => undefined);
    this.#waiting.push(ready);
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves when all are ready, those added meanwhile too; rejects with the first failure. */
  async settle(): Promise<void> {
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting;
      this.#waiting = [];
      await Promise.all(waiting);
    }
  }
}
