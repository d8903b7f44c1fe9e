/** ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(columns) [, MAP[...]]): rows with a model's answers. */
import { didYouMean, SqlError } from '../../core/errors.js';
import { formatType, stringType, type DataType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call, column, literal } from '../../engine/expr.js';
import { canImplicitlyCast, isText } from '../../engine/functions/common-type.js';
import type { ModelCallSettings } from '../../engine/functions/user/model-call.js';
import { modelFunction } from '../../engine/functions/user/model-call.js';
import type * as Ast from '../ast/expr.js';
import { durationMs } from '../catalog/duration.js';
import { findModel } from '../catalog/models.js';
import type { ModelDef } from '../catalog/state.js';
import { pathKey } from '../catalog/state.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf } from '../logical/nodes.js';
import { castTo } from './call.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid } from './errors.js';
import { bindArgument } from './function-call.js';
import { givenArguments } from './named-arguments.js';
import type { Scope } from './scope.js';
import { emptyScope, resolveColumn } from './scope.js';
import { tableArgument } from './table-argument.js';

const PARAMETERS = ['INPUT', 'MODEL', 'ARGS', 'CONFIG'] as const;

/** The input's columns, then the model's outputs. Throws SqlError. */
export function bindMlPredict(node: Ast.CallExpr, env: BindEnv, parent: Scope | null): LogicalNode {
  const given = givenArguments(node, 'ML_PREDICT', PARAMETERS);
  const { node: input, partition } = tableArgument(given.get('INPUT'), env, parent, node);
  if (partition.length > 0) throw invalid('ML_PREDICT takes no PARTITION BY', node.span);
  const named = given.get('MODEL');
  if (named?.kind !== 'model-arg')
    throw invalid('ML_PREDICT needs a model: MODEL name', (named ?? node).span);
  const model = findModel(named.name, env);
  const args = modelInputs(given.get('ARGS'), model, input, node, env);
  const settings = JSON.stringify(settingsOf(given.get('CONFIG'), env));
  const { fields } = input.output;
  const type: DataType = {
    id: 'row',
    nullable: false,
    fields: model.outputs.map((output) => ({ name: output.name, type: output.type })),
  };
  const answer = call(
    modelFunction(pathKey(model.path)),
    [...args, literal(settings, { ...stringType, nullable: false })],
    type,
    { user: 'async', volatile: true },
  );
  const columns = columnsOf(input.output);
  const names = fields.map((field) => field.name);
  const asked = calc(input, null, [...columns, answer], [...names, '$answer']);
  const whole = column(fields.length, type);
  const outputs = model.outputs.map((output, index): Expr => {
    return call('FIELD', [whole], output.type, { index });
  });
  return calc(asked, null, [...columns, ...outputs], [...names, ...freeNames(names, model)]);
}

/** An output whose name the input has gets a number behind it, as in Flink. */
function freeNames(taken: readonly string[], model: ModelDef): readonly string[] {
  const all = new Set([...taken, ...model.outputs.map((output) => output.name)]);
  return model.outputs.map(({ name }) => {
    if (!taken.includes(name)) return name;
    let i = 0;
    while (all.has(`${name}${i}`)) i++;
    all.add(`${name}${i}`);
    return `${name}${i}`;
  });
}

function modelInputs(
  arg: Ast.Argument | undefined,
  model: ModelDef,
  input: LogicalNode,
  node: Ast.CallExpr,
  env: BindEnv,
): readonly Expr[] {
  if (arg?.kind !== 'descriptor')
    throw invalid('ML_PREDICT needs DESCRIPTOR(columns for the model)', (arg ?? node).span);
  const { inputs } = model;
  if (arg.columns.length !== inputs.length) {
    const wanted = inputs.map(({ name, type }) => `${name} ${formatType(type)}`).join(', ');
    throw invalid(
      `model ${model.path[2]} takes ${inputs.length} columns (${wanted}), ` +
        `not ${arg.columns.length}`,
      arg.span,
    );
  }
  const columns = input.output.fields.map((f, index) => ({ name: f.name, type: f.type, index }));
  const scope: Scope = { ...emptyScope, relations: [{ alias: null, path: [], columns }] };
  return arg.columns.map((name, i) => {
    const bound = resolveColumn(scope, [name], name.span);
    const wanted = inputs[i]!.type;
    const isNull = bound.type.nullable && !wanted.nullable;
    if (!isNull && canImplicitlyCast(bound.type, wanted)) return castTo(bound, wanted, env.session);
    throw new SqlError('SQL_INVALID_ARGUMENTS', {
      message:
        `"${name.name}" is ${formatType(bound.type)}, and the input "${inputs[i]!.name}" of ` +
        `model ${model.path[2]} is ${formatType(wanted)}`,
      span: name.span,
      hint: 'Cast it in a subquery.',
    });
  });
}

const CONFIG = ['async', 'output-mode', 'max-concurrent-operations', 'timeout'] as const;

function settingsOf(arg: Ast.Argument | undefined, env: BindEnv): ModelCallSettings {
  if (arg === undefined) return {};
  const bound = bindArgument(arg, 'ML_PREDICT', exprContext(env, emptyScope, 'CONFIG'));
  const isTexts = bound.type.id === 'map' && isText(bound.type.key) && isText(bound.type.value);
  if (bound.kind !== 'literal' || !isTexts || bound.value === null)
    throw invalid('CONFIG of ML_PREDICT is a constant MAP of texts', arg.span);
  const pairs = new Map(bound.value as readonly (readonly [string | null, string | null])[]);
  const wrong = (key: string, why: string): SqlError =>
    invalid(`CONFIG of ML_PREDICT: ${key} ${why}`, arg.span, didYouMean(key, CONFIG));
  for (const key of pairs.keys())
    if (!CONFIG.some((known) => known === key))
      throw wrong(String(key), `is unknown (there are ${CONFIG.join(', ')})`);
  const isAsync = pairs.get('async') ?? 'true';
  if (isAsync !== 'true')
    throw wrong('async', "can only be 'true': models are asked without waiting");
  const mode = pairs.get('output-mode') ?? 'ORDERED';
  if (mode !== 'ORDERED' && mode !== 'ALLOW_UNORDERED')
    throw wrong('output-mode', 'is ORDERED or ALLOW_UNORDERED');
  const most = pairs.get('max-concurrent-operations');
  if (most !== undefined && (most === null || !/^[1-9]\d{0,5}$/.test(most)))
    throw wrong('max-concurrent-operations', 'is a number from 1 on');
  const timeout = pairs.get('timeout');
  const timeoutMs = timeout === undefined || timeout === null ? null : durationMs(timeout);
  if (timeoutMs !== null && !(timeoutMs >= 1 && timeoutMs < 2 ** 31))
    throw wrong('timeout', 'is 1 ms to 24 days');
  return {
    ...(most === undefined || most === null ? {} : { concurrency: Number(most) }),
    ...(timeoutMs === null ? {} : { timeoutMs: Math.round(timeoutMs) }),
  };
}
