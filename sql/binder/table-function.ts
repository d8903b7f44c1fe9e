/** Window table functions: TUMBLE, HOP, CUMULATE, SESSION over a table with a time attribute. */
import type { Span } from '../../core/errors.js';
import { didYouMean, PlanError } from '../../core/errors.js';
import { formatType } from '../../core/types.js';
import type { WindowSpec } from '../../engine/nodes.js';
import type * as Ast from '../ast/expr.js';
import type { Identifier } from '../ast/node.js';
import type { LogicalNode, WindowTable } from '../logical/nodes.js';
import { windowBoundType, windowTimeType } from '../logical/windows.js';
import { bindChangelogFunction, isChangelogFunction } from './changelog-function.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid, unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import { bindMlPredict } from './ml-predict.js';
import { tableArgument } from './table-argument.js';
import { isTableFunction, noTableFunction, standalone } from './user-table.js';
import type { Scope } from './scope.js';
import { emptyScope, resolveColumn } from './scope.js';

/** Parameter names in order, behind DATA and TIMECOL; the last may be left out. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  TUMBLE: ['SIZE', 'OFFSET'],
  HOP: ['SLIDE', 'SIZE', 'OFFSET'],
  CUMULATE: ['STEP', 'SIZE', 'OFFSET'],
  SESSION: ['GAP'],
};

export function bindTableFunction(
  node: Ast.CallExpr,
  env: BindEnv,
  parent: Scope | null,
): LogicalNode {
  const name = node.name.parts.at(-1)!.name.toUpperCase();
  if (isTableFunction(node, env)) return standalone(node, env, parent);
  if (isChangelogFunction(name)) return bindChangelogFunction(node, name, env, parent);
  if (name === 'ML_PREDICT') return bindMlPredict(node, env, parent);
  const parameters = PARAMETERS[name];
  if (parameters === undefined) throw noTableFunction(node, env);
  const args = byName(node, name, ['DATA', 'TIMECOL', ...parameters]);
  const input = tableArgument(args.get('DATA'), env, parent, node);
  const data = args.get('DATA');
  if (name !== 'SESSION' && data?.kind === 'table-arg' && data.partitionBy.length > 0)
    throw invalid(
      `${name} takes no PARTITION BY`,
      data.partitionBy[0]!.span,
      'Its windows are the same for all rows: put the columns into GROUP BY.',
    );
  const descriptor = args.get('TIMECOL');
  if (descriptor?.kind !== 'descriptor')
    throw invalid(`${name} needs DESCRIPTOR(time column)`, node.span);
  if (descriptor.columns.length !== 1)
    throw invalid('DESCRIPTOR takes one column here', descriptor.span);
  const time = timeColumn(input.node, descriptor.columns[0]!);
  const sizes = new Map(
    parameters.flatMap((p) => {
      const arg = args.get(p);
      return arg === undefined ? [] : [[p, intervalMs(arg, p, env)] as const];
    }),
  );
  const window = windowSpec(name, time, input.node, sizes, env, node.span);
  return windowTable(input.node, window, input.partition);
}

/** Arguments by parameter name, given in order or with `=>`. */
function byName(
  node: Ast.CallExpr,
  name: string,
  parameters: readonly string[],
): ReadonlyMap<string, Exclude<Ast.Argument, Ast.NamedArg>> {
  const found = new Map<string, Exclude<Ast.Argument, Ast.NamedArg>>();
  const optional = name === 'SESSION' ? 0 : 1;
  if (node.args.length < parameters.length - optional || node.args.length > parameters.length) {
    throw invalid(
      `${name} takes ` +
        `${parameters.length - optional}${optional > 0 ? ` or ${parameters.length}` : ''} ` +
        `arguments`,
      node.span,
    );
  }
  node.args.forEach((arg, i) => {
    const key = arg.kind === 'named-arg' ? arg.name.name.toUpperCase() : parameters[i]!;
    if (!parameters.includes(key) || found.has(key)) {
      throw invalid(
        `${name} has no parameter "${key}" here (it has ${parameters.join(', ')})`,
        arg.span,
        didYouMean(key, parameters),
      );
    }
    found.set(key, arg.kind === 'named-arg' ? arg.value : arg);
  });
  const missing = parameters.slice(0, parameters.length - optional).find((p) => !found.has(p));
  if (missing !== undefined) throw invalid(`${name} needs the argument ${missing}`, node.span);
  return found;
}

function timeColumn(input: LogicalNode, name: Identifier): number {
  const columns = input.output.fields.map((f, index) => ({ name: f.name, type: f.type, index }));
  const scope: Scope = { ...emptyScope, relations: [{ alias: null, path: [], columns }] };
  const bound = resolveColumn(scope, [name], name.span);
  const { type } = bound;
  if (type.id !== 'timestamp' && type.id !== 'timestamp_ltz') {
    throw new PlanError('PLAN_NO_TIME_ATTRIBUTE', {
      message: `the time column "${name.name}" of a window is a TIMESTAMP, not ${formatType(type)}`,
      span: name.span,
    });
  }
  if (type.attribute === undefined || bound.kind !== 'column') {
    throw new PlanError('PLAN_NO_TIME_ATTRIBUTE', {
      message:
        `column "${name.name}" is an ordinary ` +
        `${formatType(type)}, and a window needs a time attribute`,
      span: name.span,
      hint:
        'Declare WATERMARK FOR it in its table, and pass the column ' +
        'on unchanged (expressions, casts and joins lose it).',
    });
  }
  return bound.index;
}

function intervalMs(arg: Ast.Argument, parameter: string, env: BindEnv): number {
  if (
    arg.kind === 'symbol' ||
    arg.kind === 'star-arg' ||
    arg.kind === 'descriptor' ||
    arg.kind === 'table-arg' ||
    arg.kind === 'named-arg' ||
    arg.kind === 'default' ||
    arg.kind === 'model-arg'
  ) {
    throw invalid(`${parameter} is an interval`, arg.span);
  }
  const expr = bindExpr(arg, exprContext(env, emptyScope, 'a window'));
  if (
    expr.kind !== 'literal' ||
    typeof expr.value !== 'number' ||
    !expr.type.id.startsWith('interval')
  ) {
    throw invalid(
      `${parameter} must be a constant interval, not ${formatType(expr.type)}`,
      arg.span,
      "For example INTERVAL '10' MINUTE.",
    );
  }
  if (expr.type.id === 'interval_year_month') throw unsupported('a window of months', arg.span);
  return expr.value;
}

function windowSpec(
  name: string,
  time: number,
  input: LogicalNode,
  sizes: ReadonlyMap<string, number>,
  env: BindEnv,
  span: Span,
): WindowSpec {
  const type = input.output.fields[time]!.type;
  const sizeMs = sizes.get('SIZE') ?? sizes.get('GAP')!;
  const slideMs = sizes.get('SLIDE') ?? sizes.get('STEP') ?? sizeMs;
  const offsetMs = sizes.get('OFFSET') ?? 0;
  if (sizeMs <= 0 || slideMs <= 0) throw invalid(`sizes of ${name} must be positive`, span);
  if (
    Math.abs(offsetMs) >= (name === 'HOP' ? slideMs : sizeMs) &&
    offsetMs !== 0 &&
    name === 'TUMBLE'
  ) {
    throw invalid(`the offset of ${name} must be smaller than its size`, span);
  }
  if (name === 'CUMULATE' && sizeMs % slideMs !== 0)
    throw invalid('the size of CUMULATE is a multiple of its step', span);
  return {
    kind: name.toLowerCase() as WindowSpec['kind'],
    time,
    sizeMs,
    slideMs,
    offsetMs,
    timeZone: type.id === 'timestamp_ltz' ? env.session.timeZone : null,
    processingTime: 'attribute' in type && type.attribute === 'proctime',
  };
}

function windowTable(
  input: LogicalNode,
  window: WindowSpec,
  partition: readonly number[],
): WindowTable {
  const timeType = windowTimeType(input.output.fields[window.time]!.type, false);
  const fields = input.output.fields.map((f) => f);
  return {
    kind: 'windowTable',
    input,
    window,
    partition: window.kind === 'session' ? partition : [],
    output: {
      fields: [
        ...fields,
        { name: 'window_start', type: windowBoundType },
        { name: 'window_end', type: windowBoundType },
        { name: 'window_time', type: timeType },
      ],
    },
  };
}
