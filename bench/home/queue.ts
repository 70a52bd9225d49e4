import { type Answer, Connections } from './connections.ts';

const QUEUE = 'bench-work';

/** A message as a worker receives it. */
export interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
}

/** The queue of the benchmark, as senders and workers see it. */
export class WorkQueue implements Disposable {
  readonly #connections: Connections;
  readonly #url: string;

  private constructor(connections: Connections, url: string) {
    this.#connections = connections;
    this.#url = url;
  }

  static async open(endpoint: string, connections = 1): Promise<WorkQueue> {
    const opened = new Connections(endpoint, connections);
    const { QueueUrl } = await call(opened, 'CreateQueue', { QueueName: QUEUE });
    return new WorkQueue(opened, String(QueueUrl));
  }

  /** Takes one message and returns its body: a task token. */
  async receiveToken(): Promise<string> {
    for (;;) {
      const [message] = await this.receive(1, 20);
      if (message === undefined) continue;
      await this.delete([message]);
      return message.Body;
    }
  }

  /** Sends so many messages with this body. */
  async send(body: string, count: number): Promise<void> {
    if (count === 1) await this.#call('SendMessage', { MessageBody: body });
    else await this.#call('SendMessageBatch', { Entries: entries(count, () => ({ MessageBody: body })) });
  }

  async receive(count: number, waitSeconds = 0): Promise<readonly Message[]> {
    const request = { MaxNumberOfMessages: count, WaitTimeSeconds: waitSeconds };
    const { Messages = [] } = await this.#call('ReceiveMessage', request);
    return Messages as readonly Message[];
  }

  async delete(messages: readonly Message[]): Promise<void> {
    const handles = messages.map(({ ReceiptHandle }) => ({ ReceiptHandle }));
    const [first] = handles;
    if (first === undefined) return;
    if (handles.length === 1) await this.#call('DeleteMessage', first);
    else await this.#call('DeleteMessageBatch', { Entries: entries(handles.length, (at) => handles[at]) });
  }

  [Symbol.dispose](): void {
    this.#connections.close();
  }

  #call(action: string, parameters: object): Promise<Answer> {
    return call(this.#connections, action, { QueueUrl: this.#url, ...parameters });
  }
}

function entries(count: number, entryAt: (at: number) => object | undefined): readonly object[] {
  return Array.from({ length: count }, (_, at) => ({ Id: String(at), ...entryAt(at) }));
}

function call(connections: Connections, action: string, parameters: object): Promise<Answer> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` };
  return connections.post('/', headers, parameters);
}
