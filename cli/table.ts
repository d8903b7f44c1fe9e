/** Aligned text tables; widths count terminal cells (wide characters, emoji). */
import stringWidth from 'fast-string-width';

export interface TextColumn {
  readonly name: string;
  /** Numbers are aligned right. */
  readonly right: boolean;
}

const cellWidthMax = 60;

/** Lines of a table with a header, one cell a column; cells must be single-line (see `oneLine`). */
export function renderTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): string[] {
  const cells = rows.map((row) => row.map(shorten));
  const widths = columns.map((column, i) =>
    cells.reduce((max, row) => Math.max(max, stringWidth(row[i]!)), stringWidth(column.name)),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const line = (row: readonly string[]): string =>
    `│${row.map((cell, i) => ` ${pad(cell, widths[i]!, columns[i]!.right)} `).join('│')}│`;
  return [
    rule('┌', '┬', '┐'),
    line(columns.map((column) => column.name)),
    rule('├', '┼', '┤'),
    ...cells.map(line),
    rule('└', '┴', '┘'),
  ];
}

/** Control characters made visible, so that a value never moves the cursor. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) =>
    c === '\n' ? '\\n' : c === '\t' ? '\\t' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function shorten(cell: string): string {
  if (stringWidth(cell) <= cellWidthMax) return cell;
  let short = '';
  for (const character of cell) {
    if (stringWidth(short + character) >= cellWidthMax) break;
    short += character;
  }
  return `${short}…`;
}

function pad(cell: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(cell)));
  return right ? blanks + cell : cell + blanks;
}
