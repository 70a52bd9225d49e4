import type { Server } from 'node:http';
import type { BoundConnections } from './connections.ts';

/** Time for requests in progress when a server closes, in milliseconds. */
const CLOSE_MS = 2_000;

/** Resolves once the server listens; rejects with the reason, such as a port that is taken. */
export function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Accepts nothing more, lets requests in progress end for a moment, and frees the port. */
export async function closeListening(server: Server, connections: BoundConnections): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await new Promise((closed) => {
    server.close(closed);
    connections.dropUnanswered();
  });
  clearTimeout(timer);
}
