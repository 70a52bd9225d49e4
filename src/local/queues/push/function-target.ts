import type { FunctionCall } from '../../../ports/task-targets.ts';
import type { ReceivedMessage } from '../../../queues/message.ts';
import { parseFunctionArn } from '../../../queues/topics/push-queue.ts';
import { subscriptionArn } from '../../../queues/topics/topic-names.ts';
import type { Subscription } from '../../../queues/topics/topic-store.ts';
import type { FunctionRunner } from '../../functions/function-runner.ts';
import { fieldOf, readEnvelope } from './envelope.ts';
import type { PushOutcome, PushTarget } from './push-outcome.ts';

const PAUSES_SECONDS = [1, 10];

/** Calls functions that subscribe, as AWS Lambda would; one that fails is called three times. */
export class FunctionTarget implements PushTarget {
  readonly #functions: Pick<FunctionRunner, 'invoke'>;

  constructor(functions: Pick<FunctionRunner, 'invoke'>) {
    this.#functions = functions;
  }

  async push(subscription: Subscription, message: ReceivedMessage): Promise<PushOutcome> {
    const outcome = await this.#functions.invoke(functionCall(subscription, message));
    if (outcome.kind === 'succeeded') return 'delivered';
    return { failure: `${outcome.failure.error} ${outcome.failure.cause}`, isFinal: false };
  }

  pauseAfter(failures: number): number | undefined {
    return PAUSES_SECONDS[failures - 1];
  }
}

/** The message's id makes a repeat recognisable. */
function functionCall(subscription: Subscription, message: ReceivedMessage): FunctionCall {
  const { functionName = '', qualifier } = parseFunctionArn(subscription.endpoint) ?? {};
  const envelope = readEnvelope(subscription, message);
  const id = fieldOf(envelope, 'MessageId') || message.messageId;
  const EventSubscriptionArn = fieldOf(envelope, 'SubscriptionArn') || subscriptionArn(subscription);
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
      Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn, Sns: envelope }],
    }),
    isAsync: false,
  };
}
