/** Prints results: a final table, a stream of changes, or the rows of SHOW and DESCRIBE. */
import {
  resultFields,
  rowObjects,
  type ChangeRow,
  type JsRow,
  type Outcome,
  type Query,
  type ResultSchema,
} from '../index.js';
import { cellText, jsonLine, textColumns } from './result-text.js';
import { oneLine, renderTable } from './table.js';
import type { Terminal } from './terminal.js';

/** Rows of a bounded query with its changes applied, in order of first arrival. */
export class FinalTable {
  readonly #fields;
  readonly #rows = new Map<string, { cells: readonly string[]; count: number }>();

  constructor(schema: ResultSchema) {
    this.#fields = resultFields(schema);
  }

  apply({ kind, row }: ChangeRow): void {
    const cells = rowCells(this.#fields, row);
    const key = JSON.stringify(cells);
    const entry = this.#rows.get(key) ?? { cells, count: 0 };
    entry.count += kind === '+I' || kind === '+U' ? 1 : -1;
    if (entry.count === 0) this.#rows.delete(key);
    else this.#rows.set(key, entry);
  }

  get lines(): string[] {
    const rows = [...this.#rows.values()].flatMap(({ cells, count }) =>
      Array.from({ length: Math.max(0, count) }, () => cells),
    );
    const tail = `${rows.length} row${rows.length === 1 ? '' : 's'}`;
    return [...renderTable(textColumns(this.#fields), rows), tail];
  }

  print(terminal: Terminal): void {
    terminal.out(`${this.lines.join('\n')}\n`);
  }
}

function rowCells(fields: readonly { name: string }[], row: JsRow): string[] {
  return fields.map(({ name }) => oneLine(cellText(row[name])));
}

/** Every change as a line with its mark, as it comes. */
export async function printChanges(query: Query, terminal: Terminal): Promise<void> {
  const fields = resultFields(query.schema);
  terminal.out(`op  ${fields.map(({ name }) => name).join('  ')}\n`);
  for await (const { kind, row } of query)
    terminal.out(`${kind}  ${rowCells(fields, row).join('  ')}\n`);
}

/** Rows of SHOW, DESCRIBE and EXPLAIN; one text column is printed bare. */
export function printRows(
  { schema, rows }: Extract<Outcome, { kind: 'rows' }>,
  terminal: Terminal,
  json: boolean,
): void {
  const objects = rowObjects(schema, rows);
  if (json) {
    for (const row of objects) terminal.out(`${jsonLine('+I', row)}\n`);
    return;
  }
  const fields = resultFields(schema);
  const multiline =
    fields.length === 1 && objects.some((row) => cellText(row[fields[0]!.name]).includes('\n'));
  if (multiline) {
    for (const row of objects) terminal.out(`${cellText(row[fields[0]!.name])}\n`);
    return;
  }
  const lines = renderTable(
    textColumns(fields),
    objects.map((row) => rowCells(fields, row)),
  );
  terminal.out(`${lines.join('\n')}\n`);
}
