/**
 * The inner loop of the Nexmark generator's texts, in AssemblyScript (TypeScript for WebAssembly);
 * `npm run kernel` compiles it into kernel-wasm.ts. Places are addresses of the kernel's memory.
 */

/**
 * Copies texts behind each other to `out`: text i has lengths[i] bytes from address starts[i] on.
 * 16 bytes behind each text, and behind what is written, can be read and written.
 */
export function copyTexts(starts: usize, lengths: usize, count: u32, out: usize): void {
  let at = out;
  const last = starts + ((<usize>count) << 2);
  while (starts < last) {
    let from: usize = load<u32>(starts);
    let to = at;
    at += load<u32>(lengths);
    while (to < at) {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    }
    starts += 4;
    lengths += 4;
  }
}
