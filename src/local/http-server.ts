import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Api } from '../api/handle-request.ts';
import { throttledResponse } from '../api/protocol/api-response.ts';
import type { ApiResponse } from '../api/protocol/request.ts';
import { Arrivals } from './arrivals.ts';
import { boundConnections, connectionsFor } from './connections.ts';
import { type FileResponse, serveConsole } from './console-files.ts';
import { isFunctionPath } from './functions/http/function-url.ts';
import type { ServeFunction, UrlAnswer } from './functions/http/serve-function.ts';
import type { Health } from './health.ts';
import { closeListening, createWebServer, HEADERS_MS, listen } from './listening.ts';
import { serveMetrics, type WriteMetrics } from './metrics/serve-metrics.ts';
import type { Overload, Visit } from './overload.ts';
import { localUrl, refusalOf } from './same-site.ts';
import { serveSchema } from './schema-files.ts';
import type { Credentials } from './server-options.ts';
import type { TlsIdentity } from './tls/identity.ts';

/** Address to listen on, and limits of requests. */
export interface HttpServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly requestBytes: number;
  /** Absent when callers need no key. */
  readonly credentials?: Credentials;
  /** Absent where plain HTTP is spoken. */
  readonly tls?: TlsIdentity;
  /** Serves functions by their URLs; absent where none are. */
  readonly serveFunction?: ServeFunction;
  /** Writes the metrics; absent where none are counted. */
  readonly metrics?: WriteMetrics;
  /** The console's files, served below `/console/`. */
  readonly consoleFolder: string;
  /** @default 30 s for the headers, 60 s for a request, 30 s between requests */
  readonly patience?: Patience;
  /** Most connections at a time. @default half of the descriptors that the process may open */
  readonly connections?: number;
}

/** Times that a client may take before its connection is closed, in milliseconds. */
export interface Patience {
  /** Time to send the headers; also for a connection that sends nothing. */
  readonly headers: number;
  /** Time to send a whole request. */
  readonly request: number;
  /** Time until the next request. */
  readonly idle: number;
}

/** A server that listens. */
export interface HttpServer {
  readonly url: string;
  /** Accepts nothing more, lets requests in progress end for a moment, and frees the port. */
  close(): Promise<void>;
}

const PATIENCE: Patience = { headers: HEADERS_MS, request: 60_000, idle: 30_000 };
const CONNECTION_SHARE = 0.5;
/** Bytes of requests that have not arrived whole, over all connections. */
const ARRIVING_BYTES = 64 * 1024 * 1024;
/** Bytes of a query: nothing bounds those of all connections together while they arrive. */
const QUERY_BYTES = 1024 * 1024;
/** Bytes of headers besides a query. */
const HEADER_BYTES = 16 * 1024;

const HEALTHY: Health = { problem: async () => undefined, isReady: () => true };
const ROOM_FOR_ALL = { enter: (): Visit => ({ take: () => true, leave: () => {} }) };

/**
 * Serves the API and the console over HTTP, to programs and to web pages of this server only.
 *
 * `GET /healthz` and `GET /readyz` answer 200 while the server can do its work, `GET /metrics` is for Prometheus,
 * `GET /schema/fdl.json` for editors. The
 * API's paths are `/` and `/{Operation}`.
 */
export async function openHttpServer(
  options: HttpServerOptions,
  api: Api,
  overload: Pick<Overload, 'enter'> = ROOM_FOR_ALL,
  health = HEALTHY,
): Promise<HttpServer> {
  const arrivals = new Arrivals(ARRIVING_BYTES);
  const patience = options.patience ?? PATIENCE;
  const server = createWebServer(
    {
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      keepAliveTimeout: patience.idle,
      // By default Node looks every 30 s only, and a slow client would live so much longer.
      connectionsCheckingInterval: patience.headers / 2,
      maxHeaderSize: Math.min(options.requestBytes, QUERY_BYTES) + HEADER_BYTES,
    },
    options.tls,
    (request, response) => {
      void serve(
        request,
        response,
        answer(request, { options, api, overload, health, arrivals }),
        () => server.listening,
      );
    },
  );
  const connections = boundConnections(server, options.connections ?? connectionsFor(CONNECTION_SHARE));
  await listen(server, options);
  const { port } = server.address() as { port: number };
  return {
    url: localUrl(options.host, port, options.tls !== undefined),
    close: () => closeListening(server, connections),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answered: Promise<ApiResponse | FileResponse | UrlAnswer>,
  mayComeAgain: () => boolean,
): Promise<void> {
  try {
    const { status, headers, body } = await answered;
    // The unread rest of a request that is too large would be taken for the next one.
    if (!request.complete || !mayComeAgain()) response.setHeader('connection', 'close');
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  } catch {
    // The client went away while it was sending.
    response.destroy();
  }
}

interface Serving {
  readonly options: HttpServerOptions;
  readonly api: Api;
  readonly overload: Pick<Overload, 'enter'>;
  readonly health: Health;
  readonly arrivals: Arrivals;
}

async function answer(
  request: IncomingMessage,
  { options, api, overload, health, arrivals }: Serving,
): Promise<ApiResponse | FileResponse | UrlAnswer> {
  const { method = '', url = '/', headers } = request;
  const refusal = refusalOf(request, options);
  if (refusal !== undefined)
    return json(403, { RequestId: randomUUID(), Code: 'AccessDenied', Message: refusal });
  const [path = '', ...rest] = url.split('?');
  const query = rest.join('?');
  if ((path === '/healthz' || path === '/readyz') && (method === 'GET' || method === 'HEAD'))
    return await healthResponse(path, health);
  if (path === '/metrics' && options.metrics !== undefined && (method === 'GET' || method === 'HEAD'))
    return await serveMetrics(options.metrics, headers.authorization, options.credentials);
  const schema = await serveSchema(method, path);
  if (schema !== undefined) return schema;
  const file = await serveConsole(options.consoleFolder, {
    method,
    path,
    query,
    accept: headers.accept ?? '',
  });
  if (file !== undefined) return file;
  const body = await readBody(request, options.requestBytes, arrivals);
  const isForFunction = options.serveFunction !== undefined && isFunctionPath(path);
  if (isForFunction && body.length > options.requestBytes)
    return json(413, { Code: 'EntityTooLarge', Message: `A request may have ${options.requestBytes} bytes` });
  // Only a request that has arrived whole takes a slot: a client that stops in the middle keeps no other out.
  const visit = overload.enter();
  try {
    if (visit?.take(url.length + body.length)) {
      if (isForFunction && options.serveFunction) return await options.serveFunction(request, body);
      return await api({ method, path, query, headers, body });
    }
    return throttledResponse(
      'The server has too much to do; come back in a moment',
      { headers },
      randomUUID(),
    );
  } finally {
    visit?.leave();
  }
}

/** Reads the body, or so much of it that it is certain to be too large. @throws when it does not arrive whole */
function readBody(request: IncomingMessage, limit: number, arrivals: Arrivals): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isRead = false;
  const arrival = arrivals.begin(() => request.destroy());
  return new Promise((resolve, reject) => {
    const settle = () => {
      isRead = true;
      arrival.end();
      resolve(Buffer.concat(chunks));
    };
    request.on('data', (chunk: Buffer) => {
      // One that is given up is destroyed by that.
      if (size > limit || !arrival.hold(chunk.length)) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) {
        request.pause();
        settle();
      }
    });
    request.once('end', settle);
    request.once('error', reject);
    request.once('close', () => {
      // An error takes its stack with it, which costs more than reading a short body does.
      if (isRead) return;
      arrival.end();
      reject(new Error('The request did not arrive whole'));
    });
  });
}

/** A server that is starting is alive, but no caller should be sent to it. */
async function healthResponse(path: string, health: Health): Promise<ApiResponse> {
  const reason = await health.problem();
  if (reason !== undefined) return json(503, { status: 'failing', reason });
  if (path === '/readyz' && !health.isReady()) {
    return json(503, {
      status: 'starting',
      reason: 'Flows and executions are being loaded, or the server is paused',
    });
  }
  return json(200, { status: 'ok' });
}

function json(status: number, body: object): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}
