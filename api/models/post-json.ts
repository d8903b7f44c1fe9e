/** A POST of JSON with a bearer key, by the platform's own fetch. */
import { ConnectorError } from '../../core/errors.js';

/** Longest part of an answer that an error shows. */
const SHOWN_CHARS = 300;

/** ConnectorError MODEL_REQUEST. `status`: null when there was no answer. */
export class RequestFailure extends ConnectorError {
  readonly status: number | null;
  readonly headers: ReadonlyMap<string, readonly string[]>;

  constructor(message: string, status: number | null, headers: Headers | null, cause?: unknown) {
    super('MODEL_REQUEST', { message, ...(cause === undefined ? {} : { cause }) });
    this.status = status;
    this.headers = new Map([...(headers ?? [])].map(([name, value]) => [name, [value]]));
  }
}

/**
 * The parsed answer. Redirects are refused: they would carry the key elsewhere. Throws
 * RequestFailure; its text never holds the key.
 */
export async function postJson(
  url: URL,
  key: string,
  body: unknown,
  signal: AbortSignal,
): Promise<{ readonly answer: unknown }> {
  const hide = (text: string): string => (key === '' ? text : text.replaceAll(key, '******'));
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
    text = await response.text();
  } catch (error) {
    throw new RequestFailure(`${url.host} cannot be asked: ${hide(reason(error))}`, null, null);
  }
  if (!response.ok) {
    const told = hide(text).slice(0, SHOWN_CHARS);
    const message = `${url.host} answers ${response.status}: ${told}`;
    throw new RequestFailure(message, response.status, response.headers);
  }
  try {
    return { answer: JSON.parse(text) };
  } catch (cause) {
    const told = hide(text).slice(0, SHOWN_CHARS);
    const message = `${url.host} answers with what is no JSON: ${told}`;
    throw new RequestFailure(message, response.status, response.headers, cause);
  }
}

/** fetch tells why in the cause of its error. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
