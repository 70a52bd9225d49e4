import { Readable } from 'node:stream';
import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';

/** The request of an HTTP function of Function Compute, as far as it is used here: a stream of the body, and fields. */
export interface HttpRequest extends Readable {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The response that an HTTP function fills; `send` ends the call. */
export interface HttpResponse {
  setStatusCode(status: number): void;
  setHeader(name: string, value: string): void;
  send(body?: string | Uint8Array): void;
}

/** An HTTP function of Function Compute. */
export type HttpFunction<Context> = (
  request: HttpRequest,
  response: HttpResponse,
  context: Context,
) => Promise<void>;

/** The handler of an AWS Lambda function that serves its function URL by an HTTP function of Function Compute. */
export function behindFunctionUrl<Context>(
  handler: HttpFunction<Context>,
  context: Context,
): (event: LambdaFunctionURLEvent) => Promise<LambdaFunctionURLResult> {
  return (event) =>
    new Promise((resolve, reject) => {
      let statusCode = 200;
      const headers: Record<string, string> = {};
      const response: HttpResponse = {
        setStatusCode: (status) => {
          statusCode = status;
        },
        setHeader: (name, value) => {
          headers[name.toLowerCase()] = value;
        },
        send: (body = '') => {
          const bytes = Buffer.from(body);
          resolve({ statusCode, headers, body: bytes.toString('base64'), isBase64Encoded: true });
        },
      };
      handler(requestOf(event), response, context).catch(reject);
    });
}

function requestOf({
  body = '',
  isBase64Encoded,
  headers,
  rawPath,
  requestContext,
}: LambdaFunctionURLEvent): HttpRequest {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const stream = Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
  return Object.assign(stream, { method: requestContext.http.method, path: rawPath, headers });
}
