/** What Tab offers: keywords, tables and views, their columns, functions, option names. */

export interface Vocabulary {
  readonly keywords: Iterable<string>;
  readonly relations: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly functions: Iterable<string>;
  readonly options: Iterable<string>;
}

/**
 * Words that fit before the cursor and the piece of `line` they replace, as node:readline wants it.
 */
export function complete(line: string, vocabulary: Vocabulary): [hits: string[], replaced: string] {
  const option = /^\s*(?:SET|RESET)\s+'([\w.-]*)$/i.exec(line);
  if (option !== null)
    return [startingWith(vocabulary.options, option[1]!).map((o) => `${o}'`), option[1]!];
  const word = /[\w$]*$/.exec(line)![0];
  if (word === '') return [[], ''];
  const upper = word === word.toUpperCase();
  const columns = vocabulary.relations.flatMap((r) => r.columns);
  const names = [...vocabulary.relations.map((r) => r.name), ...columns];
  const spelled = (text: string): string => (upper ? text : text.toLowerCase());
  const afterDot = line.at(-word.length - 1) === '.';
  if (afterDot) return [unique(startingWith(columns, word)), word];
  return [
    unique([
      ...startingWith(names, word),
      ...startingWith(vocabulary.keywords, word).map(spelled),
      ...startingWith(vocabulary.functions, word).map((name) => `${spelled(name)}(`),
    ]),
    word,
  ];
}

function startingWith(candidates: Iterable<string>, prefix: string): string[] {
  const wanted = prefix.toLowerCase();
  return [...candidates].filter((c) => c.toLowerCase().startsWith(wanted));
}
function unique(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
