/** Prints results: a final table, a stream of changes, or the rows of SHOW and DESCRIBE. */
import {
  resultFields,
  rowObjects,
  type JsRow,
  type Outcome,
  type Query,
  type ResultSchema,
} from '../index.js';
import { cellText, jsonLine, textColumns } from './result-text.js';
import { oneLine, renderTable } from './table.js';
import type { Terminal } from './terminal.js';

/** Lines of the table of `rows` with their number. */
export function tableLines(schema: ResultSchema, rows: readonly JsRow[]): string[] {
  const fields = resultFields(schema);
  const cells = rows.map((row) => rowCells(fields, row));
  return [
    ...renderTable(textColumns(fields), cells),
    `${rows.length} row${rows.length === 1 ? '' : 's'}`,
  ];
}

/** Cells of a row, safe for a terminal. */
export function rowCells(fields: readonly { name: string }[], row: JsRow): string[] {
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
