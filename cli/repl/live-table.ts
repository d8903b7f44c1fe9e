/**
 * Results of a query while they stream: on a terminal the newest changes with their marks above the table so far,
 * redrawn in place; in a pipe every change as a line.
 */
import { resultFields, type Query } from '../../index.js';
import { cellText } from '../result-text.js';
import { FinalTable, printChanges } from '../results.js';
import { oneLine } from '../table.js';
import type { Terminal } from '../terminal.js';

const redrawMs = 100;
const changesShown = 5;
const tableLinesMax = 30;

/** Shows `query` until it ends or is cancelled. */
export async function showLive(query: Query, terminal: Terminal): Promise<void> {
  if (!terminal.outIsTty) return printChanges(query, terminal);
  const table = new FinalTable(query.schema);
  const screen = new Screen(terminal);
  const fields = resultFields(query.schema);
  const newest: string[] = [];
  const draw = (): void => screen.draw([...newest, ...cut(table.lines)]);
  const timer = setInterval(draw, redrawMs);
  try {
    for await (const change of query) {
      table.apply(change);
      const cells = fields.map(({ name }) => oneLine(cellText(change.row[name])));
      newest.push(`${change.kind} ${cells.join('  ')}`);
      if (newest.length > changesShown) newest.shift();
    }
  } finally {
    clearInterval(timer);
    screen.draw(table.lines);
  }
}

function cut(lines: readonly string[]): readonly string[] {
  if (lines.length <= tableLinesMax) return lines;
  return [
    ...lines.slice(0, tableLinesMax - 2),
    `… ${lines.length - tableLinesMax} more lines`,
    lines.at(-1)!,
  ];
}

/** Lines that replace the ones drawn before. */
class Screen {
  readonly #terminal: Terminal;
  #height = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }
  draw(lines: readonly string[]): void {
    const up = this.#height === 0 ? '' : `\u001b[${this.#height}A\r\u001b[J`;
    this.#terminal.out(`${up}${lines.join('\n')}\n`);
    this.#height = lines.length;
  }
}
