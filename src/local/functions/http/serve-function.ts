import type { IncomingMessage } from 'node:http';
import { isJsonObject } from '../../../common/json.ts';
import { jsonIn } from '../../../common/json-text.ts';
import type { CallOutcome } from '../../../ports/task-targets.ts';
import { nodeHttp } from '../../node-http.ts';
import { isLoopback } from '../../same-site.ts';
import type { FunctionRunner } from '../function-runner.ts';
import type { UrlCall, UrlCallAnswer } from '../protocol.ts';
import { readFunctionUrl } from './function-url.ts';

/** The answer of a function, or of the server in its place. */
export interface UrlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | string;
}

/** Answers one request whose body has arrived. */
export type ServeFunction = (request: IncomingMessage, body: Buffer) => Promise<UrlAnswer>;

/** Headers that belong to one connection: the server writes its own. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * A page that a function answers runs apart from the console, which has the same origin, and may not call the API as that.
 */
const APART = {
  'content-security-policy': 'sandbox allow-forms allow-scripts',
  'x-content-type-options': 'nosniff',
};

/**
 * Serves functions by their URLs, as Function Compute serves HTTP functions. There is no key in a URL, so callers on this
 * machine only are served.
 */
export function functionsByUrl(functions: Pick<FunctionRunner, 'serve'>): ServeFunction {
  return async (request, body) => {
    const { url = '/', socket } = request;
    const clientIp = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    if (!isLoopback(clientIp)) return refused(403, 'Functions are called by URL from this machine only');
    const [path = '', ...query] = url.split('?');
    const found = readFunctionUrl(path);
    if (found === undefined) return refused(400, 'The path is not percent-encoded UTF-8');
    const isTls = 'encrypted' in socket;
    const about = { clientIp, isTls, path: found.path, query: query.join('?') };
    return answerOf(await functions.serve(found.target, requestOf(request, body, about)));
  };
}

function requestOf(
  { method = '', url = '/', headers }: IncomingMessage,
  body: Buffer,
  about: Pick<UrlCall, 'clientIp' | 'isTls' | 'path' | 'query'>,
): UrlCall {
  const texts = Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]);
  return { ...about, method, url, headers: Object.fromEntries(texts), body: body.toString('base64') };
}

function answerOf(outcome: CallOutcome): UrlAnswer {
  if (outcome.kind === 'failed') {
    const { error, cause } = outcome.failure;
    const isAbsent = error === 'FC.FunctionNotFound' || error === 'FC.ServiceNotFound';
    return refused(isAbsent ? 404 : 502, `${error}: ${cause}`);
  }
  const answer = jsonIn(outcome.output);
  const read = isJsonObject(answer) ? readAnswer(answer as Partial<UrlCallAnswer>) : undefined;
  return read ?? refused(502, 'The function answered what cannot be sent over HTTP');
}

/** The answer of a function; undefined when its status or one of its headers cannot be sent. */
function readAnswer({ status, headers = [], body = '' }: Partial<UrlCallAnswer>): UrlAnswer | undefined {
  if (!Number.isInteger(status) || Number(status) < 200 || Number(status) > 599) return undefined;
  const sent: Record<string, string | string[]> = { ...APART };
  try {
    for (const [given, value] of headers) {
      const name = given.toLowerCase();
      if (OF_THE_CONNECTION.has(name)) continue;
      nodeHttp.validateHeaderName(name);
      nodeHttp.validateHeaderValue(name, value);
      const earlier = name === 'set-cookie' ? [sent[name] ?? []].flat() : [];
      sent[name] = earlier.length > 0 ? [...earlier, value] : value;
    }
  } catch {
    return undefined;
  }
  return { status: Number(status), headers: sent, body: Buffer.from(body, 'base64') };
}

function refused(status: number, message: string): UrlAnswer {
  return { status, headers: { ...APART, 'content-type': 'text/plain; charset=utf-8' }, body: `${message}\n` };
}
