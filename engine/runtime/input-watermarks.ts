/** Event time of a task with several inputs: the minimum over those that count. */
import { EngineBug } from '../../core/errors.js';
import type { JsonValue } from '../../core/json.js';

/**
 * The merged watermark never falls. An idle input does not hold it back; an ended input neither,
 * and
 * when all have ended it is Infinity. When every input that has not ended is idle it is their
 * maximum,
 * so that the order in which they fell silent does not matter.
 */
export class InputWatermarks {
  readonly #perInput: Float64Array;
  readonly #isIdle: boolean[];
  #merged = -Infinity;

  constructor(inputs: number) {
    this.#perInput = new Float64Array(inputs).fill(-Infinity);
    this.#isIdle = Array.from({ length: inputs }, () => false);
  }

  /** ms; -Infinity before the first, Infinity at the end of all inputs. */
  get merged(): number {
    return this.#merged;
  }

  /** Is there an input left, and are all that are left idle? */
  get isIdle(): boolean {
    let open = 0;
    for (let i = 0; i < this.#perInput.length; i++) {
      if (this.#perInput[i] === Infinity) continue;
      if (!this.#isIdle[i]) return false;
      open++;
    }
    return open > 0;
  }

  /** Input `input` has reached `ms`. True when the merged watermark rose. */
  advance(input: number, ms: number): boolean {
    if (ms <= this.#perInput[input]!) return false;
    this.#perInput[input] = ms;
    return this.#merge();
  }

  /** True when the merged watermark rose. */
  setIdle(input: number, isIdle: boolean): boolean {
    this.#isIdle[input] = isIdle;
    return this.#merge();
  }

  /** Least watermark of the other inputs that count; Infinity when there is none. */
  ofOthers(input: number): number {
    let least = Infinity;
    for (let i = 0; i < this.#perInput.length; i++) {
      if (i !== input && !this.#isIdle[i]) least = Math.min(least, this.#perInput[i]!);
    }
    return least;
  }

  #merge(): boolean {
    let least = Infinity;
    let most = -Infinity;
    let holding = 0;
    let open = 0;
    for (let i = 0; i < this.#perInput.length; i++) {
      const ms = this.#perInput[i]!;
      if (ms === Infinity) continue;
      open++;
      if (ms > most) most = ms;
      if (this.#isIdle[i]) continue;
      holding++;
      if (ms < least) least = ms;
    }
    const merged = open > 0 && holding === 0 ? most : least;
    if (merged <= this.#merged) return false;
    this.#merged = merged;
    return true;
  }

  /** For the manifest. Idleness is not kept: it is found out again. */
  save(): JsonValue {
    return { merged: encodeMs(this.#merged), inputs: [...this.#perInput].map(encodeMs) };
  }

  load(saved: JsonValue): void {
    const { merged, inputs } = saved as { merged: JsonValue; inputs: readonly JsonValue[] };
    this.#merged = decodeMs(merged);
    for (let i = 0; i < this.#perInput.length; i++) this.#perInput[i] = decodeMs(inputs[i]!);
  }
}

/** JSON has no infinities. */
export function encodeMs(ms: number): JsonValue {
  return ms === Infinity ? 'end' : ms === -Infinity ? 'none' : ms;
}

/** Inverse of `encodeMs`. Throws EngineBug on anything else. */
export function decodeMs(saved: JsonValue): number {
  if (typeof saved === 'number') return saved;
  if (saved === 'end') return Infinity;
  if (saved === 'none') return -Infinity;
  throw new EngineBug(`watermark ${JSON.stringify(saved)} in a manifest`);
}
