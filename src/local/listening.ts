import type { RequestListener, ServerOptions } from 'node:http';
import type { BoundConnections, WebServer } from './connections.ts';
import { nodeHttp } from './node-http.ts';
import type { TlsIdentity } from './tls/identity.ts';

/**
 * Time that a client may take to send the headers of a request, in milliseconds; also that of a connection that sends nothing.
 * Longer than a busy machine leaves a request unread that has arrived: connections are bounded anyway (`boundConnections`).
 */
export const HEADERS_MS = 30_000;

/** A client that takes longer to agree on keys is hung up on. */
const HANDSHAKE_MS = 10_000;

/** A server that does not listen yet; it speaks TLS where there is an identity to prove. */
export function createWebServer(
  options: ServerOptions,
  tls: TlsIdentity | undefined,
  serve: RequestListener,
): WebServer {
  if (tls === undefined) return nodeHttp.createServer(options, serve);
  const { cert, key } = tls;
  // Loading TLS takes 10 ms, which a server without it does not spend.
  const { createServer } = process.getBuiltinModule('node:https');
  return createServer({ ...options, cert, key, handshakeTimeout: HANDSHAKE_MS }, serve);
}

/** Time for requests in progress when a server closes, in milliseconds. */
const CLOSE_MS = 2_000;

/**
 * Connections that may wait to be accepted; the system allows fewer where `net.core.somaxconn` is smaller. With the 511 of Node.js a thousand
 * clients that connect at once overflow the list: those left out try again after seconds, or are reset.
 */
const BACKLOG = 4_096;

/** Resolves once the server listens; rejects with the reason, such as a port that is taken. */
export function listen(
  server: WebServer,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Accepts nothing more, lets requests in progress end for a moment, and frees the port. */
export async function closeListening(server: WebServer, connections: BoundConnections): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await new Promise((closed) => {
    server.close(closed);
    connections.dropUnanswered();
  });
  clearTimeout(timer);
}
