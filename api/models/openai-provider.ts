/**
 * Provider 'openai': chat completions and embeddings of any service that speaks OpenAI's HTTP
 * interface, with Flink's option names. The key is sent to the endpoint and nowhere else.
 */
import { ConnectorError, PlanError } from '../../core/errors.js';
import type { JsRow } from '../js-value.js';
import type { Model, ModelProvider, ModelSettings } from './model-provider.js';
import { postJson, RequestFailure } from './post-json.js';

const RETRIES = 10;
const CHAT = [
  'system-prompt',
  'temperature',
  'top-p',
  'stop',
  'max-tokens',
  'presence-penalty',
  'seed',
  'response-format',
] as const;
const EMBEDDING = ['dimension'] as const;
const FAILURE = ['error-handling-strategy', 'retry-num', 'retry-fallback-strategy'] as const;
const REQUIRED = ['endpoint', 'api-key', 'model'] as const;
/** Outputs that tell of a failure when it is ignored. */
const METADATA: Readonly<Record<string, string>> = {
  'error-string': 'STRING',
  'http-status-code': 'INT',
  'http-headers-map': 'MAP<STRING, ARRAY<STRING>>',
};

export const openaiProvider: ModelProvider = {
  options: [...REQUIRED, ...CHAT, ...EMBEDDING, ...FAILURE],
  required: REQUIRED,
  open(settings) {
    const { options } = settings;
    const endpoint = endpointOf(options['endpoint']!);
    const isChat = endpoint.pathname.endsWith('/chat/completions');
    if (!isChat && !endpoint.pathname.endsWith('/embeddings'))
      throw wrong('endpoint', 'ends with /chat/completions or /embeddings');
    const misplaced = (isChat ? EMBEDDING : CHAT).find((key) => options[key] !== undefined);
    if (misplaced !== undefined)
      throw wrong(misplaced, `is nothing that ${isChat ? 'chats' : 'embeddings'} have`);
    const output = outputOf(settings, isChat ? 'STRING' : 'ARRAY<FLOAT>');
    const input = settings.inputs[0]!.name;
    const bodyOf = isChat ? chatBody(options) : embeddingBody(options);
    const answerIn = isChat ? chatAnswer : embedding;
    const failures = failureOptions(settings);
    const ask = async (row: JsRow, signal: AbortSignal): Promise<JsRow> => {
      if (row[input] === null) return outputs(settings, {});
      const body = bodyOf(String(row[input]));
      const { answer } = await postJson(endpoint, options['api-key']!, body, signal);
      return outputs(settings, { [output]: answerIn(answer) });
    };
    return { ...failures, predict: ask };
  },
};

function wrong(option: string, why: string): PlanError {
  return new PlanError('MODEL_OPTION', { message: `option '${option}' ${why}` });
}

function endpointOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw wrong('endpoint', `is an http(s) address, not '${text}'`);
  if (url.username !== '' || url.password !== '')
    throw wrong('endpoint', "holds no user or password; the key is 'api-key'");
  return url;
}

/** The one output that is no metadata. Checks the columns. */
function outputOf({ name, inputs, outputs: columns }: ModelSettings, type: string): string {
  const bare = (text: string): string => text.replace(/ NOT NULL$/, '');
  const results = columns.filter((column) => METADATA[column.name] === undefined);
  const isWrong = columns.some((column) => (METADATA[column.name] ?? type) !== bare(column.type));
  if (inputs.length === 1 && bare(inputs[0]!.type) === 'STRING' && results.length === 1 && !isWrong)
    return results[0]!.name;
  throw new PlanError('MODEL_COLUMNS', {
    message: `model ${name} must be INPUT (x STRING) OUTPUT (y ${type})`,
    hint: `Further outputs can be ${Object.keys(METADATA).join(', ')}.`,
  });
}

/** A row of all outputs; those that `given` lacks are NULL. */
function outputs(settings: ModelSettings, given: JsRow): JsRow {
  return Object.fromEntries(
    settings.outputs.map((column) => [column.name, given[column.name] ?? null]),
  );
}

type Options = Readonly<Record<string, string>>;
type Body = (input: string) => Readonly<Record<string, unknown>>;

function numberOf(options: Options, key: string, isWhole: boolean): number | undefined {
  const text = options[key];
  if (text === undefined) return undefined;
  const value = Number(text);
  const isNumber = text.trim() !== '' && Number.isFinite(value);
  if (isNumber && (!isWhole || Number.isSafeInteger(value))) return value;
  throw wrong(key, `is a ${isWhole ? 'whole ' : ''}number, not '${text}'`);
}

function chatBody(options: Options): Body {
  const format = options['response-format'];
  if (format !== undefined && format !== 'text' && format !== 'json_object')
    throw wrong('response-format', 'is text or json_object');
  const system = options['system-prompt'] ?? 'You are a helpful assistant.';
  const settings = {
    model: options['model'],
    temperature: numberOf(options, 'temperature', false),
    top_p: numberOf(options, 'top-p', false),
    stop: options['stop']?.split(','),
    max_tokens: numberOf(options, 'max-tokens', true),
    presence_penalty: numberOf(options, 'presence-penalty', false),
    seed: numberOf(options, 'seed', true),
    response_format: format === undefined ? undefined : { type: format },
  };
  return (input) => ({
    ...settings,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: input },
    ],
  });
}

function embeddingBody(options: Options): Body {
  const dimensions = numberOf(options, 'dimension', true);
  return (input) => ({ model: options['model'], input, dimensions });
}

interface ChatAnswer {
  readonly choices?: readonly { readonly message?: { readonly content?: unknown } }[];
}
interface EmbeddingAnswer {
  readonly data?: readonly { readonly embedding?: unknown }[];
}

function chatAnswer(answer: unknown): string {
  const content = (answer as ChatAnswer | null)?.choices?.[0]?.message?.content;
  if (typeof content === 'string') return content;
  throw noAnswer('choices[0].message.content');
}

function embedding(answer: unknown): readonly number[] {
  const found = (answer as EmbeddingAnswer | null)?.data?.[0]?.embedding;
  if (Array.isArray(found) && found.every((one) => typeof one === 'number')) return found;
  throw noAnswer('data[0].embedding');
}

function noAnswer(path: string): ConnectorError {
  return new ConnectorError('MODEL_ANSWER', { message: `the answer has no ${path}` });
}

/** What happens with calls that fail: other tries, then failing or going on without an answer. */
function failureOptions(settings: ModelSettings): Omit<Model, 'predict'> {
  const { options } = settings;
  const strategy = choice(options, 'error-handling-strategy', ['retry', 'failover', 'ignore']);
  const last = choice(options, 'retry-fallback-strategy', ['failover', 'ignore']);
  const retries = numberOf(options, 'retry-num', true) ?? RETRIES;
  if (retries < 0) throw wrong('retry-num', 'is not negative');
  const isIgnored = strategy === 'ignore' || (strategy === 'retry' && last === 'ignore');
  return {
    retries: strategy === 'retry' ? retries : 0,
    retryDelayMs: 200,
    mayRetry,
    ...(isIgnored ? { fallback: (error) => outputs(settings, failureRow(error)) } : {}),
  };
}

function choice<Of extends string>(options: Options, key: string, known: readonly Of[]): Of {
  const text = (options[key] ?? known[0]!).toLowerCase();
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw wrong(key, `is ${known.join(', ')}, not '${text}'`);
}

/** Too many requests, a server that is down, a line that broke; not a request that is wrong. */
function mayRetry(error: unknown): boolean {
  if (!(error instanceof RequestFailure)) return true;
  return (
    error.status === null || error.status === 408 || error.status === 429 || error.status >= 500
  );
}

function failureRow(error: unknown): JsRow {
  const message = error instanceof Error ? error.message : String(error);
  const failure = error instanceof RequestFailure ? error : null;
  return {
    'error-string': message,
    'http-status-code': failure?.status ?? null,
    'http-headers-map': failure === null ? null : failure.headers,
  };
}
