/**
 * Expressions as generated loops, one per query stage: all conditions and computed columns of the
 * stage
 * share it. Compiling fails on nothing; running throws DataError where a row cannot be computed.
 */
import type { Batch, Column } from '../../core/batch.js';
import { withNullable } from '../../core/types.js';
import type { Expr, SessionFacts } from '../expr.js';
import type { EmitContext } from './emit.js';
import { emit } from './emit.js';
import { emitFilter } from './emit-filter.js';
import { ExprIds } from './expr-ids.js';
import type { InputPath } from './inputs.js';
import { inputPath, physicalRows, resolveInput } from './inputs.js';
import type { Output } from './outputs.js';
import { allValidBits, emitOutput, finishOutput, makeOutput, rangeOpener } from './outputs.js';
import { Scope, Source } from './source.js';

/** Writes the passing physical rows of a batch to `outSelection`, ascending; gives their count. */
export type CompiledFilter = (batch: Batch, outSelection: Int32Array) => number;
/**
 * Columns of the results, indexed by the batch's physical rows. Column references give the batch's
 * own
 * columns; the others are fresh, and hold anything in rows that are not live.
 */
export type CompiledProjection = (batch: Batch) => Column[];
/** Filtered and projected batch, or null when no row passes. Kinds and watermarks are kept. */
export type CompiledCalc = (batch: Batch) => Batch | null;

/** `expr` is a condition; NULL does not pass. `outSelection` has room for the batch's rows. */
export function compileFilter(expr: Expr, session: SessionFacts): CompiledFilter {
  const stage = compileStage(expr, [], session);
  return (batch, outSelection) => stage(batch, outSelection, []);
}

/** All `exprs` in one loop over the live rows. */
export function compileProjection(
  exprs: readonly Expr[],
  session: SessionFacts,
): CompiledProjection {
  const { computed, assemble } = splitProjection(exprs);
  const stage = computed.length === 0 ? null : compileStage(null, computed, session);
  return (batch) => {
    const rows = physicalRows(batch);
    const outputs = computed.map((expr) => makeOutput(expr.type, rows));
    if (stage !== null) stage(batch, null, outputs);
    return assemble(
      batch,
      outputs.map((output) => finishOutput(output, rows)),
    );
  };
}

/** Filter (null = all rows pass) and projection in one loop; only passing rows are computed. */
export function compileCalc(
  filter: Expr | null,
  exprs: readonly Expr[],
  session: SessionFacts,
): CompiledCalc {
  if (filter === null) {
    const project = compileProjection(exprs, session);
    return (batch) => ({ ...batch, columns: project(batch) });
  }
  const { computed, assemble } = splitProjection(exprs);
  const stage = compileStage(filter, computed, session);
  let passed = new Int32Array(0); // kept from batch to batch, read below `count` only
  return (batch) => {
    const rows = physicalRows(batch);
    const outputs = computed.map((expr) => makeOutput(expr.type, rows));
    if (passed.length < batch.rowCount) passed = new Int32Array(batch.rowCount);
    const count = stage(batch, passed, outputs);
    if (count === 0) return null;
    const columns = assemble(
      batch,
      outputs.map((output) => finishOutput(output, rows)),
    );
    dropBitmaps(columns, passed, count);
    const selection = count === batch.rowCount ? batch.selection : passed.slice(0, count);
    return {
      columns,
      kinds: batch.kinds,
      selection,
      rowCount: count,
      watermarks: batch.watermarks,
    };
  };
}

/**
 * Columns that are null in none of the rows go on without a bitmap: the filter was on the kind of
 * event, say, and what follows is faster without nulls.
 */
function dropBitmaps(columns: Column[], rows: Int32Array, count: number): void {
  let known: Uint8Array | null = null;
  let isFull = false;
  for (let c = 0; c < columns.length; c++) {
    const { validity } = columns[c]!;
    if (validity === null || columns[c]!.type.id === 'null') continue;
    if (validity !== known) {
      known = validity;
      isFull = allSet(validity, rows, count);
    }
    if (isFull) columns[c] = { ...columns[c]!, validity: null };
  }
}

function allSet(bits: Uint8Array, rows: Int32Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if ((bits[row >> 3]! & (1 << (row & 7))) === 0) return false;
  }
  return true;
}

/** Expressions that need computing, and the step that puts them between the passed-on columns. */
function splitProjection(exprs: readonly Expr[]): {
  readonly computed: readonly Expr[];
  readonly assemble: (batch: Batch, computed: readonly Column[]) => Column[];
} {
  const paths = exprs.map(inputPath);
  const computed = exprs.filter((_, i) => paths[i] === null);
  return {
    computed,
    assemble(batch, columns) {
      let next = 0;
      return paths.map((input) =>
        input === null ? columns[next++]! : resolveInput(batch, input.path),
      );
    },
  };
}

type Loop = (
  columns: readonly Column[],
  selection: Int32Array | null,
  rowCount: number,
  outputs: readonly Output[],
  outSelection: Int32Array | null,
) => number;
type Stage = (batch: Batch, outSelection: Int32Array | null, outputs: readonly Output[]) => number;

/**
 * Variants of the loop, made when first needed: for batches without nulls and for all, and of these
 * for batches without a selection and with one.
 */
function compileStage(filter: Expr | null, exprs: readonly Expr[], session: SessionFacts): Stage {
  const dense = new LoopVariants(filter, exprs, session, true);
  const selected = new LoopVariants(filter, exprs, session, false);
  return (batch, outSelection, outputs) => {
    const variants = batch.selection === null ? dense : selected;
    let loop = variants.withoutNulls();
    let columns = resolveInputs(loop, batch);
    if (columns.some((column) => column.validity !== null)) {
      loop = variants.general();
      columns = resolveInputs(loop, batch); // it may read more: COALESCE goes on behind a null
    }
    return loop.run(columns, batch.selection, batch.rowCount, outputs, outSelection);
  };
}

interface CompiledLoop {
  readonly inputs: readonly InputPath[];
  readonly run: Loop;
}

/** The loops for batches with a selection, or for those without one. */
class LoopVariants {
  readonly #compile: (allValid: boolean) => CompiledLoop;
  #withoutNulls: CompiledLoop | null = null;
  #general: CompiledLoop | null = null;

  constructor(
    filter: Expr | null,
    exprs: readonly Expr[],
    session: SessionFacts,
    isDense: boolean,
  ) {
    this.#compile = (allValid) => compileLoop(filter, exprs, session, allValid, isDense);
  }

  withoutNulls(): CompiledLoop {
    return (this.#withoutNulls ??= this.#compile(true));
  }
  general(): CompiledLoop {
    return (this.#general ??= this.#compile(false));
  }
}

function resolveInputs(loop: CompiledLoop, batch: Batch): readonly Column[] {
  return loop.inputs.map((input) => resolveInput(batch, input.path));
}

function compileLoop(
  filter: Expr | null,
  exprs: readonly Expr[],
  session: SessionFacts,
  allValid: boolean,
  isDense: boolean,
): CompiledLoop {
  const source = new Source(allValid, isDense);
  const context: EmitContext = { source, ids: new ExprIds(), session };
  const row = new Scope(null);
  if (filter !== null) {
    emitFilter(context, row, filter);
    row.add('outSel[count++] = r;');
  }
  const helpers = {
    allValidBits: source.constant(allValidBits),
    openRanges: source.constant(rangeOpener()),
  };
  const before = exprs.map((expr, i) =>
    emitOutput(i, withNullable(expr.type, true), emit(context, row, expr), helpers, row),
  );
  const run = source.build<Loop>(row, before);
  return { inputs: source.inputs, run };
}
