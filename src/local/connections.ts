import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** As many as an open-files limit without a bound allows. */
const MOST_CONNECTIONS = 20_000;
const LEAST_CONNECTIONS = 16;

/** How many connections a port may hold: a share of the descriptors of the process, for others need some, too. */
export function connectionsFor(share: number, openFiles = openFilesLimit()): number {
  return Math.max(LEAST_CONNECTIONS, Math.min(MOST_CONNECTIONS, Math.floor(openFiles * share)));
}

/** The connections of a server. */
export interface BoundConnections {
  /** Hangs up on all that are not being answered: idle ones, and those whose requests have not arrived whole. */
  dropUnanswered(): void;
}

/**
 * Keeps the connections of a server below a bound. A new one takes the place of the one that has been there for longest
 * without a whole request; when all are being answered, it is refused.
 */
export function boundConnections(server: Server, most: number): BoundConnections {
  const open = new Map<Socket, IncomingMessage | undefined>();
  // Beyond these, connections are not even looked at.
  server.maxConnections = most + 1;
  server.on('connection', (socket: Socket) => {
    open.set(socket, undefined);
    socket.once('close', () => open.delete(socket));
    if (open.size > most) (leastUseful(open) ?? socket).destroy();
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    if (open.has(socket)) open.set(socket, request);
    response.once('close', () => {
      if (open.get(socket) === request) open.set(socket, undefined);
    });
  });
  return {
    dropUnanswered() {
      for (const [socket, request] of open) if (request?.complete !== true) socket.destroy();
    },
  };
}

function leastUseful(open: ReadonlyMap<Socket, IncomingMessage | undefined>): Socket | undefined {
  for (const [socket, request] of open) if (request?.complete !== true) return socket;
  return undefined;
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
