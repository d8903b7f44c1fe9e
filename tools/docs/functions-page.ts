/** docs/SQL.md: the functions and operators, written from the registries. */
import { aggregateFunctions } from '../../engine/aggregates/registry.js';
import type { FunctionCategory, ScalarFunction } from '../../engine/functions/function.js';
import { listFunctions } from '../../engine/functions/registry.js';

const TITLES: Readonly<Record<FunctionCategory, string>> = {
  comparison: 'Comparison',
  logic: 'Logic',
  arithmetic: 'Numbers',
  string: 'Texts',
  temporal: 'Dates and times',
  conditional: 'Conditions',
  conversion: 'Conversion',
  collection: 'Arrays and maps',
  json: 'JSON',
  variant: 'VARIANT',
  bitmap: 'Bitmaps',
  hash: 'Hashes',
  row: 'Rows',
  url: 'URLs',
  system: 'System',
};

const INTRODUCTION = `# SQL functions

Written by \`npm run docs\` from the engine's own registries; the tests execute every example.
The language around them is Flink's SQL; [DIFFERENCES-FROM-FLINK.md](DIFFERENCES-FROM-FLINK.md)
lists where the answers differ, [FUNCTIONS-COVERAGE.md](FUNCTIONS-COVERAGE.md) what Flink has and
Millrace has not, [FUNCTIONS.md](FUNCTIONS.md) how to add functions of your own.

Unless the text says otherwise a function of NULL is NULL. Function names are the same in any case.
`;

/** The page as Markdown. */
export function functionsPage(): string {
  const sections = Object.entries(TITLES).flatMap(([category, title]) => {
    const functions = listFunctions().filter((fn) => fn.category === category);
    return functions.length === 0 ? [] : [section(title, functions)];
  });
  return [INTRODUCTION, ...sections, aggregateSection()].join('\n');
}

function section(title: string, functions: readonly ScalarFunction[]): string {
  return [`## ${title}\n`, ...functions.map(entry)].join('\n');
}

function entry({ name, aliases, doc, syntax, examples }: ScalarFunction): string {
  const also = aliases === undefined || aliases.length === 0 ? '' : ` Also: ${code(aliases)}.`;
  const lines = examples.map(([sql, result]) => `${sql} -- ${result}`);
  const block = lines.length === 0 ? '' : `\n\`\`\`sql\n${lines.join('\n')}\n\`\`\`\n`;
  return `### ${escaped(name)}\n\n\`${syntax}\`: ${text(doc)}${also}\n${block}`;
}

function aggregateSection(): string {
  const entries = aggregateFunctions.map(
    ({ name, aliases, doc, syntax }) =>
      `- **${escaped(name)}** \`${syntax}\`: ${text(doc)}` +
      (aliases === undefined || aliases.length === 0 ? '' : ` Also: ${code(aliases)}.`),
  );
  return `## Aggregates\n\n${entries.join('\n')}\n`;
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function escaped(name: string): string {
  return name.replace(/[*|<>_]/g, (char) => `\\${char}`);
}

function text(doc: string): string {
  return doc.replace(/[<>|]/g, (char) => `\\${char}`);
}
