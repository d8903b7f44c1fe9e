/** Wakes the job loop. Notifications while nobody waits are remembered, as one. */
export class Signal {
  #isRaised = false;
  #wake: (() => void) | null = null;

  notify(): void {
    if (this.#wake === null) {
      this.#isRaised = true;
      return;
    }
    const wake = this.#wake;
    this.#wake = null;
    wake();
  }

  /**
   * Resolves at the next notification, at once when there was one since the last wait. One waiter.
   */
  wait(): Promise<void> {
    if (this.#isRaised) {
      this.#isRaised = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
