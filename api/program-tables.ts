/** Tables whose rows the program pushes, and tables whose rows it takes. */
import { ProgramTable } from '../connectors/program/program-table.js';
import type { ProgramTables, ProgramWriter } from '../connectors/program/program.js';
import { listedNames, PlanError } from '../core/errors.js';
import { kindMark, type RowKind } from '../core/rowkind.js';
import type { Field } from '../core/types.js';
import { fromJs, type FromJs } from './functions/js-value-in.js';
import { changeConverter, type ChangeKind, type ChangeRow } from './result-table.js';

/** The program's end of a table that it pushes rows into. */
export class InputTable<Row extends object = Record<string, unknown>> {
  readonly name: string;
  readonly #table: ProgramTable;
  readonly #fields: readonly Field[];
  readonly #convert: readonly FromJs[];

  constructor(name: string, fields: readonly Field[], table: ProgramTable) {
    this.name = name;
    this.#table = table;
    this.#fields = fields;
    this.#convert = fields.map((field) => fromJs(field.type));
  }

  /**
   * Adds rows, objects by column name (missing columns are NULL). Resolves when there is room for
   * more: await it.
   * Throws PlanError UNKNOWN_FIELD for a name that is no column, and DataError for a value of the
   * wrong type.
   */
  async push(rows: Row | readonly Row[], kind: ChangeKind = '+I'): Promise<void> {
    const all = Array.isArray(rows) ? (rows as readonly Row[]) : [rows as Row];
    const boxed = all.map((row) => this.#boxed(row as Record<string, unknown>));
    await this.#table.push(boxed, kindMark.indexOf(kind) as RowKind);
  }

  /** No more rows: queries over the table come to their end. */
  end(): void {
    this.#table.end();
  }
  /** Ends with an error: jobs that read the table fail with it. */
  fail(cause: unknown): void {
    this.#table.fail(cause);
  }

  #boxed(row: Record<string, unknown>): ReturnType<FromJs>[] {
    const known = this.#fields.map((field) => field.name);
    const unknown = Object.keys(row).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new PlanError('UNKNOWN_FIELD', {
        message: `${this.name} has no column "${unknown}" (has ${listedNames(known, unknown)})`,
      });
    }
    return this.#fields.map((field, i) => this.#convert[i]!(row[field.name] ?? null));
  }
}

/** What the program has registered, as the `program` connector looks it up. */
export class ProgramRegistry implements ProgramTables {
  readonly sources = new Map<string, ProgramTable>();
  readonly sinks = new Map<string, ProgramWriter>();

  addInput(name: string): ProgramTable {
    const table = new ProgramTable();
    this.sources.set(name, table);
    return table;
  }
  addOutput(name: string, take: (changes: readonly ChangeRow[]) => void | Promise<void>): void {
    this.sinks.set(name, (batch, schema) => take(changeConverter(schema)(batch)));
  }
}
