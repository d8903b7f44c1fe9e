/**
 * The aggregate calls of one operator over the slots of its table: filters, DISTINCT, kernels.
 * Fields are numbered from `base`: the owner id (only with DISTINCT), then each call's.
 */
import { assert } from '../../core/assert.js';
import type { Column, Value } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import { PlanError } from '../../core/errors.js';
import type { Schema } from '../../core/types.js';
import type { AggregateCall } from '../nodes.js';
import type { OperatorContext, ScalarState } from '../operator.js';
import type { StateField } from '../state/state.js';
import type { Accumulators } from './accumulators.js';
import type { Aggregator } from './aggregate.js';
import { RowSteps, stepByStep } from './each-row.js';
import { DistinctValues } from './distinct-values.js';
import { RowList } from './row-list.js';
import { findAggregate } from './user-aggregates.js';

interface Site {
  readonly aggregator: Aggregator;
  readonly base: number;
  readonly args: readonly number[];
  readonly filter: number | null;
  /**
   * Distinct values behind this call, and which of their counts is the call's; null without
   * DISTINCT.
   */
  readonly distinct: { readonly values: DistinctValues; readonly view: number } | null;
}

export interface CallSetOptions {
  readonly calls: readonly AggregateCall[];
  readonly input: Schema;
  readonly retracting: boolean;
  /** First field in the table. */
  readonly base: number;
  /** State ids from this one on belong to DISTINCT, one per set of arguments. */
  readonly distinctStateId: number;
  /** Slots are freed together and merged (windows): their distinct values are kept in lists. */
  readonly listed: boolean;
}

const NO_CONSTANTS: readonly Value[] = [];
/** MIN(DISTINCT x) is MIN(x). */
const DISTINCT_ANYWAY: ReadonlySet<string> = new Set(['MIN', 'MAX']);

/** Folds, merges and reads all calls of one operator; see the header. */
export class CallSet {
  readonly fields: readonly StateField[];
  readonly #base: number;
  readonly #sites: Site[] = [];
  readonly #distincts: DistinctValues[] = [];
  readonly #lastOwner: ScalarState<number>;
  #owner = 0;
  readonly #all = new RowList();
  readonly #filtered = new Map<number, RowList>();
  readonly #changed = new RowList();

  constructor(options: CallSetOptions, ctx: OperatorContext) {
    this.#base = options.base;
    this.#lastOwner = ctx.scalar<number>('owners', 0);
    const hasDistinct = options.calls.some(isDistinct);
    const fields: StateField[] = hasDistinct ? [{ name: 'owner', kind: 'f64' }] : [];
    for (const [i, call] of options.calls.entries()) {
      const aggregator = createAggregator(call, options, ctx);
      this.#sites.push({
        aggregator,
        base: options.base + fields.length,
        args: call.args,
        filter: call.filter,
        distinct: isDistinct(call) ? this.#viewOf(call, options, ctx) : null,
      });
      fields.push(...aggregator.fields.map((field) => ({ ...field, name: `${i}.${field.name}` })));
    }
    this.fields = fields;
  }

  get hasDistinct(): boolean {
    return this.#distincts.length > 0;
  }

  #viewOf(call: AggregateCall, options: CallSetOptions, ctx: OperatorContext): Site['distinct'] {
    let values = this.#distincts.find((other) => other.args.join() === call.args.join());
    if (values === undefined) {
      const filters = distinctFilters(options.calls, call.args);
      values = new DistinctValues(
        {
          args: call.args,
          types: call.args.map((arg) => options.input.fields[arg]!.type),
          filters,
          stateId: options.distinctStateId + this.#distincts.length,
          listed: options.listed,
        },
        ctx,
      );
      this.#distincts.push(values);
    }
    return { values, view: values.filters.indexOf(call.filter) };
  }

  async restore(): Promise<void> {
    this.#owner = this.#lastOwner.get();
    for (const distinct of this.#distincts) await distinct.restore();
  }

  checkpoint(): void {
    if (this.hasDistinct) this.#lastOwner.set(this.#owner);
  }

  /** Folds rows in; arguments as in `Aggregator.update`, with all columns of the input. */
  fold(
    table: Accumulators,
    columns: readonly Column[],
    rows: Int32Array,
    slots: Int32Array,
    count: number,
    signs: Int8Array | null,
  ): void {
    this.#filterRows(columns, rows, slots, count, signs);
    for (const site of this.#sites) {
      if (site.distinct !== null) continue;
      const args = site.args.map((arg) => columns[arg]!);
      const list = site.filter === null ? null : this.#filtered.get(site.filter)!;
      if (list === null) site.aggregator.update(table, site.base, args, rows, slots, count, signs);
      else {
        site.aggregator.update(
          table,
          site.base,
          args,
          list.rows,
          list.slots,
          list.count,
          signs === null ? null : list.signs,
        );
      }
    }
    if (!this.hasDistinct) return;
    this.#giveOwners(table, slots, count);
    for (const distinct of this.#distincts) {
      const args = distinct.args.map((arg) => columns[arg]!);
      this.#countDistinct(table, distinct, columns, (view) =>
        this.#foldChanged(table, distinct, view, args),
      );
    }
  }

  /**
   * As `fold`, row by row, with each call's result behind every row appended to `out`. Rows of
   * empty groups must not come with a sign of -1.
   */
  foldEach(
    table: Accumulators,
    columns: readonly Column[],
    all: RowSteps,
    withSigns: boolean,
    out: readonly ColumnBuilder[],
  ): void {
    const { rows, slots, steps, count } = all;
    for (let i = 0; i < this.#sites.length; i++) {
      const site = this.#sites[i]!;
      if (site.distinct !== null) continue;
      const reaching = site.filter === null ? all : whereTrue(all, columns[site.filter]!);
      this.#stepSite(site, table, columns, reaching, withSigns, out[i]!);
    }
    if (!this.hasDistinct) return;
    this.#filterRows(columns, rows, slots, count, steps);
    this.#giveOwners(table, slots, count);
    for (const distinct of this.#distincts) {
      this.#countDistinct(table, distinct, columns, (view) => {
        const changed = changedSteps(all, this.#changed);
        for (let i = 0; i < this.#sites.length; i++) {
          const site = this.#sites[i]!;
          if (site.distinct?.values !== distinct || site.distinct.view !== view) continue;
          this.#stepSite(site, table, columns, changed, true, out[i]!);
        }
      });
    }
  }

  #stepSite(
    { aggregator, base, args }: Site,
    table: Accumulators,
    columns: readonly Column[],
    steps: RowSteps,
    withSigns: boolean,
    out: ColumnBuilder,
  ): void {
    const inputs = args.map((arg) => columns[arg]!);
    if (aggregator.updateEach === undefined)
      stepByStep(aggregator, table, base, inputs, steps, withSigns, out);
    else aggregator.updateEach(table, base, inputs, steps, out);
  }

  /** One list of all rows (only where something needs it), one per filter. */
  #filterRows(
    columns: readonly Column[],
    rows: Int32Array,
    slots: Int32Array,
    count: number,
    signs: Int8Array | null,
  ): void {
    const filters = new Set(this.#sites.map((site) => site.filter));
    if (!this.hasDistinct && filters.size === (filters.has(null) ? 1 : 0)) return;
    const all = this.#all;
    all.start(count);
    for (let i = 0; i < count; i++) all.push(rows[i]!, slots[i]!, signs === null ? 1 : signs[i]!);
    for (const filter of filters) {
      if (filter === null) continue;
      let list = this.#filtered.get(filter);
      if (list === undefined) this.#filtered.set(filter, (list = new RowList()));
      list.fillWhereTrue(all, columns[filter]!);
    }
  }

  #giveOwners(table: Accumulators, slots: Int32Array, count: number): void {
    const owners = table.f64(this.#base);
    for (let i = 0; i < count; i++) if (owners[slots[i]!] === 0) owners[slots[i]!] = ++this.#owner;
  }

  /** Counts the values of each filter; `visit` finds what changed in #changed. */
  #countDistinct(
    table: Accumulators,
    distinct: DistinctValues,
    columns: readonly Column[],
    visit: (view: number) => void,
  ): void {
    const lists = distinct.filters.map((filter) =>
      filter === null ? this.#all : this.#filtered.get(filter)!,
    );
    const args = distinct.args.map((arg) => columns[arg]!);
    distinct.startBatch(table.f64(this.#base), args, this.#all, lists);
    for (let view = 0; view < lists.length; view++) {
      distinct.count(view, lists[view]!, this.#changed);
      visit(view);
    }
    distinct.endBatch();
  }

  #foldChanged(
    table: Accumulators,
    distinct: DistinctValues,
    view: number,
    args: readonly Column[],
  ): void {
    const { rows, slots, signs, count } = this.#changed;
    if (count === 0) return;
    for (const site of this.#sites) {
      if (site.distinct?.values !== distinct || site.distinct.view !== view) continue;
      site.aggregator.update(table, site.base, args, rows, slots, count, signs);
    }
  }

  /**
   * Adds slots from[i] of `other` into slots to[i] of `table` (same fields). The caller has
   * touched those.
   */
  merge(
    table: Accumulators,
    to: Int32Array,
    other: Accumulators,
    from: Int32Array,
    count: number,
  ): void {
    for (const site of this.#sites) {
      if (site.distinct === null) site.aggregator.merge(table, site.base, to, other, from, count);
    }
    if (!this.hasDistinct) return;
    this.#giveOwners(table, to, count);
    const owners = table.f64(this.#base);
    const otherOwners = other.f64(this.#base);
    for (const distinct of this.#distincts) {
      const args = distinct.startMerge(owners, to, otherOwners, from, count);
      if (args === null) continue;
      for (let view = 0; view < distinct.filters.length; view++) {
        distinct.countMerged(view, this.#changed);
        this.#foldChanged(table, distinct, view, args);
      }
    }
  }

  /** Frees what lies behind slots that are about to be removed. Windows only. */
  release(table: Accumulators, slots: Int32Array, count: number): void {
    if (!this.hasDistinct) return;
    const owners = table.f64(this.#base);
    for (const distinct of this.#distincts) distinct.release(owners, slots, count);
  }

  /** Appends the results of slots[0..count), a builder a call. */
  results(
    table: Accumulators,
    slots: Int32Array,
    count: number,
    out: readonly ColumnBuilder[],
  ): void {
    for (let i = 0; i < this.#sites.length; i++) {
      const site = this.#sites[i]!;
      site.aggregator.results(table, site.base, slots, count, out[i]!);
    }
  }
}

/** `all` where rows that the filter keeps out do not reach the call. */
function whereTrue(all: RowSteps, filter: Column): RowSteps {
  const values = filter.values as Uint8Array;
  const bits = filter.validity;
  const steps = new Int8Array(all.count);
  for (let i = 0; i < all.count; i++) {
    const row = all.rows[i]!;
    const isTrue =
      values[row] === 1 && (bits === null || (bits[row >> 3]! & (1 << (row & 7))) !== 0);
    if (isTrue) steps[i] = all.steps[i]!;
  }
  return new RowSteps(all.rows, all.slots, steps, all.count);
}

/** `all` where only the rows of `changed`, some of them in the same order, reach the call. */
function changedSteps(all: RowSteps, changed: RowList): RowSteps {
  const steps = new Int8Array(all.count);
  let at = 0;
  for (let i = 0; i < all.count && at < changed.count; i++) {
    if (changed.rows[at] === all.rows[i]) steps[i] = changed.signs[at++]!;
  }
  assert(at === changed.count, 'changed values are rows of the batch, in order');
  return new RowSteps(all.rows, all.slots, steps, all.count);
}

function isDistinct(call: AggregateCall): boolean {
  return call.distinct && !DISTINCT_ANYWAY.has(call.name);
}

function distinctFilters(
  calls: readonly AggregateCall[],
  args: readonly number[],
): (number | null)[] {
  const same = calls.filter((call) => isDistinct(call) && call.args.join() === args.join());
  return [...new Set(same.map((call) => call.filter))];
}

function createAggregator(
  call: AggregateCall,
  options: CallSetOptions,
  ctx: OperatorContext,
): Aggregator {
  const found = findAggregate(call.name, ctx.session);
  if (found === undefined) {
    throw new PlanError('PLAN_UNKNOWN_AGGREGATE', {
      message: `no aggregate function ${call.name}`,
    });
  }
  return found.create({
    args: call.args.map((arg) => options.input.fields[arg]!.type),
    constants: call.constants ?? NO_CONSTANTS,
    type: call.type,
    retracting: options.retracting,
    options: call.options,
  });
}
