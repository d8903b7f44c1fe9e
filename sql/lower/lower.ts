/** Logical plan -> flat physical plan with exchanges and stable uids. */
import { PlanError } from '../../core/errors.js';
import type { Schema } from '../../core/types.js';
import { withoutAttribute } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import type { Exchange } from '../../engine/nodes.js';
import { unsupported } from '../binder/errors.js';
import type { Facts } from '../logical/changelog.js';
import { changelogOf, updatingNode } from '../logical/changelog.js';
import { exprKey, someExpr, substitute } from '../logical/expr-tools.js';
import type {
  Calc,
  ChangeCodes,
  Correlate,
  LogicalJoin,
  LogicalNode,
  Scan,
} from '../logical/nodes.js';
import { isAsyncCall } from '../rewrite/split-async.js';
import { columnsOf } from '../logical/nodes.js';
import { windowColumns } from '../logical/windows.js';
import type { NodeParts, Place, PlanBuilder } from './builder.js';
import { withKeys } from './join-keys.js';
import { lowerScan } from './lower-scan.js';

const FORWARD: Exchange = { kind: 'forward' };
const SINGLE: Exchange = { kind: 'single' };
const hash = (keys: readonly number[]): Exchange =>
  keys.length === 0 ? SINGLE : { kind: 'hash', keys };

export class Lowering {
  readonly #plan: PlanBuilder;
  readonly #facts: Facts;
  readonly #done = new Map<LogicalNode, number>();

  constructor(plan: PlanBuilder, facts: Facts) {
    this.#plan = plan;
    this.#facts = facts;
  }

  /** Id of the physical node for `node`. Throws SQL_UNSUPPORTED for what the engine cannot run. */
  lower(node: LogicalNode): number {
    const known = this.#done.get(node);
    if (known !== undefined) return known;
    const id = this.#lowerNode(node);
    this.#done.set(node, id);
    return id;
  }

  #add(
    node: LogicalNode,
    parts: NodeParts,
    inputs: readonly LogicalNode[],
    exchanges: readonly Exchange[],
  ): number {
    const place: Place = {
      inputs: inputs.map((input) => this.lower(input)),
      exchanges,
      output: node.output,
      changelog: changelogOf(node, this.#facts),
    };
    return this.#plan.add(parts, place);
  }

  #lowerNode(node: LogicalNode): number {
    switch (node.kind) {
      case 'scan':
        return this.#lowerCalcOver(node, null, columnsOf(node.output), node.output);
      case 'calc':
        return this.#lowerCalc(node);
      case 'correlate':
        return this.#lowerCorrelate(node);
      case 'asyncCalls':
        node.calls.forEach((one) => checkExprs(one.args));
        return this.#add(node, { kind: 'asyncCalls', calls: node.calls }, [node.input], [FORWARD]);
      case 'values':
        return this.#add(node, { kind: 'values', rows: node.rows }, [], []);
      case 'union':
        return this.#add(
          node,
          { kind: 'union' },
          node.inputs,
          node.inputs.map(() => FORWARD),
        );
      case 'aggregate': {
        const { keys, calls, input } = node;
        return this.#add(node, { kind: 'groupAggregate', keys, calls }, [input], [hash(keys)]);
      }
      case 'windowTable': {
        const { window, partition, input } = node;
        const exchange = window.kind === 'session' ? hash(partition) : FORWARD;
        return this.#add(node, { kind: 'windowTable', window, partition }, [input], [exchange]);
      }
      case 'windowAggregate': {
        const { window, keys, calls, properties, attached, input } = node;
        return this.#add(
          node,
          { kind: 'windowAggregate', window, keys, calls, properties, attached },
          [input],
          [hash(keys)],
        );
      }
      case 'join':
        return this.#lowerJoin(node);
      case 'topN':
        return this.#lowerTopN(node);
      case 'deduplicate':
        return this.#lowerDeduplicate(node);
      case 'changeCodes':
        return this.#lowerChangeCodes(node);
      case 'timeSort':
        return this.#add(node, { kind: 'timeSort', order: node.order }, [node.input], [SINGLE]);
      case 'limit': {
        const { offset, count, input } = node;
        return this.#add(node, { kind: 'limit', offset, count }, [input], [SINGLE]);
      }
      case 'over':
        throw unsupported(
          `${node.calls.map((c) => c.name).join(', ')} ` +
            `with OVER (other than ROW_NUMBER with a bound)`,
          node.span,
        );
      case 'unsupported':
        throw unsupported(node.what, node.span);
    }
  }

  #lowerDeduplicate(node: LogicalNode & { kind: 'deduplicate' }): number {
    const { keys, time, keep, processingTime, input } = node;
    const parts: NodeParts = { kind: 'deduplicate', keys, time, keep, processingTime };
    return this.#add(node, parts, [input], [hash(keys)]);
  }

  #lowerTopN(node: LogicalNode & { kind: 'topN' }): number {
    const { partition, order, from, to, rankColumn, toColumn, windowEnd, latestFirst, input } =
      node;
    const windowTimeZone = windowEnd === null ? null : zoneOf(input);
    const parts: NodeParts = {
      kind: 'topN',
      partition,
      order,
      from,
      to,
      rankColumn,
      toColumn,
      windowEnd,
      windowTimeZone,
      ...(latestFirst ? { latestFirst } : {}),
    };
    return this.#add(node, parts, [input], [hash(partition)]);
  }

  #lowerCorrelate(node: Correlate): number {
    const { args, width, isLeft, condition, input } = node;
    checkExprs([...args, condition]);
    const on = condition === null ? {} : { condition };
    return this.#add(
      node,
      { kind: 'correlate', function: node.function, args, width, isLeft, ...on },
      [input],
      [FORWARD],
    );
  }

  #lowerChangeCodes(node: ChangeCodes): number {
    const { direction, column, codes, input } = node;
    if (direction === 'read' && updatingNode(input, this.#facts) !== null) {
      throw new PlanError('PLAN_CHANGELOG_OF_CHANGES', {
        message: 'FROM_CHANGELOG takes rows that stay, and its input takes rows back',
        hint: 'Its input is a table whose rows are changes written down.',
      });
    }
    if (direction === 'write') this.#plan.sendEveryChange();
    return this.#add(node, { kind: 'changeCodes', direction, column, codes }, [input], [FORWARD]);
  }

  #lowerCalc(node: Calc): number {
    checkExprs([node.filter, ...node.projections]);
    if (node.input.kind === 'scan')
      return this.#lowerCalcOver(node.input, node.filter, node.projections, node.output);
    const { filter, projections, input } = node;
    return this.#add(node, { kind: 'calc', filter, projections }, [input], [FORWARD]);
  }

  /** A calc over a scan: one calc behind the source and its watermark, or none. */
  #lowerCalcOver(
    scan: Scan,
    filter: Expr | null,
    projections: readonly Expr[],
    output: Schema,
  ): number {
    checkExprs(scan.columns);
    const changelog = changelogOf(scan, this.#facts);
    const lowered = lowerScan(scan, changelog, this.#plan);
    const over = (expr: Expr): Expr => substitute(expr, lowered.columns);
    const all = projections.map(over);
    const below = this.#plan.node(lowered.id).output;
    const isIdentity =
      filter === null &&
      all.length === below.fields.length &&
      all.every(
        (p, i) =>
          p.kind === 'column' && p.index === i && exprKey(p) === exprKey(columnsOf(below)[i]!),
      );
    if (isIdentity) return lowered.id;
    return this.#plan.add(
      { kind: 'calc', filter: filter === null ? null : over(filter), projections: all },
      { inputs: [lowered.id], exchanges: [FORWARD], output, changelog },
    );
  }

  #lowerJoin(node: LogicalJoin): number {
    if (node.unsupported !== null) throw unsupported(node.unsupported, node.span);
    checkExprs([node.condition]);
    const keyed = withKeys(node);
    if (keyed.kind !== 'join') return this.lower(keyed);
    const { left, right, joinType, leftKeys, rightKeys, nullSafe, condition, windowEnd } = keyed;
    if (keyed !== node && (left !== node.left || right !== node.right)) checkExprs([condition]);
    const windowTimeZone = windowEnd === null ? null : zoneOf(left);
    return this.#add(
      keyed,
      {
        kind: 'join',
        joinType,
        leftKeys,
        rightKeys,
        nullSafe,
        condition,
        windowEnd,
        windowTimeZone,
      },
      [left, right],
      [hash(leftKeys), hash(rightKeys)],
    );
  }
}

/** Zone on whose clock the windows of `node` lie. */
function zoneOf(node: LogicalNode): string | null {
  return windowColumns(node)?.origin.window.timeZone ?? null;
}

/** What the binder stands in for something else must be gone by now. */
function checkExprs(exprs: readonly (Expr | null)[]): void {
  const open = exprs.find(
    (expr) => expr !== null && someExpr(expr, (e) => e.kind === 'call' && e.name.startsWith('$')),
  );
  if (open !== undefined)
    throw unsupported('a subquery that mentions columns of a query further out', null);
  if (exprs.some((expr) => expr !== null && someExpr(expr, isAsyncCall)))
    throw unsupported('an async function in a join condition or a computed column', null);
}

/** The plan's ends need plain types: time attributes are for planning. */
export function plainSchema(schema: Schema): Schema {
  return {
    fields: schema.fields.map((field) => ({
      name: field.name,
      type: withoutAttribute(field.type),
    })),
  };
}
