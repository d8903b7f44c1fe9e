/** Texts with their length in front, of layouts and of keys, compared 16 bytes at a time. */

// By bytes; of the words between, see ../line-layouts.ts and ../wanted-keys.ts.
export const LENGTH: usize = 0;
const MASK: usize = 32;
const TEXT: usize = 48;

/** Does the text of `node` of `length` bytes stand at `at`? Most are of one block or two. */
// @ts-ignore: decorator
@inline
export function isAt(node: usize, length: usize, at: usize): bool {
  let text = node + TEXT;
  let place = at;
  let isSame = true;
  if (length > 16) {
    isSame = !v128.any_true(v128.xor(v128.load(at), v128.load(node, TEXT)));
    text += 16;
    place += 16;
    if (length > 32) {
      const blocks = ((length - 1) >> 4) - 1;
      isSame = isSame && areSame(place, text, blocks);
      text += blocks << 4;
      place += blocks << 4;
    }
  }
  const other = v128.xor(v128.load(place), v128.load(text));
  return isSame && !v128.any_true(v128.and(other, v128.load(node, MASK)));
}

function areSame(at: usize, text: usize, blocks: usize): bool {
  const end = at + (blocks << 4);
  let place = at;
  let other = text;
  while (place < end) {
    if (v128.any_true(v128.xor(v128.load(place), v128.load(other)))) return false;
    place += 16;
    other += 16;
  }
  return true;
}
