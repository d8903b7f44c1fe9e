/** Expressions with calls of vectorised user functions: those are computed a batch at a time. */
import type { Batch, Column } from '../../core/batch.js';
import { gather } from '../../core/gather.js';
import type { CallExpr, Expr, SessionFacts } from '../expr.js';
import { column } from '../expr.js';
import { scalarFunction, userFunction } from '../functions/user/user-functions.js';
import { callSite } from './call-site.js';
import { compileFilter, compileProjection, type CompiledCalc } from './compile.js';

/** The live rows of a batch alone, without a selection. */
export function dense(batch: Batch): Batch {
  const { selection, rowCount, kinds, watermarks } = batch;
  if (selection === null) return batch;
  const rows = selection.subarray(0, rowCount);
  return {
    columns: batch.columns.map((one) => gather(one, rows, rowCount)),
    kinds: kinds === null ? null : Uint8Array.from(rows, (row) => kinds[row]!),
    watermarks: watermarks === null ? null : Float64Array.from(rows, (row) => watermarks[row]!),
    selection: null,
    rowCount,
  };
}

/** Is there a call that is worth computing a batch at a time? */
export function hasVectorized(exprs: readonly (Expr | null)[], session: SessionFacts): boolean {
  return exprs.some((expr) => expr !== null && innermost(expr, session).length > 0);
}

/**
 * As `compileCalc`. Vectorised functions see the rows that pass the filter; those in the filter see
 * all rows. A call in a branch of CASE, AND and the like is made row by row, for the rows that need
 * it.
 * `width`: columns of the input.
 */
export function compileVectorCalc(
  filter: Expr | null,
  projections: readonly Expr[],
  width: number,
  session: SessionFacts,
): CompiledCalc {
  const where = filter === null ? null : widened([filter], width, session);
  const passes = where === null ? null : compileFilter(where.exprs[0]!, session);
  const select = widened(projections, width, session);
  const project = compileProjection(select.exprs, session);
  return (batch) => {
    let rows = dense(batch);
    if (where !== null) {
      const selection = new Int32Array(rows.rowCount);
      const rowCount = passes!(where.widen(rows), selection);
      if (rowCount === 0) return null;
      rows = dense({ ...rows, selection, rowCount });
    }
    const wide = select.widen(rows);
    return { ...wide, columns: project(wide) };
  };
}

interface Widened {
  /** Appends a column for each vectorised call. */
  readonly widen: (batch: Batch) => Batch;
  /** The expressions over the wider batch. */
  readonly exprs: readonly Expr[];
}

function widened(exprs: readonly Expr[], width: number, session: SessionFacts): Widened {
  const steps: ((batch: Batch) => Column)[] = [];
  let rest = exprs;
  for (;;) {
    const calls = rest.flatMap((expr) => innermost(expr, session));
    if (calls.length === 0) break;
    const places = new Map<Expr, Expr>();
    for (const call of calls) {
      if (places.has(call)) continue;
      places.set(call, column(width + steps.length, call.type));
      steps.push(vectorStep(call, session));
    }
    rest = rest.map((expr) => replaced(expr, places));
  }
  const widen = (batch: Batch): Batch => {
    let wide = batch;
    for (const step of steps) wide = { ...wide, columns: [...wide.columns, step(wide)] };
    return wide;
  };
  return { widen, exprs: rest };
}

function vectorStep(call: CallExpr, session: SessionFacts): (batch: Batch) => Column {
  const found = userFunction(call.name, session);
  const make = found?.kind === 'scalar' ? found.vectorized! : null;
  const compute = make!(callSite(call, session));
  const project = compileProjection(call.args, session);
  return (batch) => compute(project(batch), batch.rowCount);
}

/** Vectorised calls whose arguments hold none themselves, outside of lazy branches. */
function innermost(expr: Expr, session: SessionFacts): readonly CallExpr[] {
  if (expr.kind !== 'call' || scalarFunction(expr.name, session)?.nulls === 'lazy') return [];
  const inner = expr.args.flatMap((arg) => innermost(arg, session));
  if (inner.length > 0) return inner;
  const found = userFunction(expr.name, session);
  return found?.kind === 'scalar' && found.vectorized !== null ? [expr] : [];
}

function replaced(expr: Expr, places: ReadonlyMap<Expr, Expr>): Expr {
  const place = places.get(expr);
  if (place !== undefined) return place;
  if (expr.kind !== 'call') return expr;
  const args = expr.args.map((arg) => replaced(arg, places));
  return args.every((arg, i) => arg === expr.args[i]) ? expr : { ...expr, args };
}
