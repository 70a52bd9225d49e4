import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A request that a test server got. */
export interface TestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query after the question mark, as it was sent. */
  readonly rawQuery: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** The answer of a test server. */
export interface TestResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A server on a free port of this machine. */
export interface TestServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Serves requests one by one; without an answer the connection is cut. */
export async function serve(
  answer: (request: TestRequest) => Promise<TestResponse | undefined>,
): Promise<TestServer> {
  const server = createServer((request, response) => void respond(request, response, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { endpoint: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

/** An error as the JSON protocols of AWS report it. */
export function awsError(status: number, name: string, message: string): TestResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
    body: JSON.stringify({ __type: name, message, Message: message }),
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: TestRequest) => Promise<TestResponse | undefined>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://test');
  const answered = await answer({
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    rawQuery: url.search.slice(1),
    headers: request.headers,
    body: Buffer.concat(chunks),
  });
  if (answered === undefined) {
    request.socket.destroy();
    return;
  }
  const { status, headers, body = '' } = answered;
  // As those of the services, a response says how long it is.
  const length = request.method === 'HEAD' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...length, ...headers }).end(body);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
