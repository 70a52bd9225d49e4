const QUEUE = 'bench-work';

/** The queue of the benchmark, as a worker sees it. */
export class WorkQueue {
  readonly #endpoint: string;
  readonly #url: string;

  private constructor(endpoint: string, url: string) {
    this.#endpoint = endpoint;
    this.#url = url;
  }

  static async open(endpoint: string): Promise<WorkQueue> {
    const { QueueUrl } = await call(endpoint, 'CreateQueue', { QueueName: QUEUE });
    return new WorkQueue(endpoint, String(QueueUrl));
  }

  /** Takes one message and answers its body: a task token. */
  async receiveToken(): Promise<string> {
    const QueueUrl = this.#url;
    for (;;) {
      const { Messages = [] } = await call(this.#endpoint, 'ReceiveMessage', {
        QueueUrl,
        WaitTimeSeconds: 20,
      });
      const [message] = Messages;
      if (message === undefined) continue;
      await call(this.#endpoint, 'DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
      return message.Body;
    }
  }
}

interface Answer {
  readonly QueueUrl?: string;
  readonly Messages?: readonly { readonly Body: string; readonly ReceiptHandle: string }[];
}

async function call(endpoint: string, action: string, parameters: object): Promise<Answer> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` };
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(parameters) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
