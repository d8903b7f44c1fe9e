/** LIKE patterns over names: % is any text, _ any character. */
export function likeTest(
  pattern: string,
  ignoresCase: boolean,
  negated: boolean,
): (name: string) => boolean {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  const test = new RegExp(`^${source}$`, ignoresCase ? 'isu' : 'su');
  return (name) => test.test(name) !== negated;
}
