/** Lines of change events into rows with kinds. An event may give several rows. */
import type { DataType } from '../../../core/types.js';
import type { Value } from '../../../core/batch.js';
import type { Options } from '../../options.js';
import { Cell } from '../cell.js';
import { corruptRow } from '../corrupt-row.js';
import type { DecodedRows, Decoder, DecoderContext, DecodeStep } from '../format.js';
import { convertTree, type ConvertOptions } from '../json/convert.js';
import { JsonScan, skipBlanks } from '../json/scan.js';
import { isJsonObject, parseTree, type JsonObject, type JsonTree } from '../json/tree.js';
import type { Change, ChangeDialect } from './dialect.js';

const NEWLINE = 10;

export class ChangeDecoder implements Decoder {
  readonly skipsMark = true;
  line = 0;
  skippedCount = 0;
  readonly lastRecord = { position: 0, line: 0, rows: 0 };
  readonly #dialect: ChangeDialect;
  readonly #tableOptions: Options;
  readonly #options: ConvertOptions;
  readonly #skipsCorrupt: boolean;
  readonly #projection: readonly (readonly string[])[];
  readonly #types: readonly DataType[];
  readonly #cells: readonly Cell[];
  readonly #scan = new JsonScan();
  #kinds: number[] = [];
  #file = '';
  /** Of the last failure. */
  #reason = '';
  #column: string | null = null;

  constructor(context: DecoderContext, dialect: ChangeDialect, options: ConvertOptions) {
    this.#dialect = dialect;
    this.#tableOptions = context.options;
    this.#options = options;
    this.#skipsCorrupt = options.ignoresErrors || context.skipCorrupt;
    this.#projection = context.projection;
    this.#types = context.types;
    const forms = { separator: options.separator, trimsTimes: false, takesWholeFractions: true };
    this.#cells = context.types.map((type) => new Cell(type, forms));
  }

  get rowCount(): number {
    return this.#kinds.length;
  }

  begin(file: string, line: number): void {
    this.#file = file;
    this.line = line;
  }

  decode(bytes: Uint8Array, start: number, end: number, step: DecodeStep): number {
    const limit = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    this.#scan.load(bytes);
    if (this.rowCount === 0) for (const cell of this.#cells) cell.begin(step.rowsMax);
    let at = start;
    while (at < limit && this.rowCount < step.rowsMax) {
      const newline = this.#scan.startLine(at);
      this.#event(bytes, at, newline, step.position);
      this.line++;
      at = newline + 1;
    }
    return at;
  }

  take(): DecodedRows {
    const kinds = Uint8Array.from(this.#kinds);
    this.#kinds = [];
    return { columns: this.#cells.map((cell) => cell.take()), kinds, rowCount: kinds.length };
  }

  /** An empty line is a tombstone: no change. */
  #event(bytes: Uint8Array, start: number, end: number, position: number): void {
    const first = skipBlanks(this.#scan.bytes, start);
    if (first === end) return;
    const rows = this.#rows(first, end);
    if (rows === null) {
      if (!this.#skipsCorrupt) {
        throw corruptRow({
          file: this.#file,
          line: this.line,
          bytes,
          start,
          end,
          at: first,
          position,
          column: this.#column,
          reason: this.#reason,
        });
      }
      this.skippedCount++;
      return;
    }
    for (const { kind, values } of rows) {
      for (let c = 0; c < this.#cells.length; c++) {
        this.#cells[c]!.putBoxed(values[c]!);
        this.#cells[c]!.endRow();
      }
      this.#kinds.push(kind);
    }
    if (rows.length === 0) return;
    this.lastRecord.position = position + start;
    this.lastRecord.line = this.line;
    this.lastRecord.rows = rows.length;
  }

  #rows(first: number, end: number): { kind: number; values: Value[] }[] | null {
    this.#column = null;
    this.#reason = 'not well-formed JSON';
    const last = this.#scan.skipValue(first, 0);
    if (last < 0 || skipBlanks(this.#scan.bytes, last) !== end) return null;
    const event = parseTree(this.#scan, first);
    const changes = isJsonObject(event)
      ? this.#dialect.changes(event, this.#tableOptions)
      : 'not a JSON object';
    if (typeof changes === 'string') {
      this.#reason = changes;
      return null;
    }
    const rows: { kind: number; values: Value[] }[] = [];
    for (const change of changes) {
      const values = this.#values(change);
      if (values === null) return null;
      rows.push({ kind: change.kind, values });
    }
    return rows;
  }

  #values(change: Change): Value[] | null {
    const values: Value[] = [];
    for (const [c, path] of this.#projection.entries()) {
      const converted = convertTree(
        treeAt(change.row, path),
        this.#types[c]!,
        path.join('.'),
        this.#options,
      );
      if ('misfit' in converted) {
        this.#column = converted.misfit.path;
        this.#reason = converted.misfit.reason;
        return null;
      }
      values.push(converted.value);
    }
    return values;
  }
}

function treeAt(row: JsonObject, path: readonly string[]): JsonTree | undefined {
  let tree: JsonTree | undefined = row;
  for (const name of path) tree = isJsonObject(tree) ? tree.get(name) : undefined;
  return tree;
}
