import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Api } from '../api/handle-request.ts';
import { throttledResponse } from '../api/protocol/api-response.ts';
import type { ApiResponse } from '../api/protocol/request.ts';
import { type FileResponse, serveConsole } from './console-files.ts';
import type { Overload, Visit } from './overload.ts';
import { localUrl, refusalOf } from './same-site.ts';
import type { Credentials } from './server-options.ts';

/** Where to listen, and how large a request may be. */
export interface HttpServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly requestBytes: number;
  /** Absent when anybody may call. */
  readonly credentials?: Credentials;
  /** The console's files, served below `/console/`. */
  readonly consoleFolder: string;
  /** @default 10 s for the headers, 60 s for a request, 30 s between requests */
  readonly patience?: Patience;
}

/** How long a client may take before its connection is closed, in milliseconds. */
export interface Patience {
  /** To send the headers; also of a connection that sends nothing. */
  readonly headers: number;
  /** To send all of a request. */
  readonly request: number;
  /** To send the next request. */
  readonly idle: number;
}

/** A server that listens. */
export interface HttpServer {
  readonly url: string;
  /** Accepts nothing more, lets requests in progress end for a moment, and frees the port. */
  close(): Promise<void>;
}

const PATIENCE: Patience = { headers: 10_000, request: 60_000, idle: 30_000 };
const CLOSE_MS = 2_000;
/** What headers need beside a query, which may be as large as a body. */
const HEADER_BYTES = 16 * 1024;

const ROOM_FOR_ALL = { enter: (): Visit => ({ take: () => true, leave: () => {} }) };

/**
 * Serves the API and the console over HTTP, to programs and to web pages of this server only.
 *
 * `GET /healthz` answers `ok`. The API's paths are `/` and `/{Operation}`.
 */
export async function openHttpServer(
  options: HttpServerOptions,
  api: Api,
  overload: Pick<Overload, 'enter'> = ROOM_FOR_ALL,
): Promise<HttpServer> {
  const patience = options.patience ?? PATIENCE;
  const server = createServer(
    {
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      keepAliveTimeout: patience.idle,
      // Node looks every 30 s unless told, and a slow client would live so much longer.
      connectionsCheckingInterval: patience.headers / 2,
      maxHeaderSize: options.requestBytes + HEADER_BYTES,
    },
    (request, response) => {
      void serve(request, response, answer(request, options, api, overload), () => server.listening);
    },
  );
  await listen(server, options);
  const { port } = server.address() as { port: number };
  return { url: localUrl(options.host, port), close: () => close(server) };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answered: Promise<ApiResponse | FileResponse>,
  mayComeAgain: () => boolean,
): Promise<void> {
  try {
    const { status, headers, body } = await answered;
    // What was not read of a request that is too large would be taken for the next one.
    if (!request.complete || !mayComeAgain()) response.setHeader('connection', 'close');
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  } catch {
    // The client went away while it was sending.
    response.destroy();
  }
}

async function answer(
  request: IncomingMessage,
  options: HttpServerOptions,
  api: Api,
  overload: Pick<Overload, 'enter'>,
): Promise<ApiResponse | FileResponse> {
  const { method = '', url = '/', headers } = request;
  const refusal = refusalOf(request, options);
  if (refusal !== undefined)
    return json(403, { RequestId: randomUUID(), Code: 'AccessDenied', Message: refusal });
  const [path = '', ...rest] = url.split('?');
  const query = rest.join('?');
  if (path === '/healthz' && (method === 'GET' || method === 'HEAD')) return json(200, { status: 'ok' });
  const file = await serveConsole(options.consoleFolder, {
    method,
    path,
    query,
    accept: headers.accept ?? '',
  });
  if (file !== undefined) return file;
  const visit = overload.enter();
  try {
    const body = await readBody(request, options.requestBytes, visit);
    if (body !== undefined) return await api({ method, path, query, headers, body });
    return throttledResponse(
      'The server has too much to do; come back in a moment',
      { headers },
      randomUUID(),
    );
  } finally {
    visit?.leave();
  }
}

/**
 * Reads the body, or so much of it that it is certain to be too large; keeps nothing and answers undefined when there
 * is no room for it. It is read all the same: the connection goes on with what follows.
 */
async function readBody(
  request: IncomingMessage,
  limit: number,
  visit: Visit | undefined,
): Promise<Buffer | undefined> {
  let chunks: Buffer[] | undefined = visit?.take(request.url?.length ?? 0) ? [] : undefined;
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (chunks !== undefined && visit?.take(chunk.length)) chunks.push(chunk);
    else chunks = undefined;
    size += chunk.length;
    if (size > limit) break;
  }
  return chunks && Buffer.concat(chunks);
}

function json(status: number, body: object): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

function listen(server: Server, { host, port }: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await new Promise((closed) => {
    server.close(closed);
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
