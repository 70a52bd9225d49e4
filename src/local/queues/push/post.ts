import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A message as an endpoint gets it. */
export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** Posts a message. The body of the response is not read. @returns the status of the response. @throws when there is none. */
export function post({ url, headers, body, timeoutMs }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const request = send(url, { method: 'POST', headers: { ...headers, ...length }, signal }, (response) => {
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
