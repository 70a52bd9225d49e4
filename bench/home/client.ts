import { type Answer, Connections } from './connections.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Calls the API as JSON over connections that stay open. */
export class Client {
  readonly #connections: Connections;

  constructor(endpoint: string, connections: number) {
    this.#connections = new Connections(endpoint, connections);
  }

  /** @throws when the answer is not a success. */
  call(operation: string, parameters: object): Promise<Answer> {
    return this.#connections.post(`/${operation}`, JSON_TYPE, parameters);
  }

  /** Starts an execution and waits for its end. @throws when it does not succeed. */
  async run(flowName: string, input: object = {}): Promise<Answer> {
    const answer = await this.call('StartSyncExecution', { FlowName: flowName, Input: input });
    if (answer['Status'] !== 'Succeeded') throw new Error(`${flowName}: ${JSON.stringify(answer)}`);
    return answer;
  }

  close(): void {
    this.#connections.close();
  }
}
