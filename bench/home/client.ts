import { Agent, request } from 'node:http';

/** What the API answers to a call that succeeded. */
export type Answer = Readonly<Record<string, unknown>>;

/** Calls the API as JSON over connections that stay open. */
export class Client {
  readonly #endpoint: URL;
  readonly #agent: Agent;

  constructor(endpoint: string, connections: number) {
    this.#endpoint = new URL(endpoint);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws when the answer is not a success. */
  call(operation: string, parameters: object): Promise<Answer> {
    const body = JSON.stringify(parameters);
    const { hostname, port } = this.#endpoint;
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { agent: this.#agent, hostname, port, path: `/${operation}`, method: 'POST', headers };
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${operation}: ${response.statusCode} ${text}`));
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  /** Starts an execution and waits for its end. @throws when it does not succeed. */
  async run(flowName: string, input: object = {}): Promise<Answer> {
    const answer = await this.call('StartSyncExecution', { FlowName: flowName, Input: input });
    if (answer['Status'] !== 'Succeeded') throw new Error(`${flowName}: ${JSON.stringify(answer)}`);
    return answer;
  }

  close(): void {
    this.#agent.destroy();
  }
}
