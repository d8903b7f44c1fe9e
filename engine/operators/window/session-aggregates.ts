import type { Batch } from '../../../core/batch.js';
import { CallSet } from '../../aggregates/call-set.js';
import { RowList } from '../../aggregates/row-list.js';
import type { WindowAggregateNode } from '../../nodes.js';
import type { Collector, OperatorContext } from '../../operator.js';
import type { StateField } from '../../state/state.js';
import type { SessionContents } from './session-operator.js';
import type { Sessions } from './sessions.js';
import { SESSION_FIELDS } from './sessions.js';
import { BOUND_BYTES } from './slice-keys.js';
import type { WindowClock } from './window-clock.js';
import { WindowOutput } from './window-output.js';

const ROWS = SESSION_FIELDS;

/**
 * Accumulators of a session, and its number of rows when the input retracts: a session of which
 * nothing is left is not emitted.
 */
export class SessionAggregates implements SessionContents {
  readonly fields: readonly StateField[];
  readonly #isRetracting: boolean;
  readonly #calls: CallSet;
  readonly #output: WindowOutput;
  readonly #pending = new RowList();
  readonly #to = new Int32Array(1);
  readonly #from = new Int32Array(1);
  #batch: Batch | null = null;
  #sessions!: Sessions;

  constructor(node: WindowAggregateNode, clock: WindowClock, ctx: OperatorContext) {
    const { schema, changelog } = ctx.inputs[0]!;
    this.#isRetracting = changelog !== 'insert-only';
    const rows: readonly StateField[] = this.#isRetracting ? [{ name: 'rows', kind: 'f64' }] : [];
    this.#calls = new CallSet(
      {
        calls: node.calls,
        input: schema,
        retracting: this.#isRetracting,
        base: ROWS + rows.length,
        distinctStateId: 1,
        listed: true,
      },
      ctx,
    );
    this.fields = [...rows, ...this.#calls.fields];
    this.#output = new WindowOutput({
      output: node.output,
      keyCount: node.keys.length,
      callCount: node.calls.length,
      properties: node.properties,
      clock,
      keyTypes: node.keys.map((key) => schema.fields[key]!.type),
    });
  }

  restore(sessions: Sessions): Promise<void> {
    this.#sessions = sessions;
    return this.#calls.restore();
  }

  startBatch(batch: Batch): void {
    this.#batch = batch;
    this.#pending.start(batch.rowCount);
  }

  add(row: number, slot: number, sign: number): void {
    this.#pending.push(row, slot, sign);
  }

  flush(): void {
    const { rows, slots, signs, count } = this.#pending;
    if (count === 0) return;
    const { table } = this.#sessions;
    const batch = this.#batch!;
    if (this.#isRetracting) {
      const counts = table.f64(ROWS);
      for (let i = 0; i < count; i++) counts[slots[i]!]! += signs[i]!;
    }
    this.#calls.fold(table, batch.columns, rows, slots, count, batch.kinds === null ? null : signs);
    this.#pending.count = 0;
  }

  merge(to: number, from: number): void {
    const { table } = this.#sessions;
    this.#to[0] = to;
    this.#from[0] = from;
    if (this.#isRetracting) table.f64(ROWS)[to]! += table.f64(ROWS)[from]!;
    this.#calls.merge(table, this.#to, table, this.#from, 1);
    this.#calls.release(table, this.#from, 1);
  }

  emit(slot: number, out: Collector): void {
    const sessions = this.#sessions;
    if (this.#isRetracting && sessions.table.f64(ROWS)[slot]! <= 0) return;
    this.#to[0] = slot;
    const window = { start: sessions.start(slot), end: sessions.end(slot) };
    const arena = sessions.table.keyArena();
    const keys = { arena, slots: this.#to, prefixBytes: BOUND_BYTES };
    this.#output.add(sessions.table, this.#calls, this.#to, keys, window, out);
  }

  release(slot: number): void {
    this.#from[0] = slot;
    this.#calls.release(this.#sessions.table, this.#from, 1);
  }

  endEmit(out: Collector): void {
    this.#output.flush(out);
  }

  checkpoint(): void {
    this.#calls.checkpoint();
  }
}
