/** HELP in the REPL: what can be written, and what the registries know of a function. */
import { didYouMean } from '../../core/errors.js';
import { aggregateFunctions } from '../../engine/aggregates/registry.js';
import { findFunction, listFunctions } from '../../engine/functions/registry.js';
import type { UserFunctions } from '../../engine/functions/user/user-functions.js';

const overview = `statements (end with ;)
  SELECT ...                       rows as they come; Ctrl-C ends the query
  INSERT INTO t SELECT ...         a job; EXECUTE STATEMENT SET BEGIN ... END; for several
  CREATE TABLE | VIEW | FUNCTION   ALTER, DROP; SHOW CREATE TABLE t
  SHOW TABLES | FUNCTIONS | ...    DESCRIBE t; DESCRIBE FUNCTION f
  EXPLAIN SELECT ...               the plan and what it promises
  SET 'option' = 'value'           SET; lists what is set, RESET 'option'; takes it back
  USE database                     USE CATALOG catalog
  QUIT                             or Ctrl-D

HELP name;    a function: syntax, sense, examples (for example HELP LPAD;)
HELP word;    functions whose name or description has the word
Tab           completes keywords, tables, columns, functions, options
docs/SQL.md   every function, docs/CONNECTORS.md every connector and format`;

interface Entry {
  readonly name: string;
  readonly syntax: string;
  readonly doc: string;
  readonly examples: readonly (readonly [string, string])[];
}

/** The topic of a line that asks for help ('' = none), or null when it does not ask. */
export function helpTopic(line: string): string | null {
  const match = /^\s*help(?:\s+([^\s;]+))?\s*;?\s*$/i.exec(line);
  return match === null ? null : (match[1] ?? '');
}

/** Text for `HELP topic`. `own`: functions of the program. */
export function helpOn(topic: string, own: UserFunctions): string {
  if (topic === '') return overview;
  const name = topic.replaceAll(/[`()]/g, '').toUpperCase(); // Tab writes "lpad("
  const all = entries(own);
  const found = all.find((entry) => entry.name === name) ?? findFunction(name);
  if (found !== undefined) return entryText(found);
  const word = name.toLowerCase();
  const near = all.filter(
    (entry) => entry.name.includes(name) || entry.doc.toLowerCase().includes(word),
  );
  if (near.length > 0) return near.map((entry) => `${entry.name}  ${entry.doc}`).join('\n');
  const hint = didYouMean(
    name,
    all.map((entry) => entry.name),
  );
  return `no help on ${topic}. ${hint ?? 'HELP; tells what there is.'}`;
}

function entries(own: UserFunctions): readonly Entry[] {
  return [
    ...listFunctions(),
    ...aggregateFunctions.map((one) => ({ ...one, examples: [] })),
    ...[...own.values()].map(({ name, kind, signature }) => ({
      name,
      syntax: signature ?? `${name}(...)`,
      doc: `A function of the program (${kind}).`,
      examples: [],
    })),
  ];
}

function entryText({ syntax, doc, examples }: Entry): string {
  return [syntax, `  ${doc}`, ...examples.map(([sql, result]) => `  ${sql}  =  ${result}`)].join(
    '\n',
  );
}
