/**
 * The house style as pure checks over source text; each returns one line a finding, `path:line
 * message`.
 */

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}
type Rule = (file: SourceFile) => readonly string[];

/** Folders from left to right; a file may import from its own folder and those to its left. */
const order: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  storage: ['core', 'storage'],
  engine: ['core', 'storage', 'engine'],
  sql: ['core', 'storage', 'engine', 'sql'],
  connectors: ['core', 'storage', 'engine', 'connectors'],
  api: ['core', 'storage', 'engine', 'sql', 'connectors', 'api'],
  'index.ts': ['core', 'storage', 'engine', 'sql', 'connectors', 'api'],
  cli: ['core', 'storage', 'engine', 'sql', 'connectors', 'api', 'index.ts', 'cli'],
  examples: ['index.ts', 'cli', 'examples'],
};
const withoutNode = new Set(['core', 'engine', 'sql']);
const documented = new Set(['core', 'storage', 'engine', 'connectors']);
const linesMax = 400;
const columnsMax = 100;

const isTest = (path: string): boolean =>
  /\.(test|prop|conformance)\.ts$/.test(path) || path.includes('/testing/');
const area = (path: string): string => path.split('/')[0]!;

function eachLine(
  file: SourceFile,
  find: (line: string, number: number) => string | null,
): string[] {
  const found: string[] = [];
  file.text.split('\n').forEach((line, i) => {
    const message = find(line, i + 1);
    if (message !== null) found.push(`${file.path}:${i + 1} ${message}`);
  });
  return found;
}

/** Import specifiers with the line they stand in; type imports count. */
export function imports(text: string): { specifier: string; line: number }[] {
  const found: { specifier: string; line: number }[] = [];
  const heads = [
    String.raw`(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*`,
    String.raw`(?:^|[^.\w])import\(\s*`,
    String.raw`(?:^|\n)\s*import\s+`,
  ];
  const pattern = new RegExp(`(?:${heads.join('|')})['"]([^'"]+)['"]`, 'g');
  for (const match of text.matchAll(pattern)) {
    const line = text.slice(0, match.index + match[0].length).split('\n').length;
    found.push({ specifier: match[1]!, line });
  }
  return found;
}

/** Folder (or index.ts) that a relative import of `path` leads to. */
function target(path: string, specifier: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.length === 1 ? parts[0]!.replace(/\.js$/, '.ts') : parts[0]!;
}

const importRule: Rule = (file) => {
  const from = area(file.path);
  const allowed = order[from];
  if (allowed === undefined || isTest(file.path)) return [];
  return imports(file.text).flatMap(({ specifier, line }) => {
    if (specifier.startsWith('node:')) {
      return withoutNode.has(from)
        ? [`${file.path}:${line} ${from} must not import ${specifier}`]
        : [];
    }
    if (!specifier.startsWith('.')) return [];
    const to = target(file.path, specifier);
    return allowed.includes(to) ? [] : [`${file.path}:${line} ${from} must not import ${to}`];
  });
};

const sizeRule: Rule = (file) => {
  const lines = file.text.split('\n').length - 1;
  return lines > linesMax ? [`${file.path}:${lines} longer than ${linesMax} lines`] : [];
};

/** Addresses, rows of tables in comments, lines of operator scripts. */
const mayBeLong = /https?:\/\/|^\s*\* \|| => [+-]|watermark .* => /;

const lineRule: Rule = (file) =>
  eachLine(file, (line) =>
    line.length > columnsMax && !mayBeLong.test(line) ? `line of ${line.length} columns` : null,
  );

const nameRule: Rule = ({ path }) => {
  const name = path.split('/').pop()!;
  const found: string[] = [];
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(name))
    found.push(`${path}:1 file name is not kebab-case`);
  if (/^(utils?|helpers?|common|manager|misc)\.ts$/.test(name))
    found.push(`${path}:1 says nothing about its contents`);
  return found;
};

const patterns: readonly { pattern: RegExp; message: string; tests: boolean }[] = [
  {
    pattern: /\bnew Error\(/,
    message: 'bare new Error: use a class of core/errors.ts',
    tests: false,
  },
  { pattern: /^export default(?!.*satisfies)/, message: 'default export', tests: false },
  { pattern: /\bcatch\s*(\([^)]*\))?\s*\{\s*\}/, message: 'swallowed error', tests: true },
  { pattern: /^(export )?let\s/, message: 'mutable module state', tests: true },
  { pattern: /\/\/\s*TODO(?!.*#\d)/, message: 'TODO without an issue', tests: true },
  { pattern: /^\s*(enum|namespace)\s+\w/, message: 'not erasable', tests: true },
];
const patternRule: Rule = (file) =>
  eachLine(file, (line) => {
    const hit = patterns.find((p) => (p.tests || !isTest(file.path)) && p.pattern.test(line));
    return hit === undefined ? null : hit.message;
  });

const determinismRule: Rule = (file) => {
  const watched = isTest(file.path) || withoutNode.has(area(file.path));
  if (!watched) return [];
  return eachLine(file, (line) =>
    /\bMath\.random\(|\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(/.test(line)
      ? 'time and chance come from Env'
      : null,
  );
};

const documentationRule: Rule = (file) => {
  if (!documented.has(area(file.path)) || isTest(file.path)) return [];
  const lines = file.text.split('\n');
  const header =
    lines[0]!.startsWith('/**') || lines[0]!.startsWith('//') || lines[0]!.startsWith('#!');
  const exported = (line: string): boolean =>
    /^export (async )?(abstract )?(function|class)\s/.test(line);
  return lines.flatMap((line, i) => {
    if (!exported(line)) return [];
    const above = lines[i - 1]?.trim() ?? '';
    if (above.endsWith('*/') || above.startsWith('//') || above.startsWith('@')) return [];
    return header && exportCount(lines) === 1
      ? []
      : [`${file.path}:${i + 1} export without a doc comment`];
  });
};
const exportCount = (lines: readonly string[]): number =>
  lines.filter((l) => l.startsWith('export ')).length;

const rules: readonly Rule[] = [
  importRule,
  sizeRule,
  lineRule,
  nameRule,
  patternRule,
  determinismRule,
  documentationRule,
];

/** All findings in one file. */
export function check(file: SourceFile): readonly string[] {
  return rules.flatMap((rule) => rule(file));
}
