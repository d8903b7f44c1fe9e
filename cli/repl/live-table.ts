/**
 * Results of a query while they stream: on a terminal the newest changes with their marks above the
 * table so far,
 * redrawn in place; in a pipe every change as a line.
 */
import { ResultTable, changeConverter, resultFields, type Query } from '../../index.js';
import { printChanges, rowCells, tableLines } from '../results.js';
import type { Terminal } from '../terminal.js';

const redrawMs = 100;
const changesShown = 5;
const tableLinesMax = 30;

/** Shows `query` until it ends or is cancelled. */
export async function showLive(query: Query, terminal: Terminal): Promise<void> {
  if (!terminal.outIsTty) return printChanges(query, terminal);
  const table = new ResultTable(query.schema, query.handle.plan);
  const lines = (): string[] => tableLines(query.schema, table.rows());
  const changes = changeConverter(query.schema);
  const fields = resultFields(query.schema);
  const screen = new Screen(terminal);
  let newest: string[] = [];
  const timer = setInterval(() => screen.draw([...newest, ...cut(lines())]), redrawMs);
  try {
    for await (const batch of query.rawBatches()) {
      table.apply(batch);
      const tail = changes(batch).slice(-changesShown);
      const texts = tail.map(({ kind, row }) => `${kind} ${rowCells(fields, row).join('  ')}`);
      newest = [...newest, ...texts].slice(-changesShown);
    }
  } finally {
    clearInterval(timer);
    screen.draw(lines());
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
