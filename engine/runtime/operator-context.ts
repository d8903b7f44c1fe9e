/** What an operator gets from its surroundings. */
import type { Clock, Random } from '../../core/env.js';
import type { JsonValue } from '../../core/json.js';
import type { SessionFacts } from '../expr.js';
import type { OperatorContext, OperatorInput, OperatorMetrics, ScalarState } from '../operator.js';
import type { KeyedTable, RowMultimap, RowMultimapDecl, TableDecl } from '../state/state.js';
import type { OperatorState } from '../state/state-tables.js';

export class TaskContext implements OperatorContext {
  readonly session: SessionFacts;
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: OperatorMetrics;
  readonly inputs: readonly OperatorInput[];
  readonly currentWatermark: () => number;
  readonly #state: OperatorState;
  readonly #scalars: Map<string, JsonValue>;

  constructor(parts: {
    readonly session: SessionFacts;
    readonly clock: Clock;
    readonly random: Random;
    readonly metrics: OperatorMetrics;
    readonly inputs: readonly OperatorInput[];
    readonly state: OperatorState;
    readonly scalars: Readonly<Record<string, JsonValue>>;
    readonly currentWatermark: () => number;
  }) {
    this.session = parts.session;
    this.clock = parts.clock;
    this.random = parts.random;
    this.metrics = parts.metrics;
    this.inputs = parts.inputs;
    this.currentWatermark = parts.currentWatermark;
    this.#state = parts.state;
    this.#scalars = new Map(Object.entries(parts.scalars));
  }

  table(decl: TableDecl): KeyedTable {
    return this.#state.table(decl);
  }
  multimap(decl: RowMultimapDecl): RowMultimap {
    return this.#state.multimap(decl);
  }

  scalar<T extends JsonValue>(name: string, initial: T): ScalarState<T> {
    const scalars = this.#scalars;
    return {
      get: () => (scalars.has(name) ? (scalars.get(name) as T) : initial),
      set: (value) => {
        scalars.set(name, value);
      },
    };
  }

  /** For the manifest. */
  saveScalars(): Record<string, JsonValue> {
    return Object.fromEntries(this.#scalars);
  }
}
