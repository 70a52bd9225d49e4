import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A message that an endpoint was called with. */
export interface Called {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An endpoint that is called over HTTP. */
export interface Endpoint extends AsyncDisposable {
  readonly url: string;
  readonly calls: readonly Called[];
  /** The statuses that it answers next; 200 after those. */
  readonly answers: number[];
}

/** Opens an endpoint on a free port. */
export async function openEndpoint(): Promise<Endpoint> {
  const calls: Called[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url = '', headers } = request;
    calls.push({ url, headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(answers.shift() ?? 200).end('x'.repeat(100_000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    answers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
