/** Texts with their length in front, of layouts and of keys, compared 16 bytes at a time. */

// By bytes; of the words between, see ../line-layouts.ts and ../wanted-keys.ts.
export const LENGTH: usize = 0;
const BLOCKS: usize = 4;
const MASK: usize = 32;
const TEXT: usize = 48;

/** Does the text of `node` stand at `at`? */
// @ts-ignore: decorator
@inline
export function isAt(node: usize, at: usize): bool {
  let text = node + TEXT;
  let place = at;
  for (let blocks = load<u32>(node, BLOCKS); blocks != 0; blocks--) {
    if (v128.any_true(v128.xor(v128.load(place), v128.load(text)))) return false;
    place += 16;
    text += 16;
  }
  const other = v128.xor(v128.load(place), v128.load(text));
  return !v128.any_true(v128.and(other, v128.load(node, MASK)));
}
