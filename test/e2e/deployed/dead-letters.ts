import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';

/** The dispatch queue and the one for its dead letters. */
export interface Queues {
  readonly dispatch: string;
  readonly deadLetters: string;
}

/** Address of the queue of an ARN, which clients of any endpoint take. */
export function queueUrl(arn: string): string {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

/** Lets messages die after so many receives; answers how many it took before. @throws when the queue keeps its messages for ever. */
export async function setMaxReceives(
  sqs: SQSClient,
  { dispatch, deadLetters }: Queues,
  maxReceiveCount: number,
) {
  const QueueUrl = queueUrl(dispatch);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  if (Attributes?.RedrivePolicy === undefined) throw new Error(`${dispatch} leaves no dead letters`);
  const before: { readonly maxReceiveCount: number | string } = JSON.parse(Attributes.RedrivePolicy);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters, maxReceiveCount });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
  return Number(before.maxReceiveCount);
}

/** Waits for a dead letter. @throws when none comes. */
export async function awaitDeadLetter(
  sqs: SQSClient,
  { deadLetters }: Queues,
  seconds: number,
): Promise<void> {
  const name = 'ApproximateNumberOfMessages';
  const query = new GetQueueAttributesCommand({ QueueUrl: queueUrl(deadLetters), AttributeNames: [name] });
  for (let waited = 0; waited < seconds; waited += 2) {
    const { Attributes } = await sqs.send(query);
    if (Number(Attributes?.[name]) > 0) return;
    await sleep(2_000);
  }
  throw new Error(`no dead letter within ${seconds} s`);
}

/** Moves all dead letters back; answers how. An emulator may not know how to: then each is sent anew, with a new id too. */
export async function redrive(sqs: SQSClient, queues: Queues): Promise<'moved' | 'sent anew'> {
  try {
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queues.deadLetters }));
    return 'moved';
  } catch (error) {
    if (!(error instanceof Error) || !/Unknown|Invalid|Unsupported|NotImplemented/.test(error.name))
      throw error;
  }
  await sendAnew(sqs, queues);
  return 'sent anew';
}

async function sendAnew(sqs: SQSClient, { dispatch, deadLetters }: Queues): Promise<void> {
  const QueueUrl = queueUrl(deadLetters);
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return;
    for (const { Body, ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(dispatch), MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
