import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../common/json.ts';
import type { FunctionCall } from '../../ports/task-targets.ts';
import type { FunctionRunner } from '../functions/function-runner.ts';
import type { OnLine } from '../functions/function-slot.ts';
import { ACCOUNT, type OnSnsRequest, type QueueServer, REGION } from './queue-server.ts';

const PREFIX = 'fdl-push--';
const FUNCTION_ARN = /^arn:aws:lambda:[^:]*:[^:]*:function:([A-Za-z0-9_-]{1,64})(?::([A-Za-z0-9_-]{1,40}))?$/;
/** Short, so that a message that was being delivered when the server died comes back soon. */
const VISIBILITY_SECONDS = 30;
const EXTEND_MS = 10_000;
const RETRY_MS = [1_000, 10_000];

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
}

/**
 * Delivers messages of topics to functions: what `Subscribe` with the protocol `lambda` asks for.
 *
 *   topic ── fan-out ──▶ queue `fdl-push--<function>` ── poll ──▶ function
 *
 * A queue in between keeps messages over a restart. A message that a function fails on is tried three times.
 */
export class FunctionSubscriptions {
  private readonly functions: FunctionRunner;
  private readonly onLine: OnLine;
  private readonly polled = new Set<string>();
  private server: QueueServer | undefined;

  constructor(functions: FunctionRunner, onLine: OnLine) {
    this.functions = functions;
    this.onLine = onLine;
  }

  /** Goes on with the subscriptions that the server holds. */
  async start(server: QueueServer): Promise<void> {
    this.server = server;
    if (!server.isInUse) return;
    const { body } = await server.sqs('ListQueues', { QueueNamePrefix: PREFIX });
    const { QueueUrls = [] }: { QueueUrls?: string[] } = JSON.parse(body);
    for (const url of QueueUrls) this.poll(url.slice(url.lastIndexOf('/') + 1));
  }

  /** Delivers nothing more. */
  stop(): void {
    this.server = undefined;
  }

  /** Turns a subscription of a function into one of its queue. */
  readonly onSnsRequest: OnSnsRequest = async (parameters) => {
    if (parameters['Action'] !== 'Subscribe' || parameters['Protocol'] === 'sqs') return undefined;
    const [, name, qualifier] = FUNCTION_ARN.exec(parameters['Endpoint'] ?? '') ?? [];
    if (parameters['Protocol'] !== 'lambda' || name === undefined) {
      return 'Topics deliver to queues (sqs) and functions (lambda, arn:aws:lambda:…:function:<service>-<function>) here';
    }
    const queueName = PREFIX + (qualifier === undefined ? name : `${name}--${qualifier}`);
    await this.server?.sqs('CreateQueue', {
      QueueName: queueName,
      Attributes: { VisibilityTimeout: String(VISIBILITY_SECONDS) },
    });
    parameters['Protocol'] = 'sqs';
    parameters['Endpoint'] = `arn:aws:sqs:${REGION}:${ACCOUNT}:${queueName}`;
    this.poll(queueName);
    return undefined;
  };

  private poll(queueName: string): void {
    if (this.polled.has(queueName)) return;
    this.polled.add(queueName);
    void this.deliverAll(queueName);
  }

  private async deliverAll(queueName: string): Promise<void> {
    const QueueUrl = `http://localhost/${ACCOUNT}/${queueName}`;
    const receive = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 };
    while (this.server !== undefined) {
      const { body } = await this.server.sqs('ReceiveMessage', receive);
      const { Messages = [] }: { Messages?: Message[] } = JSON.parse(body);
      for (const message of Messages) void this.deliver(queueName, QueueUrl, message);
    }
  }

  private async deliver(queueName: string, QueueUrl: string, message: Message): Promise<void> {
    const handle = { QueueUrl, ReceiptHandle: message.ReceiptHandle };
    const extend = () =>
      this.server?.sqs('ChangeMessageVisibility', { ...handle, VisibilityTimeout: VISIBILITY_SECONDS });
    const extending = setInterval(() => void extend(), EXTEND_MS);
    const failure = await this.invoke(functionCall(queueName, message.Body));
    clearInterval(extending);
    if (this.server === undefined) return;
    if (failure !== undefined) this.onLine('stderr', `${queueName}: a message was given up: ${failure}`);
    await this.server.sqs('DeleteMessage', handle);
  }

  /** Answers the last failure, or undefined after a success. */
  private async invoke(call: FunctionCall): Promise<string | undefined> {
    for (const pause of [...RETRY_MS, undefined]) {
      const outcome = await this.functions.invoke(call);
      if (outcome.kind === 'succeeded') return undefined;
      if (pause === undefined) return `${outcome.failure.error} ${outcome.failure.cause}`;
      await sleep(pause, undefined, { ref: false });
    }
    return undefined;
  }
}

/** The call that AWS Lambda makes for a message of a topic; the message's id makes a repeat recognisable. */
function functionCall(queueName: string, envelope: string): FunctionCall {
  const [functionName = '', qualifier] = queueName.slice(PREFIX.length).split('--');
  const notification: JsonObject = JSON.parse(envelope);
  const id = String(notification['MessageId']);
  return {
    kind: 'function',
    caller: { flowName: '', executionName: `message ${id}`, stepName: '', taskId: id, roleArn: '' },
    target: {
      kind: 'function',
      resourceArn: `arn:aws:lambda:::function:${functionName}`,
      functionName,
      ...(qualifier !== undefined && { qualifier }),
    },
    event: JSON.stringify({
      Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: notification }],
    }),
    isAsync: false,
  };
}
