import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server as PlainServer, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';

/** A server of HTTP, over TLS or not. */
export type WebServer = PlainServer | SecureServer;

/** As many as an open-files limit without a bound allows. */
const MOST_CONNECTIONS = 20_000;
const LEAST_CONNECTIONS = 16;

/** Most connections of a port: a share of the descriptors of the process, because other parts need some, too. */
export function connectionsFor(share: number, openFiles = openFilesLimit()): number {
  return Math.max(LEAST_CONNECTIONS, Math.min(MOST_CONNECTIONS, Math.floor(openFiles * share)));
}

/** The connections of a server. */
export interface BoundConnections {
  /** Closes all connections without a request in service: idle ones, and those whose requests have not arrived whole. */
  dropUnanswered(): void;
}

/**
 * Keeps the connections of a server below a bound. A new one takes the place of the one that has been there for longest
 * without a whole request; when all have requests in service, it is refused.
 */
export function boundConnections(server: WebServer, most: number): BoundConnections {
  const open = new Map<Socket, Use>();
  // Beyond these, connections are not even looked at.
  server.maxConnections = most + 1;
  // Those that do not agree on keys in time are the business of TLS. Naming the class of its servers would load it.
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', (socket: Socket) => {
    open.set(socket, { wasServed: false });
    socket.once('close', () => open.delete(socket));
    if (open.size > most) (leastUseful(open) ?? socket).destroy();
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const use = open.get(request.socket);
    if (use === undefined) return;
    use.request = request;
    response.once('close', () => {
      use.wasServed = true;
      if (use.request === request) delete use.request;
    });
  });
  return {
    dropUnanswered() {
      for (const [socket, use] of open) if (!isAnswered(use)) socket.destroy();
    },
  };
}

/** The use of a connection. */
interface Use {
  /** The newest request, until its response is sent. */
  request?: IncomingMessage;
  wasServed: boolean;
}

function isAnswered({ request }: Use): boolean {
  return request?.complete === true;
}

/** Clients that were served keep their connections for longer than those that never sent a request. */
function leastUseful(open: ReadonlyMap<Socket, Use>): Socket | undefined {
  let idle: Socket | undefined;
  for (const [socket, use] of open) {
    if (isAnswered(use)) continue;
    if (!use.wasServed) return socket;
    idle ??= socket;
  }
  return idle;
}

/** The limit of the process, where the system tells it. */
function openFilesLimit(): number {
  try {
    const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? MOST_CONNECTIONS : Number(soft);
  } catch {
    return MOST_CONNECTIONS;
  }
}
