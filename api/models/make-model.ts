/** Models of the catalog -> async functions of the session. */
import { didYouMean, PlanError } from '../../core/errors.js';
import { formatType, stringType, type DataType } from '../../core/types.js';
import type { CallSite } from '../../engine/functions/function.js';
import type { ModelCallSettings } from '../../engine/functions/user/model-call.js';
import { modelFunction } from '../../engine/functions/user/model-call.js';
import type { UserAsync } from '../../engine/functions/user/user-functions.js';
import type { ModelDef } from '../../sql/catalog/state.js';
import { pathKey } from '../../sql/catalog/state.js';
import { makeAsync } from '../functions/async-function.js';
import type { FunctionHead } from '../functions/make-function.js';
import { scalarEntry } from '../functions/scalar-function.js';
import type { JsValue } from '../js-value.js';
import type { Model, ModelProvider } from './model-provider.js';

const TIMEOUT_MS = 180_000;

/** Throws PlanError MODEL_PROVIDER, MODEL_OPTION and what the provider refuses. */
export async function makeModel(
  model: ModelDef,
  providers: ReadonlyMap<string, ModelProvider>,
): Promise<UserAsync> {
  const opened = await openModel(model, providers);
  const returns: DataType = { id: 'row', nullable: false, fields: model.outputs };
  const head: FunctionHead = {
    name: `of model ${model.path[2]}`,
    args: [...model.inputs.map((input) => input.type), stringType],
    returns,
    isDeterministic: false,
    resolve: (facts) => ({ args: facts.map((fact) => fact.type), type: returns }),
  };
  const run = functionOf(head, model, opened);
  return {
    kind: 'async',
    name: modelFunction(pathKey(model.path)),
    // The bound is that of the settings of each call.
    concurrency: 100_000,
    scalar: scalarEntry(head, () => () => null),
    invoke(site, stop) {
      const settings = JSON.parse(String(site.literals.at(-1))) as ModelCallSettings;
      const width = model.inputs.length;
      const inputs: CallSite = {
        ...site,
        args: site.args.slice(0, width),
        literals: site.literals.slice(0, width),
      };
      const ask = run(settings, stop).invoke(inputs, stop);
      return (values, row) => ask(values.slice(0, width), row);
    },
  };
}

/** Inputs as an object by name, one async function for each place that asks the model. */
function functionOf(
  head: FunctionHead,
  model: ModelDef,
  opened: Model,
): (settings: ModelCallSettings, stop: AbortSignal) => UserAsync {
  return (settings, stop) =>
    makeAsync(head, {
      args: [],
      returns: '',
      concurrency: settings.concurrency ?? opened.concurrency ?? 10,
      timeoutMs: settings.timeoutMs ?? opened.timeoutMs ?? TIMEOUT_MS,
      retries: opened.retries ?? 0,
      retryDelayMs: opened.retryDelayMs ?? 100,
      async callAsync(...values: JsValue[]) {
        const row = Object.fromEntries(model.inputs.map(({ name }, i) => [name, values[i]!]));
        return opened.predict(row, stop);
      },
      mayRetry: (error) => opened.mayRetry?.(error) ?? true,
      ...(opened.fallback === undefined ? {} : { fallback: (e) => opened.fallback!(e) }),
    });
}

async function openModel(
  model: ModelDef,
  providers: ReadonlyMap<string, ModelProvider>,
): Promise<Model> {
  const { provider: name = '', ...options } = model.options;
  const provider = providers.get(name);
  if (provider === undefined) {
    throw new PlanError('MODEL_PROVIDER', {
      message: `no model provider '${name}' (there are ${[...providers.keys()].join(', ')})`,
      hint:
        didYouMean(name, providers.keys()) ?? 'A program adds one: db.createModelProvider(...).',
    });
  }
  const unknown = Object.keys(options).find((key) => !provider.options.includes(key));
  if (unknown !== undefined) {
    throw new PlanError('MODEL_OPTION', {
      message: `provider '${name}' has no option '${unknown}'`,
      hint: didYouMean(unknown, provider.options) ?? `It has ${provider.options.join(', ')}.`,
    });
  }
  const missing = (provider.required ?? []).find((key) => options[key] === undefined);
  if (missing !== undefined) {
    throw new PlanError('MODEL_OPTION', {
      message: `model ${model.path[2]}: provider '${name}' needs the option '${missing}'`,
    });
  }
  const typed = (columns: ModelDef['inputs']): { name: string; type: string }[] =>
    columns.map((column) => ({ name: column.name, type: formatType(column.type) }));
  return provider.open({
    name: model.path[2],
    inputs: typed(model.inputs),
    outputs: typed(model.outputs),
    options,
  });
}
