/** The rows of a VALUES node as a bounded source; the offset is the number of rows read. */
import { makeColumn } from '../../core/column-read.js';
import type { JsonValue } from '../../core/json.js';
import type { Poll, Source } from '../connector.js';
import type { ValuesNode } from '../nodes.js';

export class ValuesSource implements Source {
  readonly #node: ValuesNode;
  #next = 0;

  constructor(node: ValuesNode) {
    this.#node = node;
  }

  async restore(offset: JsonValue | null): Promise<void> {
    this.#next = offset === null ? 0 : (offset as number);
  }

  poll(rowsMax: number): Poll {
    const rows = this.#node.rows.slice(this.#next, this.#next + rowsMax);
    if (rows.length === 0) return { kind: 'end' };
    this.#next += rows.length;
    const columns = this.#node.output.fields.map((field, c) =>
      makeColumn(
        field.type,
        rows.map((row) => row[c]!),
      ),
    );
    return {
      kind: 'batch',
      batch: { columns, kinds: null, selection: null, rowCount: rows.length, watermarks: null },
    };
  }

  offset(): JsonValue {
    return this.#next;
  }
  async acknowledge(): Promise<void> {}
  async close(): Promise<void> {}
}
