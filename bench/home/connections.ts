import { Agent, request } from 'node:http';

/** The body of a successful response. */
export type Answer = Readonly<Record<string, unknown>>;

/** Posts JSON over connections that stay open. */
export class Connections {
  readonly #endpoint: URL;
  readonly #agent: Agent;

  constructor(endpoint: string, connections: number) {
    this.#endpoint = new URL(endpoint);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws when the response is not a success. */
  post(path: string, headers: Readonly<Record<string, string>>, parameters: object): Promise<Answer> {
    const body = JSON.stringify(parameters);
    const { hostname, port } = this.#endpoint;
    const all = { ...headers, 'content-length': Buffer.byteLength(body) };
    const options = { agent: this.#agent, hostname, port, path, method: 'POST', headers: all };
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text === '' ? {} : JSON.parse(text));
          else reject(new Error(`${path} ${JSON.stringify(headers)}: ${response.statusCode} ${text}`));
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
