/** Padding of messages to whole blocks, and digests as text. */

/**
 * `message`, a 1 bit, zeros, and its length in bits in the last bytes: a multiple of `blockBytes`.
 * The length takes 8 of the last `blockBytes / 8` bytes (there are no messages above 2^53 bits).
 */
export function padded(message: Uint8Array, blockBytes: number, isLittle: boolean): DataView {
  const lengthBytes = blockBytes / 8;
  const blocks = Math.ceil((message.length + 1 + lengthBytes) / blockBytes);
  const out = new Uint8Array(blocks * blockBytes);
  out.set(message);
  out[message.length] = 0x80;
  const view = new DataView(out.buffer);
  const high = Math.floor(message.length / 0x20000000);
  const low = (message.length << 3) >>> 0;
  view.setUint32(out.length - 8, isLittle ? low : high, isLittle);
  view.setUint32(out.length - 4, isLittle ? high : low, isLittle);
  return view;
}

/** Hexadecimal digits of words, the first byte of each word first. */
export function hexOfWords(words: Iterable<number>): string {
  let text = '';
  for (const word of words) text += (word >>> 0).toString(16).padStart(8, '0');
  return text;
}
