import type { Agent } from 'node:https';
import { nodeHttp } from '../../node-http.ts';

/** A message as an endpoint gets it. */
export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/**
 * Posts a message. The body of the response is not read.
 *
 * @param overTls the agent for addresses with https; by default the one of Node.js
 * @returns the status of the response.
 * @throws when there is none.
 */
export function post({ url, headers, body, timeoutMs }: Post, overTls?: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const isTls = url.protocol === 'https:';
    const { request: send } = isTls ? process.getBuiltinModule('node:https') : nodeHttp;
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const options = {
      method: 'POST',
      headers: { ...headers, ...length },
      signal,
      ...(isTls && { agent: overTls }),
    };
    const request = send(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.on('error', (error) => {
      const isLate = signal.aborted;
      reject(isLate ? new Error(`no answer within ${timeoutMs / 1_000} s`) : error);
    });
    request.end(body);
  });
}
