import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Arrivals } from './arrivals.ts';
import { boundConnections, connectionsFor } from './connections.ts';
import { closeListening, createWebServer, HEADERS_MS, listen } from './listening.ts';
import { localUrl, refusalOf } from './same-site.ts';
import type { Credentials } from './server-options.ts';
import type { TlsIdentity } from './tls/identity.ts';

/** A request in the protocol of a cloud service. */
export interface ProtocolRequest {
  readonly method: string;
  /** As it was sent: neither decoded nor normalised. */
  readonly path: string;
  /** The query behind the question mark, as it was sent. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The address under which the client reached the server. */
  readonly endpoint: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/** The HTTP response to a client. */
export interface ProtocolAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Called when the response does not reach the client. */
  readonly onUndelivered?: () => void;
}

/** Why a request is refused before the protocol has seen it. */
export interface Refusal {
  readonly status: 403 | 413 | 500 | 503;
  readonly message: string;
}

/** The result of checking a signature before the body is read. */
export type Authentication =
  | { readonly refusal: ProtocolAnswer }
  | {
      /** The response for a body that was not signed; undefined when it was. */
      bodyRefusal(body: Buffer): ProtocolAnswer | undefined;
    };

/** The protocol of a cloud service. */
export interface Protocol {
  /** Largest body of a request. */
  readonly maxBytes: number;
  /** Checks the signature of a request; called where a key is demanded. */
  authenticate(request: IncomingMessage, credentials: Credentials): Authentication;
  serve(request: ProtocolRequest): Promise<ProtocolAnswer>;
  /** Says a refusal in the words of the protocol, so that its clients can read it. */
  refuse(refusal: Refusal, headers: IncomingHttpHeaders): ProtocolAnswer;
  /** Called with a fault of the service, whose details clients do not get. */
  onFault(error: unknown): void;
}

/** The address at which a protocol is served. */
export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The key with which every request must be signed; absent when callers need none. */
  readonly credentials?: Credentials;
  /** Absent where plain HTTP is spoken. */
  readonly tls?: TlsIdentity;
}

/** A server that listens. */
export interface ProtocolServer {
  readonly url: string;
  /** Accepts nothing more, lets requests in progress end for a moment, and frees the port. */
  close(): Promise<void>;
}

/** As long as SDKs keep a connection that they do not use. */
const IDLE_MS = 72_000;
const REQUEST_MS = 120_000;
/** Bytes of requests in memory at a time, over all connections. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;
/** Bytes of requests that have not arrived whole. */
const MAX_ARRIVING_BYTES = 64 * 1024 * 1024;
/** Share of the descriptors that the process may open. */
const CONNECTION_SHARE = 1 / 8;

/**
 * Serves a protocol over HTTP, to programs and to web pages of this server only. The protocol is loaded with the first
 * request: many servers never see one.
 *
 * @throws when the port is taken.
 */
export async function openProtocolServer(
  options: ListenOptions,
  load: () => Promise<Protocol>,
): Promise<ProtocolServer> {
  let loaded: Promise<Protocol> | undefined;
  const protocol = () => {
    loaded ??= load();
    return loaded;
  };
  const room = { bytes: 0 };
  const arrivals = new Arrivals(MAX_ARRIVING_BYTES);
  const server = createWebServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: HEADERS_MS / 2,
    },
    options.tls,
    (request, response) => {
      const answered = answer(request, response, { ...options, protocol, room, arrivals });
      void deliver(request, response, answered, () => server.listening);
    },
  );
  const connections = boundConnections(server, connectionsFor(CONNECTION_SHARE));
  await listen(server, options);
  const { port } = server.address() as { port: number };
  return {
    url: localUrl(options.host, port, options.tls !== undefined),
    close: () => closeListening(server, connections),
  };
}

const ANYBODY: Authentication = { bodyRefusal: () => undefined };

interface Serving extends ListenOptions {
  readonly protocol: () => Promise<Protocol>;
  readonly room: { bytes: number };
  readonly arrivals: Arrivals;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { protocol: load, room, arrivals, ...listening }: Serving,
): Promise<ProtocolAnswer> {
  const { headers } = request;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const protocol = await load();
  const refuse = (status: Refusal['status'], message: string) =>
    protocol.refuse({ status, message }, headers);
  const refusal = refusalOf(request, listening);
  if (refusal !== undefined) return refuse(403, refusal);
  const { credentials } = listening;
  const caller = credentials === undefined ? ANYBODY : protocol.authenticate(request, credentials);
  if ('refusal' in caller) return caller.refusal;
  const read = await readBody(request, protocol.maxBytes, room, arrivals);
  try {
    if (read.problem === 'too large') return refuse(413, `A request may have ${protocol.maxBytes} bytes.`);
    if (read.problem === 'no room')
      return refuse(503, 'The server has too much to do; come back in a moment.');
    const bodyRefusal = caller.bodyRefusal(read.body);
    if (bodyRefusal !== undefined) return bodyRefusal;
    const { method = '', url = '/' } = request;
    const [path = '', ...rest] = url.split('?');
    const endpoint = `${listening.tls === undefined ? 'http' : 'https'}://${headers.host}`;
    const call = {
      method,
      path,
      query: rest.join('?'),
      headers,
      body: read.body,
      endpoint,
      signal: gone.signal,
    };
    return await protocol.serve(call);
  } catch (error) {
    protocol.onFault(error);
    return refuse(500, 'The server could not do it; its log says why.');
  } finally {
    room.bytes -= read.size;
  }
}

interface Read {
  readonly problem?: 'too large' | 'no room';
  readonly body: Buffer;
  /** Bytes that are held until the request is answered. */
  readonly size: number;
}

async function readBody(
  request: IncomingMessage,
  limit: number,
  room: { bytes: number },
  arrivals: Arrivals,
): Promise<Read> {
  const chunks: Buffer[] = [];
  let size = 0;
  const give = (problem?: Read['problem']): Read => {
    if (problem !== undefined) chunks.length = 0;
    return { ...(problem !== undefined && { problem }), body: Buffer.concat(chunks), size };
  };
  const arrival = arrivals.begin(() => request.destroy());
  let arrived = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      arrived += chunk.length;
      if (arrived > limit) return give('too large');
      if (!arrival.hold(chunk.length)) return give('no room');
      chunks.push(chunk);
    }
  } finally {
    arrival.end();
  }
  // Only a request that has arrived whole takes room that others need.
  if (room.bytes + arrived > MAX_TOTAL_BYTES) return give('no room');
  size = arrived;
  room.bytes += arrived;
  return give();
}

async function deliver(
  request: IncomingMessage,
  response: ServerResponse,
  answered: Promise<ProtocolAnswer>,
  mayComeAgain: () => boolean,
): Promise<void> {
  try {
    const { status, headers, body, onUndelivered } = await answered;
    if (response.destroyed) {
      onUndelivered?.();
      return;
    }
    response.once('close', () => {
      if (!response.writableFinished) onUndelivered?.();
    });
    // The unread rest of a request that is too large would be taken for the next one.
    if (!request.complete || !mayComeAgain()) response.setHeader('connection', 'close');
    response.writeHead(status, { ...headers, 'content-length': headers['content-length'] ?? lengthOf(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  } catch {
    // The client went away while it was sending.
    response.destroy();
  }
}

function lengthOf(body: string | Uint8Array): number {
  return Buffer.byteLength(body);
}
