import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { LambdaClient } from '@aws-sdk/client-lambda';

/** A driver has as many functions under way at once as it has iterations. */
const MOST_SOCKETS = { keepAlive: true, maxSockets: 1_000 };

/** A closed connection shows within a round trip; a request that is reset later had been at work. */
const AT_ONCE_MS = 1_000;

/** The SDK's own id of a call, by which requests on shared sockets are told apart. */
const CALL_ID = 'amz-sdk-invocation-id';

/** Calls whose request went out on a socket that an earlier one had used; each tells whether nothing has come on it since. */
const onReusedSockets = new Map<string, () => boolean>();

const AGENTS = {
  httpAgent: noteReuse(new HttpAgent(MOST_SOCKETS)),
  httpsAgent: noteReuse(new HttpsAgent(MOST_SOCKETS)),
};

/** Options for calls of functions; all clients share the sockets. A function may take 15 minutes. */
export const LASTING = { connectionTimeout: 2_000, ...AGENTS };

/**
 * Closes the connections that no call uses.
 *
 * A driver is frozen between two batches, and the other side closes idle connections meanwhile. Thawed, it would write the
 * next call into a closed connection.
 */
export function closeIdleSockets(): void {
  for (const agent of Object.values(AGENTS)) {
    for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
  }
}

/**
 * Lets a client send a request once more, on a new connection, when a used one was reset at once and before a byte of
 * the response: such a connection was closed before the request came, and the function has not failed.
 */
export function outliveStaleSockets(client: LambdaClient): LambdaClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      const { headers } = args.request as { readonly headers: Readonly<Record<string, string>> };
      const call = headers[CALL_ID] ?? '';
      const sentAt = performance.now();
      try {
        return await next(args);
      } catch (error) {
        const isUnanswered = onReusedSockets.get(call)?.() === true;
        const isStale = isUnanswered && performance.now() - sentAt < AT_ONCE_MS;
        if (!isStale || !isReset(error)) throw error;
        closeIdleSockets();
        return await next(args);
      } finally {
        onReusedSockets.delete(call);
      }
    },
    { step: 'deserialize', priority: 'low', name: 'outliveStaleSockets' },
  );
  return client;
}

function noteReuse<A extends HttpAgent>(agent: A): A {
  const reuseSocket = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (socket, request: ClientRequest) => {
    const { bytesRead } = socket as Socket;
    onReusedSockets.set(String(request.getHeader(CALL_ID)), () => (socket as Socket).bytesRead === bytesRead);
    reuseSocket(socket, request);
  };
  return agent;
}

function isReset(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'EPIPE';
}
