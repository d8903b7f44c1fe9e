/** At most so many calls at a time, the others in the order they came. */
import { DataError } from '../../core/errors.js';

export class Bound {
  readonly #most: number;
  readonly #waiting = new Set<() => void>();
  #underWay = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Settles as `work`. Throws DataError FUNCTION_STOPPED when `stop` comes before its turn. */
  async run<T>(work: () => Promise<T>, stop: AbortSignal): Promise<T> {
    if (this.#underWay >= this.#most) await this.#turn(stop);
    else this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #turn(stop: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        stop.removeEventListener('abort', onStop);
        resolve();
      };
      const onStop = (): void => {
        this.#waiting.delete(go);
        reject(stopped());
      };
      this.#waiting.add(go);
      stop.addEventListener('abort', onStop, { once: true });
    });
  }

  /** The place goes to the one that waits longest, or is free. */
  #leave(): void {
    for (const go of this.#waiting) {
      this.#waiting.delete(go);
      go();
      return;
    }
    this.#underWay -= 1;
  }
}

/** What a call ends with whose job is over. */
export function stopped(): DataError {
  return new DataError('FUNCTION_STOPPED', { message: 'the job was cancelled' });
}
