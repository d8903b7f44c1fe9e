/**
 * Which keys may be on disk: a Bloom filter of key hashes, 16 bits a key, that grows by layers. No
 * false negatives; about one false positive in 200. Keys are never taken out.
 */

/** Words of 32 bits in a block; a key sets one bit in each word of one block. */
const BLOCK_WORDS = 4;
const KEYS_PER_BLOCK = 8;
const BLOCKS_MIN = 512;
/** Odd multipliers that pick the bit in each word of a block. */
const SALTS = [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d] as const;

/** See the header. */
export class KeyFilter {
  /** Keys added, without those that seemed to be there already. */
  count = 0;
  #layers = [new Int32Array(BLOCKS_MIN * BLOCK_WORDS)];
  /** Keys until the next layer. */
  #left = BLOCKS_MIN * KEYS_PER_BLOCK;

  /** Bytes of memory. */
  get footprint(): number {
    return this.#layers.reduce((bytes, layer) => bytes + layer.byteLength, 0);
  }

  add(hash: number): void {
    if (this.has(hash)) return;
    if (this.#left === 0) this.#addLayer();
    const layer = this.#layers.at(-1)!;
    const at = blockOf(hash, layer);
    for (let i = 0; i < BLOCK_WORDS; i++)
      layer[at + i]! |= 1 << (Math.imul(hash, SALTS[i]!) >>> 27);
    this.#left -= 1;
    this.count += 1;
  }

  has(hash: number): boolean {
    for (let i = this.#layers.length - 1; i >= 0; i--)
      if (isIn(this.#layers[i]!, hash)) return true;
    return false;
  }

  #addLayer(): void {
    const blocks = (this.#layers.at(-1)!.length / BLOCK_WORDS) * 2;
    this.#layers.push(new Int32Array(blocks * BLOCK_WORDS));
    this.#left = blocks * KEYS_PER_BLOCK;
  }
}

function isIn(layer: Int32Array, hash: number): boolean {
  const at = blockOf(hash, layer);
  for (let i = 0; i < BLOCK_WORDS; i++) {
    const bit = 1 << (Math.imul(hash, SALTS[i]!) >>> 27);
    if ((layer[at + i]! & bit) === 0) return false;
  }
  return true;
}

/** First word of the key's block. */
function blockOf(hash: number, layer: Int32Array): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) & (layer.length / BLOCK_WORDS - 1)) * BLOCK_WORDS;
}
