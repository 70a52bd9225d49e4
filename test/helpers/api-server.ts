import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Api } from '../../src/api/handle-request.ts';
import type { ApiRequest } from '../../src/api/request.ts';

/** An API that listens on a free port of this machine. */
export interface ApiServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Serves an API over HTTP and nothing else. */
export async function serveApi(api: Api): Promise<ApiServer> {
  const server = createServer(async (incoming, outgoing) => {
    const { status, headers, body } = await api(await readRequest(incoming));
    outgoing.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const [path = '', ...query] = (incoming.url ?? '').split('?');
  return {
    method: incoming.method ?? '',
    path,
    query: query.join('?'),
    headers: incoming.headers,
    body: await buffer(incoming),
  };
}
