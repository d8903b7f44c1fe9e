/** Remembers what was made of the last text: patterns and zones hardly change between rows. */
export function keepLast<T>(make: (text: string) => T): (text: string) => T {
  let known: { readonly text: string; readonly made: T } | null = null;
  return (text) => {
    if (known === null || known.text !== text) known = { text, made: make(text) };
    return known.made;
  };
}
