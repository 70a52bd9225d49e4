import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EmbeddedObjectStore } from '../../adapters/embedded/objects/object-store.ts';
import type { Logger } from '../../ports/logger.ts';
import { Arrivals } from '../arrivals.ts';
import { type BoundConnections, boundConnections, connectionsFor, type WebServer } from '../connections.ts';
import { closeListening, createWebServer, HEADERS_MS, listen } from '../listening.ts';
import { localUrl, refusalOf } from '../same-site.ts';
import type { Credentials } from '../server-options.ts';
import type { TlsIdentity } from '../tls/identity.ts';
import type { ObjectEvents } from './object-events.ts';
import { errorAnswer, S3Error } from './s3-error.ts';
import type { S3Answer, S3Services } from './s3-request.ts';
import { serveObjects } from './serve-objects.ts';

/** Where objects are served, and which. */
export interface ObjectServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The key with which every request must be signed; absent when callers need none. */
  readonly credentials?: Credentials;
  /** Absent where plain HTTP is spoken. */
  readonly tls?: TlsIdentity;
  readonly objects: EmbeddedObjectStore;
  /**
   * Hears of every object before the request that created it is answered.
   *
   * When it fails, so does the request, though the object is stored: the client tries again.
   */
  readonly events: ObjectEvents;
  readonly logger: Logger;
}

/** A connection on which nothing moves is given up; a large object may take as long as it moves. */
const IDLE_MS = 72_000;
/** Of bodies that have not arrived whole. */
const MAX_ARRIVING_BYTES = 64 * 1024 * 1024;
/** Of the descriptors that the process may open. */
const CONNECTION_SHARE = 1 / 8;

/** Buckets and objects behind the S3 protocol. */
export class ObjectServer {
  readonly url: string;
  readonly #server: WebServer;
  readonly #connections: BoundConnections;

  private constructor(url: string, server: WebServer, connections: BoundConnections) {
    this.url = url;
    this.#server = server;
    this.#connections = connections;
  }

  /** Listens. @throws when the port is taken */
  static async open(options: ObjectServerOptions): Promise<ObjectServer> {
    const { objects, events } = options;
    const services = { objects, events, arrivals: new Arrivals(MAX_ARRIVING_BYTES) };
    const server = createWebServer(
      { headersTimeout: HEADERS_MS, requestTimeout: 0, keepAliveTimeout: IDLE_MS },
      options.tls,
      (request, response) => void respond(request, response, options, services, () => server.listening),
    );
    server.setTimeout(IDLE_MS);
    const connections = boundConnections(server, connectionsFor(CONNECTION_SHARE));
    await listen(server, options);
    const { port } = server.address() as { port: number };
    return new ObjectServer(localUrl(options.host, port, options.tls !== undefined), server, connections);
  }

  /** Answers open requests and frees the port. */
  async close(): Promise<void> {
    await closeListening(this.#server, this.#connections);
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  options: ObjectServerOptions,
  services: S3Services,
  mayComeAgain: () => boolean,
): Promise<void> {
  try {
    const { status, headers = {}, body = '' } = await answer(request, options, services);
    // What was not read of a body would be taken for the next request.
    if (!request.complete || !mayComeAgain()) response.setHeader('connection', 'close');
    response.setHeader('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase());
    if (typeof body !== 'string') {
      response.writeHead(status, { ...headers });
      await pipeline(Readable.from(body), response);
      return;
    }
    const length = headers['content-length'] ?? String(Buffer.byteLength(body));
    const hasNone = status === 204 || status === 304;
    response.writeHead(status, { ...headers, ...(!hasNone && { 'content-length': length }) });
    response.end(request.method === 'HEAD' ? undefined : body);
  } catch {
    // The client went away, or what was to be read is gone: it must not be taken for a whole answer.
    response.destroy();
  }
}

async function answer(
  request: IncomingMessage,
  options: ObjectServerOptions,
  services: S3Services,
): Promise<S3Answer> {
  const refusal = refusalOf(request, options);
  if (refusal !== undefined) return errorAnswer(new S3Error(403, 'AccessDenied', refusal));
  try {
    return await serveObjects(request, options.credentials, services);
  } catch (error) {
    if (request.destroyed && !request.complete) throw error;
    options.logger.error('a request about objects failed', { reason: String(error) });
    return errorAnswer(
      new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.'),
    );
  }
}
