import { Readable } from 'node:stream';
import type { UrlCall, UrlCallAnswer } from '../protocol.ts';
import type { Exported } from './call-style.ts';

/** The response that a handler fills: it ends with `send`. */
class FunctionResponse {
  readonly #headers = new Map<string, readonly [name: string, value: string]>();
  readonly #done: (answer: UrlCallAnswer) => void;
  #status = 200;

  constructor(done: (answer: UrlCallAnswer) => void) {
    this.#done = done;
  }

  setStatusCode(status: number): void {
    this.#status = status;
  }

  setHeader(name: string, value: unknown): void {
    this.#headers.set(String(name).toLowerCase(), [String(name), String(value)]);
  }

  deleteHeader(name: string): void {
    this.#headers.delete(String(name).toLowerCase());
  }

  /** The first call counts. */
  send(body: unknown = ''): void {
    const bytes = body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(String(body));
    this.#done({
      status: this.#status,
      headers: [...this.#headers.values()],
      body: bytes.toString('base64'),
    });
  }
}

/**
 * Calls `handler(request, response, context)`, as Function Compute calls a function by URL; resolves when the response is
 * sent, whatever the handler returns, and rejects when it throws or its promise does.
 */
export function answerOf(handler: Exported, request: UrlCall, context: object): Promise<UrlCallAnswer> {
  return new Promise((resolve, reject) => {
    const returned = handler(requestOf(request), new FunctionResponse(resolve), context);
    Promise.resolve(returned).catch(reject);
  });
}

/** A stream of the body, with the fields that handlers read. */
function requestOf({ method, path, url, query, headers, clientIp, body }: UrlCall): Readable {
  const bytes = Buffer.from(body, 'base64');
  const stream = Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
  const queries = Object.fromEntries(new URLSearchParams(query));
  return Object.assign(stream, { method, path, url, queries, headers, clientIP: clientIp });
}
