/** EXPLAIN: the plan as text. */
import { assertNever } from '../core/assert.js';
import type { Value } from '../core/batch.js';
import { valueFormatter } from '../core/value-text.js';
import { formatType } from '../core/types.js';
import type { Expr } from '../engine/expr.js';
import type {
  AggregateCall,
  PhysicalNode,
  PhysicalPlan,
  SortKey,
  WindowSpec,
} from '../engine/nodes.js';

export type Names = (column: number) => string;

/** `expr` as text, columns called by `names`. */
export function exprText(expr: Expr, names: Names): string {
  if (expr.kind === 'column') return names(expr.index);
  if (expr.kind === 'literal') return literalText(expr.value, expr);
  const args = expr.args.map((arg) => exprText(arg, names));
  if (expr.name === 'FIELD') return `${args[0]!}.${fieldName(expr)}`;
  if (expr.name === 'CAST' || expr.name === 'TRY_CAST')
    return `${expr.name}(${args[0]!} AS ${formatType(expr.type)})`;
  if (args.length === 1 && expr.name.startsWith('IS ')) return `${args[0]!} ${expr.name}`;
  const isInfix =
    args.length >= 2 &&
    (/^[^A-Za-z$]+$/.test(expr.name) || expr.name === 'AND' || expr.name === 'OR');
  if (isInfix) return `(${args.join(` ${expr.name} `)})`;
  const options = expr.options === undefined ? '' : `; ${JSON.stringify(expr.options)}`;
  return `${expr.name}(${args.join(', ')}${options})`;
}

function fieldName(expr: Expr & { kind: 'call' }): string {
  const row = expr.args[0]!.type;
  const { index } = expr.options as { index: number };
  return row.id === 'row' ? row.fields[index]!.name : String(index);
}

function literalText(value: Value, expr: Expr): string {
  if (value === null) return 'NULL';
  const text = valueFormatter(expr.type)(value);
  return typeof value === 'string' ? `'${text}'` : text;
}

/** The physical plan as a tree; a node read twice is printed once and then named by its number. */
export function explainPlan(plan: PhysicalPlan): string {
  const lines: string[] = [];
  const seen = new Set<number>();
  const visit = (id: number, depth: number): void => {
    const node = plan.nodes[id]!;
    const indent = '  '.repeat(depth);
    if (seen.has(id) && node.inputs.length > 0) {
      lines.push(`${indent}${node.kind} #${id} (above)`);
      return;
    }
    seen.add(id);
    lines.push(indent + nodeText(node, plan));
    node.inputs.forEach((input) => visit(input, depth + 1));
  };
  for (const node of plan.nodes)
    if (node.kind === 'sink' || node.kind === 'collect') visit(node.id, 0);
  return lines.join('\n');
}

/** One node of the plan in a line. */
export function nodeText(node: PhysicalNode, plan: PhysicalPlan): string {
  const text = `${node.kind} #${node.id}${attributes(node, plan)}`;
  return `${text}${exchangeText(node)} ${node.changelog}`;
}

/** Names of a node's input columns, both sides for a join. */
function inputNames(node: PhysicalNode, plan: PhysicalPlan): Names {
  const fields = node.inputs.flatMap((id) => plan.nodes[id]!.output.fields);
  return (column) => fields[column]?.name ?? `#${column}`;
}

function exchangeText(node: PhysicalNode): string {
  const texts = node.exchanges.map((e) =>
    e.kind === 'hash' ? `hash[${e.keys.join(',')}]` : e.kind,
  );
  return texts.every((text) => text === 'forward') ? '' : ` <- ${texts.join(', ')}`;
}

function attributes(node: PhysicalNode, plan: PhysicalPlan): string {
  const names = inputNames(node, plan);
  const parts = Object.entries(attributesOf(node, names)).filter(([, text]) => text !== '');
  return `(${parts.map(([key, text]) => `${key}=${text}`).join(', ')})`;
}

function list(columns: readonly number[], names: Names): string {
  return columns.length === 0 ? '' : `[${columns.map(names).join(', ')}]`;
}

function callText(call: AggregateCall, names: Names): string {
  const args =
    call.args.length === 0 && call.name === 'COUNT' ? '*' : call.args.map(names).join(', ');
  const filter = call.filter === null ? '' : ` FILTER ${names(call.filter)}`;
  return `${call.name}(${call.distinct ? 'DISTINCT ' : ''}${args})${filter}`;
}

function calls(all: readonly AggregateCall[], names: Names): string {
  return all.length === 0 ? '' : `[${all.map((call) => callText(call, names)).join(', ')}]`;
}

function order(keys: readonly SortKey[], names: Names): string {
  return `[${keys.map((key) => sortText(key, names)).join(', ')}]`;
}

/** NULL is the smallest value: only another place of it is worth a word. */
function sortText(key: SortKey, names: Names): string {
  const direction = key.ascending ? 'ASC' : 'DESC';
  const nulls = key.nullsFirst ? ' NULLS FIRST' : ' NULLS LAST';
  return `${names(key.column)} ${direction}${key.nullsFirst === key.ascending ? '' : nulls}`;
}

function windowText(window: WindowSpec, names: Names): string {
  const parts = [names(window.time), `${window.sizeMs} ms`];
  if (window.kind === 'hop' || window.kind === 'cumulate') parts.push(`every ${window.slideMs} ms`);
  if (window.offsetMs !== 0) parts.push(`offset ${window.offsetMs} ms`);
  if (window.timeZone !== null) parts.push(window.timeZone);
  return `${window.kind}(${parts.join(', ')})`;
}

function attributesOf(node: PhysicalNode, names: Names): Readonly<Record<string, string>> {
  switch (node.kind) {
    case 'source':
      return {
        table: node.table,
        connector: node.connector,
        read: `[${[...node.projection.map((p) => p.join('.')), ...node.metadata].join(', ')}]`,
      };
    case 'values':
      return { rows: String(node.rows.length) };
    case 'watermark':
      return { rowtime: names(node.rowtime), watermark: exprText(node.expr, names) };
    case 'calc':
      return {
        where: node.filter === null ? '' : exprText(node.filter, names),
        select: `[${selectTexts(node, names).join(', ')}]`,
      };
    case 'correlate':
      return correlateAttributes(node, names);
    case 'asyncCalls':
      return {
        calls: node.calls
          .map((one) => `${one.name}(${one.args.map((arg) => exprText(arg, names)).join(', ')})`)
          .join(', '),
      };
    case 'union':
    case 'collect':
      return {};
    case 'groupAggregate':
      return { by: list(node.keys, names), calls: calls(node.calls, names) };
    case 'windowTable':
      return { window: windowText(node.window, names), partition: list(node.partition, names) };
    case 'windowAggregate':
      return {
        window:
          node.attached === null
            ? windowText(node.window, names)
            : `attached(${names(node.attached.start)}, ${names(node.attached.end)})`,
        by: list(node.keys, names),
        calls: calls(node.calls, names),
        properties: `[${node.properties.join(', ')}]`,
      };
    case 'join':
      return joinAttributes(node, names);
    case 'topN':
      return topNAttributes(node, names);
    case 'deduplicate':
      return { keep: node.keep, keys: list(node.keys, names), time: names(node.time) };
    case 'changeCodes':
      return {
        direction: node.direction,
        codes: `[${node.codes.map(([code]) => code).join(', ')}]`,
      };
    case 'timeSort':
      return { order: order(node.order, names) };
    case 'limit':
      return { offset: node.offset === 0 ? '' : String(node.offset), count: String(node.count) };
    case 'sink':
      return {
        table: node.table,
        connector: node.connector,
        overwrite: node.overwrite === undefined ? '' : 'yes',
      };
    default:
      return assertNever(node as never);
  }
}

function correlateAttributes(
  node: PhysicalNode & { kind: 'correlate' },
  names: Names,
): Readonly<Record<string, string>> {
  const fields = node.output.fields;
  const own: Names = (column) => fields[column]?.name ?? `#${column}`;
  return {
    call: `${node.function}(${node.args.map((arg) => exprText(arg, names)).join(', ')})`,
    type: node.isLeft ? 'left' : '',
    on: node.condition === undefined ? '' : exprText(node.condition, own),
  };
}

function topNAttributes(
  node: PhysicalNode & { kind: 'topN' },
  names: Names,
): Readonly<Record<string, string>> {
  return {
    partition: list(node.partition, names),
    order: order(node.order, names),
    places: `${node.from}..${node.toColumn === null ? node.to : names(node.toColumn)}`,
    rank: node.rankColumn ? 'yes' : '',
    windowEnd: node.windowEnd === null ? '' : names(node.windowEnd),
  };
}

function selectTexts(node: PhysicalNode & { kind: 'calc' }, names: Names): readonly string[] {
  return node.projections.map((p, i) => aliased(exprText(p, names), node.output.fields[i]!.name));
}

function aliased(text: string, name: string): string {
  return text === name ? text : `${text} AS ${name}`;
}

function joinAttributes(
  node: PhysicalNode & { kind: 'join' },
  names: Names,
): Readonly<Record<string, string>> {
  const rightOffset = node.leftKeys.length === 0 ? 0 : -1;
  const keys = node.leftKeys.map(
    (key, i) =>
      `${names(key)} ${node.nullSafe[i] === true ? 'IS NOT DISTINCT FROM' : '='} ` +
      `right.${node.rightKeys[i]!}`,
  );
  return {
    type: node.joinType,
    keys: rightOffset === 0 ? '' : `[${keys.join(', ')}]`,
    condition: node.condition === null ? '' : exprText(node.condition, names),
    window: node.windowEnd === null ? '' : 'equal windows',
  };
}

/** What each source and sink promises, and whether the whole can be exactly once. */
export function deliveryText(
  plan: PhysicalPlan,
  facts: ReadonlyMap<string, { readonly replayable: boolean; readonly bounded: boolean }>,
  deliveries: ReadonlyMap<number, string>,
): string {
  const lines: string[] = [];
  let isExact = true;
  for (const node of plan.nodes) {
    if (node.kind === 'source') {
      const fact = facts.get(node.table);
      const replayable = fact?.replayable === true;
      isExact &&= replayable;
      lines.push(
        `source ${node.table}: ${replayable ? 'replayable' : 'not replayable (at-most-once)'}, ` +
          `${fact?.bounded === true ? 'bounded' : 'unbounded'}`,
      );
    }
    const delivery = deliveries.get(node.id);
    if (delivery !== undefined && node.kind === 'sink') {
      isExact &&= delivery === 'exactly-once';
      lines.push(`sink ${node.table}: ${delivery}`);
    }
  }
  lines.push(`exactly-once: ${isExact ? 'yes' : 'no'}`);
  return lines.join('\n');
}
